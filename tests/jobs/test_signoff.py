"""Signatures: recorded in the right row, and asked for again when the plan has moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from salesbook.book.applied import applied
from salesbook.book.reading import read
from salesbook.errors import errors_in
from salesbook.jobs.check import CheckRequest, check
from salesbook.jobs.issue_list import issue_list
from salesbook.jobs.signatures import sign_again
from salesbook.jobs.signoff import SignoffRequest, signoff
from tests.jobs.test_issue import TODAY, leaf, planned, recorded
from tests.letters.books import named_rows, opened
from tests.snapshots import block

if TYPE_CHECKING:
    from salesbook.book.changes import Outcome
    from salesbook.book.model import Issued
    from salesbook.book.snapshot import Snapshot

NOW = date(2026, 1, 20)
SIGNED = date(2026, 1, 9)


def row(rep: str, version: int = 1, target: int = 500_000, **more: Any) -> tuple[Any, ...]:
    number = {"李伟": "001", "王芳": "002"}[rep]
    given = {"signed": None, "hash": None, "period": None} | more
    return (rep, version, f"SB-2026-V{version}-{number}", TODAY, 450_000, target, 550_000, "", given["signed"],
            given["hash"], None, None, None, None, given["period"])  # fmt: skip


def asked(given: Snapshot, *reps: str, **more: Any) -> Outcome:
    return signoff(given, SignoffRequest(reps, **more), NOW)


def after(given: Snapshot, outcome: Outcome) -> tuple[Issued, ...]:
    book = read(applied(given, outcome.changes)).book
    assert book
    return book.issued


def codes(outcome: Outcome) -> list[str]:
    return [p.code for p in outcome.problems]


def test_the_letter_issued_last_is_signed_today() -> None:
    given = planned(block("sb_issued", row("王芳"), row("李伟"), row("王芳", 2)))
    outcome = asked(given, "王芳")
    assert [(one.version, one.signed) for one in after(given, outcome)] == [(1, None), (1, None), (2, NOW)]
    assert [(line.before, line.after) for line in outcome.summary] == [(None, NOW)]
    assert codes(outcome) == []


def test_a_version_a_day_and_a_scan_can_be_named() -> None:
    given = planned(block("sb_issued", row("王芳"), row("王芳", 2)))
    outcome = asked(given, "王芳", version=1, day=SIGNED, scan="扫描/王芳.pdf")
    assert [(one.signed, one.scan) for one in after(given, outcome)] == [(SIGNED, "扫描/王芳.pdf"), (None, "")]


def test_the_letter_of_a_period_is_another_one() -> None:
    given = planned(block("sb_issued", row("王芳"), row("王芳", period="2026-01")))
    assert [one.signed for one in after(given, asked(given, "王芳"))] == [NOW, None]
    assert [one.signed for one in after(given, asked(given, "王芳", period="2026-01"))] == [None, NOW]


def test_several_reps_sign_at_once() -> None:
    given = planned(block("sb_issued", row("王芳"), row("李伟")))
    assert [one.signed for one in after(given, asked(given, "李伟", "王芳"))] == [NOW, NOW]


@pytest.mark.parametrize(
    ("reps", "more", "code"),
    [
        (("赵敏",), {}, "not-issued"),
        (("李伟",), {"version": 9}, "not-issued"),
        (("李伟", "王芳"), {"scan": "a.pdf"}, "one-scan-for-many"),
        (("李伟",), {"day": date(2026, 1, 21)}, "signed-in-future"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(reps: tuple[str, ...], more: Any, code: str) -> None:
    outcome = asked(planned(block("sb_issued", row("李伟"), row("王芳"))), *reps, **more)
    assert codes(outcome) == [code]
    assert not outcome.changes


def test_without_a_record_there_is_nothing_to_sign() -> None:
    assert codes(asked(planned(), "李伟")) == ["not-issued"]


def test_a_record_without_a_column_for_scans_says_so() -> None:
    old = block("sb_issued", row("李伟")[:9], headings=(
        "rep", "version", "serial", "issued", "floor", "target", "stretch", "file", "signed"
    ))  # fmt: skip
    outcome = asked(planned(old), "李伟", scan="a.pdf")
    assert codes(outcome) == ["column-missing"]
    assert not outcome.changes
    assert asked(planned(old), "李伟").changes


def test_signing_twice_and_before_the_issue_is_pointed_out_and_done() -> None:
    given = planned(block("sb_issued", row("李伟", signed=SIGNED)))
    outcome = asked(given, "李伟", day=date(2026, 1, 2))
    assert codes(outcome) == ["signed-before-issued", "signed-already"]
    assert not errors_in(outcome.problems)
    assert after(given, outcome)[0].signed == date(2026, 1, 2)


# --- sign again -------------------------------------------------------------------------------------------------------


def again(given: Snapshot) -> list[tuple[str, str]]:
    book = read(given).book
    assert book
    return [(p.code, str(p.place)) for p in sign_again(book)]


def signed(given: Snapshot, *reps: str) -> Snapshot:
    """The plan with its letters issued and signed by these."""
    with_record = replace(given, tables={**given.tables, "sb_issued": recorded(given)})
    return applied(with_record, asked(with_record, *reps).changes)


def test_a_signature_holds_while_the_promise_does() -> None:
    ours = signed(planned(), "李伟", "王芳")
    assert again(ours) == []
    later = block("sb_plan", *(leaf(name, 500_000, version=2) for name in ("李伟", "王芳")))
    assert again(planned(ours.tables["sb_issued"], later, version=2)) == []


def test_who_signed_another_target_is_named_with_the_cell_of_the_signature() -> None:
    ours = signed(planned(), "李伟", "王芳")
    moved = block("sb_plan", leaf("李伟", 400_000), leaf("王芳", 500_000))
    plan = planned(ours.tables["sb_issued"], moved)
    assert again(plan) == [("sign-again", "下达!J5")]
    book = read(plan).book
    assert book
    (problem,) = sign_again(book)
    assert problem.message("en") == "李伟 signed v1: 500,000; now 400,000: sign again."


def test_a_moved_floor_asks_for_a_signature_too() -> None:
    ours = signed(planned(), "李伟")
    rows = [list(leaf(name, 500_000)) for name in ("李伟", "王芳")]
    rows[0][9] -= 1
    assert again(planned(ours.tables["sb_issued"], block("sb_plan", *rows))) == [("sign-again-parts", "下达!J5")]


def test_who_was_issued_the_new_number_already_is_only_to_sign_it() -> None:
    rows = (row("李伟", signed=SIGNED, target=1), row("李伟", 2))
    assert again(planned(block("sb_issued", *rows))) == [("sign-again-issued", "下达!J6")]
    older = (row("李伟", signed=SIGNED, target=1), row("李伟", 2, target=2))
    assert [code for code, _ in again(planned(block("sb_issued", *older)))] == ["sign-again"]


def test_only_the_last_signature_counts() -> None:
    rows = (row("李伟", signed=SIGNED, target=1), row("李伟", 2, signed=SIGNED))
    assert again(planned(block("sb_issued", *rows))) == []


def test_the_check_sheet_says_who_must_sign_again() -> None:
    ours = signed(planned(), "李伟")
    moved = block("sb_plan", leaf("李伟", 400_000), leaf("王芳", 600_000))
    outcome = check(planned(ours.tables["sb_issued"], moved), CheckRequest(), NOW)
    assert "sign-again" in codes(outcome)


# --- the list for the meeting -----------------------------------------------------------------------------------------


def people(given: Snapshot) -> list[list[Any]]:
    made = issue_list(given, "", NOW)
    assert made
    return named_rows(opened(made.content, values=True), "block_people")


def test_the_list_names_everybody_and_what_became_of_the_letter() -> None:
    assert [one[-1] for one in people(planned())] == ["未下达", "未下达"]
    ours = signed(planned(), "李伟")
    found = people(ours)
    assert [one[:2] for one in found] == [[1, "李伟"], [2, "王芳"]]
    assert [one[-1] for one in found] == ["已签", "未签"]
    moved = block("sb_plan", leaf("李伟", 400_000), leaf("王芳", 600_000))
    assert [one[-1] for one in people(planned(ours.tables["sb_issued"], moved))] == ["需重签", "未签"]


def test_the_list_has_a_safe_name_and_needs_a_plan() -> None:
    made = issue_list(planned(), "", NOW)
    assert made
    assert made.name == "签署名单_2026_v1.xlsx"
    assert issue_list(planned(block("sb_plan")), "", NOW) is None
