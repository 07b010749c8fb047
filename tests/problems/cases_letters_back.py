"""The smallest inputs for each problem of issuing, of letters that come back, of signatures and of printing."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from unittest.mock import MagicMock, patch

from salesbook.cli.printing import print_letters
from salesbook.cli.words import Words
from salesbook.errors import HostError, InputError, Problem
from salesbook.hosts.office import office
from salesbook.jobs.issue import IssueRequest, Issuing
from salesbook.jobs.signoff import SignoffRequest, signoff
from salesbook.jobs.verify import VerifyRequest, verify
from salesbook.letters.verify import read_returned
from tests.jobs.test_issue import TODAY, issued, planned
from tests.letters.books import opened, saved, shipped
from tests.snapshots import block

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openpyxl import Workbook

    from salesbook.book.snapshot import Snapshot

SERIAL = "SB-2026-V1-001"
SIGNED = ("李伟", 1, SERIAL, TODAY, 450_000, 500_000, 550_000, "", date(2026, 1, 9))
SMALLER = ("李伟", 1, SERIAL, TODAY, 430_000, 480_000, 530_000, "", date(2026, 1, 9))
ISSUED_ANEW = ("李伟", 2, "SB-2026-V2-001", TODAY, 450_000, 500_000, 550_000, "", None)
FILE = "责任书_李伟_2026_v1.xlsx"


def _of(code: str, problems: Any) -> Problem:
    return next(p for p in problems if p.code == code)


def _signed(code: str, **given: Any) -> Problem:
    request = SignoffRequest(**{"reps": ("李伟",), "day": date(2026, 1, 12)} | given)
    return _of(code, signoff(planned(block("sb_issued", SIGNED)), request, date(2026, 1, 20)).problems)


def _letter() -> bytes:
    return next(f.content for f in issued(planned()).files if f.name == FILE)


def _changed(change: Callable[[Workbook], None]) -> bytes:
    workbook = opened(_letter())
    change(workbook)
    return saved(workbook)


def _verified(code: str, content: bytes, plan: Snapshot | None = None) -> Problem:
    return _of(code, verify(plan, VerifyRequest(content, FILE), TODAY).problems)


def _lowered(workbook: Workbook) -> None:
    next(c for row in workbook.active.iter_rows() for c in row if c.value == 500_000).value = 50_000


def _many(workbook: Workbook) -> None:
    for row in range(1, 15):
        for column in range(20, 22):
            workbook.active.cell(row, column).value = "x"


def _record(**more: Any) -> Snapshot:
    """The plan with the letter of 李伟 recorded as it was issued; `more` says what its row says instead."""
    identity = read_returned(_letter(), FILE).identity
    row = {"version": 1, "hash": identity.hash, "seal": identity.seal} | more
    amounts = (TODAY, 450_000, 500_000, 550_000, FILE, None)
    return planned(
        block("sb_issued", ("李伟", row["version"], SERIAL, *amounts, row["hash"], None, None, None, row["seal"]))
    )


def _failed() -> Problem:
    issuing = Issuing(planned(), IssueRequest(), TODAY)
    issuing.failed(issuing.due[0], [Problem("date-too-early", words={"date": "1899-12-31"})])
    return issuing.problems[-1]


def _no_office() -> Problem:
    with patch.dict("os.environ", {"SALESBOOK_SOFFICE": "nowhere-soffice"}):
        try:
            with office():
                raise AssertionError
        except HostError as error:
            return error.problems[0]


def _not_printed() -> Problem:
    """A program that prints nothing."""
    program = MagicMock()
    program.__enter__.return_value.to_pdf.side_effect = lambda files, _: list(files)
    with patch("salesbook.hosts.office.office", return_value=program), _on_disk() as file:
        return print_letters(Words("zh"), [file], None, None, keep=False)[0]


@contextmanager
def _on_disk() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        path.write_bytes(_letter())
        yield path


def _no_letter() -> Problem:
    try:
        read_returned(shipped(), "返回.xlsx")
    except InputError as error:
        return error.problems[0]
    raise AssertionError


def _old_table() -> Problem:
    """A record from before letters had a fingerprint."""
    headings = ("rep", "version", "serial", "issued", "floor", "target", "stretch", "file", "signed")
    old = block("sb_issued", ("王芳", 1, "SB-2026-V1-002", TODAY), headings=headings)
    return _of("issued-lacks-columns", issued(planned(old)).problems)


def _asked(code: str, **request: Any) -> Problem:
    return _of(code, issued(planned(), IssueRequest(**request)).problems)


CASES: dict[str, Callable[[], Problem]] = {
    "not-a-letter": _no_letter,
    "sign-again-issued": lambda: _of(
        "sign-again-issued", issued(planned(block("sb_issued", SMALLER, ISSUED_ANEW))).problems
    ),
    "sign-again-parts": lambda: _of(
        "sign-again-parts", issued(planned(block("sb_issued", (*SIGNED, "0" * 64)))).problems
    ),
    "letter-failed": _failed,
    "no-such-team": lambda: _asked("no-such-team", teams=("三队",)),
    "period-not-in-plan": lambda: _asked("period-not-in-plan", period="2026-09"),
    "issued-lacks-columns": _old_table,
    "letter-not-recorded": lambda: _verified("letter-not-recorded", _letter(), planned()),
    "letter-resealed": lambda: _verified("letter-resealed", _letter(), _record(seal="0" * 64)),
    "letter-outdated": lambda: _verified("letter-outdated", _letter(), _record(version=2)),
    "sealed-sheet-gone": lambda: _verified("sealed-sheet-gone", _changed(lambda w: w.remove(w["我的追踪表"]))),
    "cell-altered": lambda: _verified("cell-altered", _changed(_lowered)),
    "cell-altered-from": lambda: _verified("cell-altered-from", _changed(_lowered), _record()),
    "more-cells-altered": lambda: _verified("more-cells-altered", _changed(_many)),
    "not-issued": lambda: _signed("not-issued", reps=("赵敏",)),
    "one-scan-for-many": lambda: _signed("one-scan-for-many", reps=("李伟", "王芳"), scan="扫描.pdf"),
    "signed-in-future": lambda: _signed("signed-in-future", day=date(2026, 2, 1)),
    "signed-before-issued": lambda: _signed("signed-before-issued", day=date(2026, 1, 2)),
    "signed-already": lambda: _signed("signed-already"),
    "office-missing": _no_office,
    "not-printed": _not_printed,
}
