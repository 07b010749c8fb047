"""Stamping: what goes into the file, and what never does."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from salesbook.letters import templates
from salesbook.letters.letter import Letter
from salesbook.letters.placeholders import words_in
from salesbook.letters.stamp import Stamp
from salesbook.letters.template import Template
from tests.letters.books import REPS, D, book, letter, named, named_rows, opened, shipped, stamped

if TYPE_CHECKING:
    from decimal import Decimal

KINDS = [(kind, language) for kind in templates.KINDS for language in ("zh", "en")]


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8", errors="replace") for name in archive.namelist()}


def totals(content: bytes, months: int) -> list[Decimal]:
    """The three stored results in the row under the periods."""
    workbook = opened(content, values=True)
    (sheet, area), *_ = workbook.defined_names["block_periods"].destinations
    below = int(area.rpartition("$")[2]) + 1
    assert len(named_rows(workbook, "block_periods")) == months
    return [c.value for c in workbook[sheet][below] if isinstance(c.value, int)]


@pytest.mark.parametrize("months", [1, 3, 12, 24])
def test_a_row_per_period_and_totals_that_are_their_sums(months: int) -> None:
    one = letter(book(months))
    rows = named_rows(opened(stamped(one), values=True), "block_periods")
    assert [row[2:5] for row in rows] == [[p["floor"], p["target"], p["stretch"]] for p in one.blocks["periods"]]
    assert totals(stamped(one), months) == [
        one.slots["floor_total"], one.slots["target_total"], one.slots["stretch_total"],
    ]


@pytest.mark.parametrize("stages", [0, 3])
def test_a_section_without_rows_is_hidden_and_one_with_rows_is_not(stages: int) -> None:
    workbook = opened(stamped(letter(book(stages=stages))))
    (sheet, area), *_ = workbook.defined_names["section_process"].destinations
    first, last = (int(n) for n in re.findall(r"\$(\d+)", area))
    hidden = {workbook[sheet].row_dimensions[row].hidden for row in range(first, last + 1)}
    assert hidden == {stages == 0}
    assert len(named_rows(workbook, "block_process")) == max(1, 2 * stages)


@pytest.mark.parametrize(("kind", "language"), KINDS)
def test_no_placeholder_is_left_in_any_part(kind: str, language: str) -> None:
    for months, stages in ((1, 0), (12, 3)):
        content = stamped(letter(book(months, stages=stages), kind=kind), shipped(kind, language))
        left = {name: words_in(text) for name, text in parts(content).items() if words_in(text)}
        assert left == {}


@pytest.mark.parametrize(("kind", "language"), KINDS)
def test_every_formula_carries_its_result_and_nothing_asks_for_recalculation(kind: str, language: str) -> None:
    content = stamped(letter(book(), kind=kind), shipped(kind, language))
    formulas, results = opened(content), opened(content, values=True)
    cells = [c for sheet in formulas for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert {c.parent.title for c in cells} == set(formulas.sheetnames)
    assert all(isinstance(results[c.parent.title][c.coordinate].value, int | float) for c in cells)
    assert "fullCalcOnLoad" not in parts(content)["xl/workbook.xml"]


def test_the_payout_of_a_tier_is_the_exact_amount_of_the_rules() -> None:
    one = letter(book())
    paid = [row[4] for row in named_rows(opened(stamped(one), values=True), "block_incentives")]
    assert paid == [float(row["payout"]) for row in one.blocks["incentives"]]  # type: ignore[arg-type]


def test_calamine_reads_the_same_values_as_openpyxl() -> None:
    content = stamped(letter(book()))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    seen = {v for row in sheet.to_python() for v in row if v != ""}
    cells = {c.value for row in opened(content, values=True).active.iter_rows() for c in row if c.value is not None}
    assert {v for v in cells if isinstance(v, str)} == {v for v in seen if isinstance(v, str)}
    assert {float(v) for v in cells if isinstance(v, int | float)} == {v for v in seen if isinstance(v, float)}


def test_the_same_letter_gives_the_same_bytes_whatever_was_stamped_before() -> None:
    ours = book()
    stamp = Stamp(Template(shipped()))
    first = stamp(letter(ours))
    stamp(letter(ours, "赵敏"))
    assert stamp(letter(ours)) == first == stamped(letter(ours))


def test_no_letter_holds_a_trace_of_another_rep() -> None:
    ours = book(hedge=77)
    stamp = Stamp(Template(shipped()))
    contents = {rep.name: parts(stamp(letter(ours, rep.name))) for rep in REPS}
    for rep in REPS:
        others = [word for other in REPS if other != rep for word in (other.name, other.id)]
        found = [(n, w) for n, text in contents[rep.name].items() for w in others if w in text]
        assert found == []
        assert any(rep.name in text for text in contents[rep.name].values())


def test_only_the_sheet_and_the_properties_differ_between_letters() -> None:
    ours = book()
    stamp = Stamp(Template(shipped()))
    one, other = (parts(stamp(letter(ours, rep))) for rep in ("李伟", "赵敏"))
    assert {n for n in one if one[n] != other[n]} == {
        "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "docProps/core.xml", "docProps/custom.xml",
    }


def test_parts_that_no_letter_changes_are_the_templates_own_bytes() -> None:
    template, made = parts(shipped()), parts(stamped(letter(book())))
    changed = {name for name in template if template[name] != made[name]}
    assert changed == {
        "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml", "docProps/core.xml",
        "[Content_Types].xml", "_rels/.rels",
        "xl/drawings/drawing1.xml", "xl/charts/chart1.xml", "xl/tables/table1.xml",
    }


def test_properties_name_the_letter_and_no_machine_or_person() -> None:
    one = letter(book())
    properties = opened(stamped(one)).properties
    assert properties.title == "责任书 李伟 2026 第1版"
    assert properties.subject == one.serial == "SB-2026-V1-E001"
    assert properties.keywords.startswith("sha256:")
    assert properties.created.date() == date(2026, 1, 5)
    stored = parts(stamped(one))["docProps/core.xml"]
    assert "creator" not in stored
    assert "lastModifiedBy" not in stored


@pytest.mark.parametrize("name", ["=1+1", "+SUM(A1)", "-5", "@x", "张<三>&", "a" * 200, "_x0041_", "李\n伟"])
def test_a_name_stays_a_text_whatever_it_looks_like(name: str) -> None:
    one = letter(book(reps=[replace(REPS[0], name=name)]), name)
    workbook = opened(stamped(one))
    (sheet, area), *_ = workbook.defined_names["slot_rep"].destinations
    cell = workbook[sheet][area.replace("$", "")]
    assert cell.data_type in ("s", "inlineStr")
    shown = CalamineWorkbook.from_filelike(io.BytesIO(stamped(one))).get_sheet_by_index(0).to_python()
    assert any(name in row for row in shown)


def test_the_campaigns_cards_show_the_totals() -> None:
    one = letter(book(3), kind="campaign")
    workbook = opened(stamped(one, shipped("campaign")), values=True)
    values = [c.value for row in workbook.active.iter_rows() for c in row]
    assert values.count(one.slots["target_total"]) == 3  # the card, the totals' row, the incentives


def test_a_slot_that_is_not_known_is_left_empty() -> None:
    bare = Letter("李伟", "S-1", 1, date(2026, 1, 5), "", {"rep": "李伟"}, {})
    workbook = opened(stamped(bare))
    assert named(workbook, "slot_rep") == "李伟"
    assert named(workbook, "slot_team") is None


@given(
    st.lists(st.integers(0, 10**9), min_size=1, max_size=30),
    st.integers(0, 8), st.integers(0, 8), st.integers(0, 8),
)
@settings(max_examples=25, deadline=None)
def test_any_number_of_rows_keeps_every_value_and_every_sum(
    targets: list[int], process: int, measures: int, actions: int
) -> None:
    blocks = {
        "periods": tuple(
            {"period": f"P{i}", "floor": t, "target": t + 1, "stretch": t + 2} for i, t in enumerate(targets)
        ),
        "process": tuple({"stage": f"S{i}", "count": i} for i in range(process)),
        "measures": tuple({"measure": f"M{i}", "target": D(i) / 4} for i in range(measures)),
        "actions": tuple({"task": f"T{i}"} for i in range(actions)),
    }
    one = Letter("李伟", "S-1", 1, date(2026, 1, 5), "", {"rep": "李伟", "serial": "S-1", "hash": ""}, blocks)
    content = STAMP(one)
    workbook = opened(content, values=True)
    assert [row[0] for row in named_rows(workbook, "block_periods")] == [f"P{i}" for i in range(len(targets))]
    assert totals(content, len(targets)) == [sum(targets) + k * len(targets) for k in range(3)]
    assert [row[0] for row in named_rows(workbook, "block_actions") if row] == [f"T{i}" for i in range(actions)]
    assert [row[0] for row in named_rows(workbook, "block_measures") if row] == [f"M{i}" for i in range(measures)]
    merged = workbook.active.merged_cells.ranges
    assert len({(c, r) for m in merged for r, c in m.cells}) == sum(m.size["rows"] * m.size["columns"] for m in merged)


STAMP = Stamp(Template(shipped()))
