"""What reps send back: matched, compared, refused where it must be, and booked once where it is accepted."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.book.reading import read
from salesbook.hosts.memory import MemoryHost
from salesbook.jobs.collect_match import ReturnedFile
from salesbook.letters.collected import LONGEST_COMMENT, collected
from salesbook.sheets.bottom_up import KEY, bottom_up_lines
from tests.jobs.mailing import files, team, with_issued
from tests.jobs.returning import LI, WANG, back, filled, weeks
from tests.snapshots import block

if TYPE_CHECKING:
    from salesbook.book.changes import Outcome
    from salesbook.book.model import Book
    from salesbook.book.snapshot import Snapshot

FEBRUARY = date(2026, 2, 1)
PLAIN = {0: {"actual": 90_000, "my_number": 80_000, "comment": "春节放假"}, 1: {"actual": 95_500}}


def codes(outcome: Outcome) -> list[str]:
    return [p.code for p in outcome.problems]


def after(outcome: Outcome, snapshot: Snapshot | None = None) -> Snapshot:
    host = MemoryHost(snapshot or team())
    host.apply(outcome.changes)
    return host.read()


def book(snapshot: Snapshot) -> Book:
    reading = read(snapshot)
    assert reading.book
    assert not reading.errors
    return reading.book


def collect(*given: ReturnedFile, snapshot: Snapshot | None = None, **more: Any) -> Outcome:
    return back(*given, today=more.pop("today", FEBRUARY), snapshot=snapshot, **more)


def test_own_numbers_and_comments_come_into_their_table() -> None:
    outcome = collect(filled(rows=PLAIN))
    assert codes(outcome) == ["returned-partly"]
    (row,) = book(after(outcome)).returns
    targets = [r.target for r in collected(files()[LI], LI).rows]
    assert (row.rep, row.period, row.start, row.version) == ("李伟", "2026-01", date(2026, 1, 1), 1)
    assert row.own == 80_000 + sum(targets[1:])
    assert (row.target, row.actual, row.comment) == (500_000, 185_500, "春节放假")
    assert (row.collected, row.file, row.accepted) == (FEBRUARY, LI, False)


def test_without_accepting_nothing_is_booked() -> None:
    snapshot = after(collect(filled(rows=PLAIN)))
    assert len(book(snapshot).actuals) == 0
    assert "view.returns" in snapshot.pages


def test_accepted_actuals_are_booked_on_the_day_their_week_ends() -> None:
    outcome = collect(filled(rows=PLAIN), accept=("李伟",))
    found = book(after(outcome))
    first, second = collected(files()[LI], LI).rows[:2]
    assert found.actuals.amounts == (Decimal(90_000), Decimal(95_500))
    assert found.actuals.dates == (first.end, second.end)
    assert found.actuals.axes["rep"] == ("李伟", "李伟")
    assert found.actuals.order_nos == (f"SB-R-{first.start:%Y%m%d}", f"SB-R-{second.start:%Y%m%d}")
    assert found.returns[0].accepted


def test_collecting_the_same_again_changes_nothing() -> None:
    once = after(collect(filled(rows=PLAIN), accept_all=True))
    again = collect(filled(rows=PLAIN, label="again.xlsx"), snapshot=once, accept_all=True, today=date(2026, 3, 1))
    assert not again.changes


def test_a_corrected_actual_replaces_the_first_and_one_taken_back_counts_nothing() -> None:
    once = after(collect(filled(rows=PLAIN), accept_all=True))
    changed = {0: {"actual": 91_000}, 2: {"actual": 1_000}}
    twice = after(collect(filled(rows=changed), snapshot=once, accept_all=True), once)
    assert sorted(book(twice).actuals.amounts) == [Decimal(0), Decimal(1_000), Decimal(91_000)]


def test_a_changed_file_has_to_be_accepted_again() -> None:
    once = after(collect(filled(rows=PLAIN), accept_all=True))
    twice = after(collect(filled(rows={0: {"actual": 91_000}}), snapshot=once), once)
    assert sorted(book(twice).actuals.amounts) == [Decimal(90_000), Decimal(95_500)]
    assert not book(twice).returns[0].accepted


def test_where_the_period_has_sales_from_elsewhere_nothing_is_booked() -> None:
    order = (date(2026, 1, 20), "李伟", None, None, None, None, "A-1", None, None, 120_000)
    given = team()
    given = replace(given, tables={**given.tables, "sb_actuals": block("sb_actuals", order)})
    outcome = collect(filled(rows=PLAIN), filled(WANG, {0: {"actual": 5}}), snapshot=given, accept_all=True)
    assert "returned-actuals-beside" in codes(outcome)
    problem = next(p for p in outcome.problems if p.code == "returned-actuals-beside")
    assert (problem.words["there"], problem.words["said"]) == ("120,000", "185,500")
    assert book(after(outcome, given)).actuals.axes["rep"] == ("李伟", "王芳")


def test_what_is_yet_to_come_is_not_booked() -> None:
    today = collected(files()[LI], LI).rows[1].start
    outcome = collect(filled(rows={n: {"actual": n + 1} for n in range(3)}), accept_all=True, today=today)
    assert codes(outcome) == ["returned-actual-too-early"]
    assert book(after(outcome)).actuals.amounts == (Decimal(1), Decimal(2))
    assert max(book(after(outcome)).actuals.dates) == today


def test_actuals_without_the_column_that_tells_them_apart_are_not_booked() -> None:
    given = team()
    held = block("sb_actuals", (date(2026, 1, 20), "赵敏", 5), headings=("date", "rep", "amount"))
    given = replace(given, tables={**given.tables, "sb_actuals": held})
    outcome = collect(filled(rows=PLAIN), snapshot=given, accept_all=True)
    assert "table-lacks-column" in codes(outcome)
    assert len(book(after(outcome, given)).actuals) == 1


def test_an_unfilled_sheet_is_said() -> None:
    assert codes(collect(filled())) == ["returned-empty"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"actual": "viel"}, "not-a-number"),
        ({"my_number": -1}, "negative-number"),
    ],
)
def test_a_cell_that_cannot_be_read_refuses_the_file_and_names_the_place(cells: dict[str, Any], code: str) -> None:
    outcome = collect(filled(rows={0: cells}), filled(WANG, {0: {"my_number": 3}}))
    problem = next(p for p in outcome.problems if p.code == code)
    assert problem.place.sheet.startswith(f"[{LI}]")
    assert [row.rep for row in book(after(outcome)).returns] == ["王芳"]


def test_numbers_typed_as_text_are_understood() -> None:
    outcome = collect(filled(rows={0: {"actual": "1.2万", "my_number": "１２３"}}))
    assert book(after(outcome)).returns[0].actual == 12_000


def test_text_of_people_never_becomes_a_formula() -> None:
    outcome = collect(filled(rows={0: {"comment": "=HYPERLINK(\"http://x\")"}}))
    assert book(after(outcome)).returns[0].comment == '=HYPERLINK("http://x")'


def test_comments_are_one_line_and_not_endless() -> None:
    outcome = collect(filled(rows={0: {"comment": "一\n二"}, 1: {"comment": "长" * 4000}, 2: {"comment": "一 二"}}))
    said = book(after(outcome)).returns[0].comment
    assert said.startswith("一 二 / 长长")
    assert len(said) == len("一 二 / ") + LONGEST_COMMENT


# -- files that are not to be used -----------------------------------------------------------------------------------


def altered(name: str = LI) -> ReturnedFile:
    return filled(name, {0: {"target": 1}})


def test_an_altered_target_is_refused_with_its_cell() -> None:
    outcome = collect(altered())
    assert codes(outcome) == ["returned-altered"]
    assert not outcome.changes
    row = collected(files()[LI], LI).rows[0].place
    assert f"!D{row.cell[1:]}" in str(outcome.problems[0].words["cells"])


def test_a_file_filled_in_wrongly_throughout_names_some_cells_and_counts_the_others() -> None:
    rows = {number: {"actual": "none", "my_number": "none"} for number in range(5)}
    outcome = collect(filled(rows=rows))
    assert codes(outcome) == ["not-a-number"] * 5 + ["returned-more-cells"]
    assert outcome.problems[-1].words["count"] == 5
    assert not outcome.changes


def test_a_seal_that_is_not_the_one_that_was_recorded_is_refused() -> None:
    snapshot = with_issued(team(), seal="0" * 64)
    assert codes(collect(filled(rows=PLAIN), snapshot=snapshot)) == ["returned-altered"]


def test_a_letter_that_was_issued_to_another_is_refused() -> None:
    snapshot = with_issued(team(), rep="王芳")
    assert codes(collect(filled(rows=PLAIN), snapshot=snapshot)) == ["returned-of-other"]


def test_a_letter_that_was_never_issued_is_refused() -> None:
    snapshot = with_issued(team(), hash="0" * 64)
    assert codes(collect(filled(rows=PLAIN), snapshot=snapshot)) == ["returned-not-issued"]


def test_a_letter_of_somebody_who_left_is_refused() -> None:
    given = team()
    tables = {**given.tables, "sb_reps": block("sb_reps", ("王芳",), ("赵敏",), headings=("name",))}
    outcome = collect(filled(rows=PLAIN), snapshot=replace(given, tables=tables))
    assert codes(outcome)[-1] == "returned-rep-unknown"


def test_an_older_letter_is_refused() -> None:
    given = team()
    held = given.tables["sb_issued"]
    newer = list(held.rows[0])
    newer[1], newer[2], newer[9] = 2, "SB-2026-V2-001", "0" * 64
    tables = {**given.tables, "sb_issued": replace(held, rows=(*held.rows, tuple(newer)))}
    outcome = collect(filled(rows=PLAIN), snapshot=replace(given, tables=tables))
    assert codes(outcome) == ["returned-older"]
    assert outcome.problems[0].words["new"] == "SB-2026-V2-001"


def test_a_letter_of_before_that_promises_the_same_is_used() -> None:
    given = team()
    held = given.tables["sb_issued"]
    newer = list(held.rows[0])
    newer[1], newer[2] = 2, "SB-2026-V2-001"
    tables = {**given.tables, "sb_issued": replace(held, rows=(*held.rows, tuple(newer)))}
    assert "returned-older" not in codes(collect(filled(rows=PLAIN), snapshot=replace(given, tables=tables)))


def test_of_letters_made_with_two_templates_each_is_known_by_its_seal() -> None:
    given = team()
    held = given.tables["sb_issued"]
    other = list(held.rows[0])
    other[13] = "0" * 64
    tables = {**given.tables, "sb_issued": replace(held, rows=(tuple(other), *held.rows))}
    assert "returned-altered" not in codes(collect(filled(rows=PLAIN), snapshot=replace(given, tables=tables)))


def test_the_same_letter_twice_counts_once_when_it_says_the_same_and_never_when_not() -> None:
    same = collect(filled(rows=PLAIN), filled(rows=PLAIN, label="copy.xlsx"))
    assert "returned-twice-same" in codes(same)
    assert len(book(after(same)).returns) == 1
    other = collect(filled(rows=PLAIN), filled(rows={0: {"actual": 1}}, label="copy.xlsx"), accept_all=True)
    assert "returned-twice" in codes(other)
    assert not other.changes


def test_files_that_are_not_ours_are_named_and_the_others_are_used() -> None:
    own = io.BytesIO()
    openpyxl.Workbook().save(own)
    strange = (ReturnedFile("own.xlsx", own.getvalue()), ReturnedFile("noise.xlsx", b"PK\x03\x04" + b"x" * 50))
    outcome = collect(*strange, filled(rows=PLAIN))
    assert {"not-a-letter", "not-a-workbook"} <= set(codes(outcome))
    assert len(book(after(outcome)).returns) == 1


def test_who_is_to_be_accepted_has_to_be_there() -> None:
    outcome = collect(filled(rows=PLAIN), accept=("王芳", "Nobody"))
    assert codes(outcome)[-2:] == ["returned-nothing-to-accept", "rep-not-in-team"]
    assert len(book(after(outcome)).actuals) == 0


def test_a_message_from_another_address_is_said() -> None:
    file = replace(filled(rows=PLAIN), sender="someone@example.org")
    assert "returned-by-other" in codes(collect(file))
    assert "returned-by-other" not in codes(collect(replace(file, sender="LI.WEI@example.com")))


# -- the comparison ----------------------------------------------------------------------------------------------------


def test_the_sheet_has_every_rep_and_period_and_the_gap_where_there_is_one() -> None:
    snapshot = after(collect(filled(rows={n: {"my_number": 100_000} for n in range(weeks())})))
    lines = bottom_up_lines(book(snapshot))
    assert [(line.rep, line.handed, line.own) for group in lines.values() for line in group] == [
        ("李伟", 500_000, 100_000 * weeks()), ("王芳", 500_000, None),
    ]  # fmt: skip


def test_the_sheet_follows_the_plan_and_goes_with_undo() -> None:
    outcome = collect(filled(rows=PLAIN))
    (page,) = [c.page for c in outcome.changes.changes if getattr(getattr(c, "page", None), "key", "") == KEY]
    assert page.title == "上下对比"
    formulas = [cell.content for cell in page.cells.values() if hasattr(cell.content, "result")]
    assert formulas[0].text.startswith("SUMIFS(sb_plan[")


@given(st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), min_size=1, max_size=6), st.integers(0, 3))
@settings(max_examples=25)
def test_damaged_files_are_refused_or_read_and_nothing_else(flips: list[tuple[int, int]], cut: int) -> None:
    content = bytearray(filled(rows=PLAIN).content)
    for at, byte in flips:
        content[at % len(content)] = byte
    damaged = bytes(content[: len(content) - cut * 500])
    outcome = collect(ReturnedFile("damaged.xlsx", damaged), accept_all=True)
    used = any(line.after is not None for line in outcome.summary)
    assert used or outcome.problems
    assert bool(outcome.changes) == used


SHEET = "xl/worksheets/sheet2.xml"


@given(
    st.sampled_from([b"<row", b"<c ", b"</c>", b"<v>", b"</row>", b"</sheetData>", b' t="s"', b' r="', b"<f>", b"&#"]),
    st.sampled_from([b"", b"<", b"&x;", b"<!DOCTYPE x>", b"\x00", b"<row r='9999999'>", b" r='ZZZZ1'", b"1e999"]),
    st.integers(0, 40),
)
@settings(max_examples=30)
def test_hostile_sheets_are_refused_or_read_and_nothing_else(what: bytes, into: bytes, at: int) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(filled(rows=PLAIN).content)) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _nth_replaced(part, what, into, at) if name == SHEET else part)
    outcome = collect(ReturnedFile("hostile.xlsx", content.getvalue()), accept_all=True)
    assert outcome.problems or outcome.changes


def _nth_replaced(text: bytes, what: bytes, into: bytes, at: int) -> bytes:
    pieces = text.split(what)
    at = min(at, len(pieces) - 2)
    return text if at < 0 else what.join(pieces[: at + 1]) + into + what.join(pieces[at + 1 :])
