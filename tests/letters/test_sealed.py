"""The seal: it holds through any program that saves the file, and breaks with any cell that is not the rep's."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.properties import PageSetupProperties

from salesbook.errors import InputError
from salesbook.letters import templates
from salesbook.letters.sealed import Seal, changed_cells, said_by, seal_of
from salesbook.letters.stamp import Stamp
from salesbook.letters.template import Template
from salesbook.letters.verify import ReturnedLetter, read_returned
from tests.letters.books import book, letter, named_rows, opened, saved, shipped, stamped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook

    from tests.libreoffice.calc import Calc

KINDS = [(kind, language) for kind in templates.KINDS for language in ("zh", "en")]
TRACKING = "我的追踪表"


def returned(content: bytes) -> ReturnedLetter:
    return read_returned(content, "返回.xlsx")


def changed(change: Callable[[Workbook], None]) -> ReturnedLetter:
    """A letter that somebody changed and saved with another program."""
    workbook = opened(stamped(letter(book(3))))
    change(workbook)
    return returned(saved(workbook))


@pytest.mark.parametrize(("kind", "language"), KINDS)
def test_a_fresh_letter_is_unchanged_and_says_whose_it_is(kind: str, language: str) -> None:
    one = letter(book(), kind=kind)
    made = Stamp(Template(shipped(kind, language))).sealed(one)
    found = returned(made.content)
    assert found.unchanged
    assert found.suspects() == []
    identity = found.identity
    assert (identity.rep, identity.id, identity.serial) == ("李伟", "E001", one.serial)
    assert (identity.version, identity.hash, identity.seal) == (1, one.digest, made.seal)
    assert len(identity.sheets) == 2


@pytest.mark.parametrize(("kind", "language"), KINDS)
def test_saving_with_openpyxl_keeps_the_seal(kind: str, language: str) -> None:
    assert returned(saved(opened(stamped(letter(book(), kind=kind), shipped(kind, language))))).unchanged


@pytest.mark.parametrize("kind", templates.KINDS)
def test_saving_with_libreoffice_keeps_the_seal(calc: Calc, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"{kind}.xlsx"
    path.write_bytes(stamped(letter(book(), kind=kind), shipped(kind)))
    found = returned(calc.convert(path, "xlsx").read_bytes())
    assert found.suspects() == []
    assert found.unchanged


def test_what_the_rep_fills_in_is_the_reps() -> None:
    def fill(workbook: Workbook) -> None:
        table = workbook[TRACKING].tables["sb_return"]
        first = int(table.ref.partition(":")[0].strip("ABCDEFGHIJ")) + 1
        for column, value in (("F", 1234), ("I", 99_000), ("J", "李总说没问题")):
            workbook[TRACKING][f"{column}{first}"] = value

    assert changed(fill).unchanged


def test_a_changed_number_is_found_in_its_cell() -> None:
    cell = ""

    def lower(workbook: Workbook) -> None:
        nonlocal cell
        found = next(c for row in workbook.active.iter_rows() for c in row if c.value == 1020)
        found.value, cell = 20, found.coordinate

    found = changed(lower)
    assert not found.unchanged
    assert [(d.sheet, d.cell, d.now) for d in found.suspects()] == [("责任书", cell, "20")]
    exact = found.against(returned(stamped(letter(book(3)))))
    assert [(d.cell, d.before, d.now) for d in exact] == [(cell, "1020", "20")]


@pytest.mark.parametrize(
    "change",
    [
        lambda w: setattr(w.active["A1"], "value", "new"),
        lambda w: w.active.insert_rows(5),
        lambda w: w.active.delete_rows(20),
        lambda w: setattr(next(c for r in w.active.iter_rows() for c in r if c.data_type == "f"), "value", "=1"),
        lambda w: setattr(next(c for r in w.active.iter_rows() for c in r if "甲方承诺" in str(c.value)), "value", "x"),
        lambda w: setattr(w[TRACKING]["A1"], "value", "x"),
    ],
)
def test_any_other_cell_breaks_the_seal(change: Callable[[Workbook], None]) -> None:
    found = changed(change)
    assert not found.unchanged
    assert found.suspects()


def test_formats_and_print_setup_are_no_change() -> None:
    def dress(workbook: Workbook) -> None:
        workbook.active.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
        workbook.active.column_dimensions["A"].width = 50
        workbook.active.print_area = "A1:B2"

    assert changed(dress).unchanged


def test_a_sheet_that_is_gone_is_named() -> None:
    found = changed(lambda workbook: workbook.remove(workbook[TRACKING]))
    assert found.missing == (TRACKING,)
    assert not found.unchanged


def test_a_file_that_is_no_letter_is_refused() -> None:
    buffer = io.BytesIO()
    workbook = opened(shipped())
    workbook.save(buffer)
    with pytest.raises(InputError) as caught:
        returned(buffer.getvalue())
    assert [p.code for p in caught.value.problems] == ["not-a-letter"]


def test_a_template_that_was_a_letter_once_gets_a_seal_of_its_own() -> None:
    again = stamped(letter(book(), "赵敏"), stamped_as_template())
    assert returned(again).identity.rep == "赵敏"


def stamped_as_template() -> bytes:
    """A template with properties of a company and old ones of ours."""
    workbook = opened(shipped())
    from openpyxl.packaging.custom import StringProperty

    workbook.custom_doc_props.append(StringProperty(name="部门", value="销售部"))
    workbook.custom_doc_props.append(StringProperty(name="salesbook-rep", value="旧人"))
    return saved(workbook)


def test_a_companys_own_properties_stay() -> None:
    workbook = opened(stamped(letter(book()), stamped_as_template()))
    assert workbook.custom_doc_props["部门"].value == "销售部"
    assert workbook.custom_doc_props["salesbook-rep"].value == "李伟"


def test_no_property_is_longer_than_excel_allows() -> None:
    workbook = opened(stamped(letter(book(24))))
    assert max(len(p.value) for p in workbook.custom_doc_props.props) <= 255


def test_the_table_that_comes_back_has_a_row_per_week_and_sums_to_the_target() -> None:
    one = letter(book(3))
    rows = named_rows(opened(stamped(one), values=True), "block_tracking")
    assert sum(row[3] for row in rows) == one.slots["target_total"]


cells = st.dictionaries(
    st.builds(lambda c, r: f"{c}{r}", st.sampled_from("ABCDEFAA"), st.integers(1, 40)),
    st.text("ab1'=", min_size=1, max_size=4), max_size=30,
)  # fmt: skip


def sealed(sheets: list[dict[str, str]]) -> Seal:
    return seal_of([said_by(sheet) for sheet in sheets])


@given(st.lists(cells, min_size=1, max_size=3), st.data())
def test_a_changed_cell_always_lies_among_the_suspects(sheets: list[dict[str, str]], data: st.DataObject) -> None:
    before = sealed(sheets)
    number = data.draw(st.integers(0, len(sheets) - 1))
    at = data.draw(st.sampled_from([*sheets[number], "C7"]))
    now = [dict(sheet) for sheet in sheets]
    now[number][at] = "'something else"
    assert (number, at) in changed_cells(before.marks, now)
    assert sealed(now).digest != before.digest
    assert changed_cells(before.marks, sheets) == []
