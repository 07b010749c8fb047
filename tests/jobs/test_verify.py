"""Letters that came back, held against their own seal and against the plan's record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from salesbook.jobs.verify import MOST, VerifyRequest, verify
from tests.jobs.test_issue import TODAY, issued, leaf, planned, recorded
from tests.letters.books import opened, saved, shipped
from tests.letters.test_template import replaced, zipped
from tests.snapshots import block

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl import Workbook

    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot


def letter() -> bytes:
    return next(f.content for f in issued(planned()).files if "李伟" in f.name)


def changed(change: Callable[[Workbook], None]) -> bytes:
    workbook = opened(letter())
    change(workbook)
    return saved(workbook)


def lowered(workbook: Workbook) -> None:
    next(c for row in workbook.active.iter_rows() for c in row if c.value == 500_000).value = 50_000


def verified(content: bytes, plan: Snapshot | None = None) -> Outcome:
    return verify(plan, VerifyRequest(content, "返回.xlsx"), TODAY)


def told(outcome: Outcome) -> list[tuple[str, str]]:
    return [(p.code, str(p.place)) for p in outcome.problems]


def test_a_letter_as_it_was_issued_is_sound_with_and_without_the_plan() -> None:
    for plan in (None, planned(recorded(planned()))):
        outcome = verified(letter(), plan)
        assert told(outcome) == []
        said = [line.said("en") for line in outcome.summary]
        assert said[0].startswith("SB-2026-V1-001, 李伟, version 1, check code ")
        assert said[1].startswith("Unaltered")


def test_an_altered_number_is_named_and_with_the_plan_what_it_was() -> None:
    alone, held = verified(changed(lowered)), verified(changed(lowered), planned(recorded(planned())))
    assert told(alone) == [("cell-altered", "责任书!E12")]
    assert told(held) == [("cell-altered-from", "责任书!E12")]
    assert held.problems[0].message("en") == "It said 500,000 when it was issued; now it says 50,000."
    assert len(alone.summary) == len(held.summary) == 1


def test_when_the_plan_has_moved_the_marks_still_show_where() -> None:
    moved = planned(recorded(planned()), block("sb_plan", leaf("李伟", 400_000), leaf("王芳", 600_000)))
    assert told(verified(changed(lowered), moved)) == [("cell-altered", "责任书!E12")]
    assert told(verified(letter(), moved)) == []


def test_a_letter_that_the_plan_never_issued_is_named() -> None:
    assert told(verified(letter(), planned())) == [("letter-not-recorded", "返回.xlsx")]


def test_a_seal_that_was_made_anew_is_not_the_recorded_one() -> None:
    """Somebody issued a letter with another number from a plan of their own."""
    theirs = planned(block("sb_plan", leaf("李伟", 50_000), leaf("王芳", 950_000)))
    forged = next(f.content for f in issued(theirs).files if "李伟" in f.name)
    assert told(verified(forged)) == []
    assert told(verified(forged, planned(recorded(planned())))) == [("letter-resealed", "返回.xlsx")]


def test_only_so_many_cells_are_named() -> None:
    def fill(workbook: Workbook) -> None:
        for row in range(1, 40):
            workbook.active.cell(row, 30).value = "x"

    outcome = verified(changed(fill))
    assert len(outcome.problems) == MOST + 1
    assert outcome.problems[-1].code == "more-cells-altered"


def test_what_is_no_letter_or_no_workbook_is_refused() -> None:
    assert told(verified(shipped())) == [("not-a-letter", "返回.xlsx")]
    assert told(verified(b"PK\x03\x04")) == [("not-a-workbook", "返回.xlsx")]
    assert told(verified(letter()[:9000])) == [("not-a-workbook", "返回.xlsx")]


SHEET, PROPERTIES = "xl/worksheets/sheet1.xml", "docProps/custom.xml"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, b'<row r="1"', b'<row r="1e999"'),
        (SHEET, b'r="C1"', b'r="\xef\xbc\x99"'),
        (SHEET, b's="1"', b's="one"'),
        (SHEET, b"<v>500000</v>", b"<v>many</v>"),
        (PROPERTIES, b'name="salesbook-version"', b'name="salesbook-versio"'),
        (PROPERTIES, b"salesbook-seal", b"salesbook-sea"),
    ],
)
def test_what_no_letter_can_say_is_refused(part: str, old: bytes, new: bytes) -> None:
    sheet = zipped(letter(), part)
    assert old in sheet
    (problem,) = verified(replaced(letter(), part, sheet.replace(old, new, 1))).problems
    assert problem.code in ("not-a-workbook", "not-a-letter")


def test_marks_that_were_tampered_with_show_less_and_break_nothing() -> None:
    content = changed(lowered)
    properties = zipped(content, PROPERTIES)
    at = properties.index(b"|")
    assert told(verified(replaced(content, PROPERTIES, properties[:at] + b" x9 9x" + properties[at:])))
