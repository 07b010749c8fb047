"""The smallest inputs for each problem of letters and their issue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl.workbook.defined_name import DefinedName

from salesbook.errors import InputError, Problem
from salesbook.jobs.issue import IssueRequest
from salesbook.letters import templates
from salesbook.letters.template import Template
from tests.jobs.test_issue import TODAY, issued, leaf, planned
from tests.letters.books import opened, saved, shipped
from tests.letters.test_template import replaced, small, zipped
from tests.snapshots import block, goals, reps

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl import Workbook

    from salesbook.book.snapshot import Snapshot

SHEET = "xl/worksheets/sheet1.xml"
ONE_ISSUED = ("李伟", 1, "SB-2026-V1-001", TODAY, 430_000, 480_000, 530_000, "", TODAY)


def _refused(content: bytes, code: str) -> Problem:
    try:
        Template(content, "我的模板.xlsx")
    except InputError as error:
        return next(p for p in error.problems if p.code == code)
    raise AssertionError(f"{code} was not found")


def _named(code: str, name: str, area: str) -> Problem:
    """A plain template with one more name."""
    workbook = small()
    workbook.active.merge_cells("F1:G2")
    workbook.create_sheet("U")
    workbook.defined_names[name] = DefinedName(name, attr_text=area)
    return _refused(saved(workbook), code)


def _prefixed() -> Problem:
    sheet = zipped(shipped(), SHEET).replace(b"<worksheet xmlns=", b"<x:worksheet xmlns:x=")
    for old, new in ((b"</", b"</x:"), (b"<", b"<x:")):
        sheet = sheet.replace(old, new)
    sheet = sheet.replace(b"<x:/x:", b"</x:").replace(b"<x:x:", b"<x:").replace(b"<x:?", b"<?")
    return _refused(replaced(shipped(), SHEET, sheet), "template-unusual")


def _missing() -> Problem:
    workbook = opened(shipped())
    del workbook.defined_names["slot_serial"]
    return _refused(saved(workbook), "missing-slot")


def _unknown() -> Problem:
    workbook: Workbook = small(F1="{reep}")
    return _refused(saved(workbook), "unknown-slot")


def _not_found() -> Problem:
    try:
        templates.read_template(Path("我的模板.xlsx"))
    except InputError as error:
        return error.problems[0]
    raise AssertionError


def _issue(code: str, given: Snapshot, request: IssueRequest | None = None) -> Problem:
    return next(p for p in issued(given, request).problems if p.code == code)


CASES: dict[str, Callable[[], Problem]] = {
    "template-not-found": _not_found,
    "template-unusual": _prefixed,
    "unknown-slot": _unknown,
    "missing-slot": _missing,
    "lost-slot": lambda: _named("lost-slot", "slot_team", "#REF!"),
    "slot-on-other-sheet": lambda: _named("slot-on-other-sheet", "slot_serial", "'U'!$A$1"),
    "slot-not-one-cell": lambda: _named("slot-not-one-cell", "slot_team", "'T'!$C$1:$D$1"),
    "slot-in-merged-area": lambda: _named("slot-in-merged-area", "slot_team", "'T'!$G$2"),
    "block-not-one-row": lambda: _named("block-not-one-row", "block_actions", "'T'!$A$9:$B$10"),
    "template-not-given": lambda: _issue("template-not-given", planned(letter="我的模板.xlsx")),
    "rep-not-in-team": lambda: _issue("rep-not-in-team", planned(), IssueRequest(reps=("王方",))),
    "planned-rep-not-in-team": lambda: _issue(
        "planned-rep-not-in-team", planned(block("sb_plan", leaf("李伟", 500_000), leaf("赵敏", 500_000)))
    ),
    "rep-without-target": lambda: _issue("rep-without-target", planned(reps("李伟", "王芳", "赵敏"))),
    "plan-of-other-version": lambda: _issue("plan-of-other-version", planned(version=2)),
    "plan-without-reps": lambda: _issue("plan-without-reps", planned(block("sb_plan", leaf("", 1_000_000)))),
    "goal-moved": lambda: _issue("goal-moved", planned(goals(("销售额", None, None, 1_200_000)))),
    "same-file-name": lambda: _issue("same-file-name", planned(names=("a/b", "A:B"))),
    "sign-again": lambda: _issue("sign-again", planned(block("sb_issued", ONE_ISSUED))),
}
