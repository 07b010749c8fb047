"""Sheets that hold tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from salesbook import resources
from salesbook.book.applied import applied
from salesbook.book.catalogue import CATALOGUE, SETTINGS
from salesbook.book.changes import ChangeSet, PutPage
from salesbook.book.page import ExpressionRule
from salesbook.book.snapshot import Snapshot
from salesbook.errors import Problem
from salesbook.sheets.inputs import HEADER_ROW, table_page
from salesbook.sheets.problems_page import problems_page
from salesbook.sheets.table_styles import FIRST_DAY, LAST_DAY, TYPED
from salesbook.texts import LANGUAGES, Language, text

TABLES = [name for name in CATALOGUE if name != "sb_problems"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TABLES)
def test_every_table_can_be_put_empty_and_then_has_one_row_to_type_into(name: str, language: Language) -> None:
    page = table_page(name, {}, language)
    (table,) = page.tables
    assert (table.name, table.headings) == (name, CATALOGUE[name].headings(language))
    assert (table.area.row, table.area.last_row) == (HEADER_ROW, HEADER_ROW + 1)
    shown = tuple(page.cells[HEADER_ROW, c].content for c in range(1, table.area.last_column + 1))
    assert shown == table.headings
    assert page.freeze == (HEADER_ROW + 1, 1)
    assert page.print_setup.title_rows == (HEADER_ROW, HEADER_ROW)


@pytest.mark.parametrize("name", TABLES)
def test_the_users_tables_look_like_input_and_ours_do_not(name: str) -> None:
    page = table_page(name, {}, "en")
    styles = {cell.style.partition(":")[0] for (row, _), cell in page.cells.items() if row > HEADER_ROW}
    typed = name in {table for table, _ in TYPED}
    assert ("input" in styles) is (typed or not CATALOGUE[name].ours)


def test_two_tables_stand_side_by_side_with_a_column_between() -> None:
    day = (date(2026, 1, 1), "节假日", 0, "元旦")
    page = table_page(("sb_calendar", "sb_phases"), {"sb_calendar": [day]}, "zh")
    calendar, phases = page.tables
    assert phases.area.column == calendar.area.last_column + 2
    assert [page.cells[HEADER_ROW + 1, c].content for c in range(1, 5)] == list(day)
    assert page.cells[HEADER_ROW + 1, 1].style == "input:date"


def test_choices_dates_and_shares_are_offered_in_the_books_language() -> None:
    page = table_page("sb_members", {}, "zh")
    lists = [v for v in page.validations if v.kind == "list"]
    assert [v.source for v in lists] == ['"人员,区域,产品线,渠道,客户类型"']
    (share,) = (v for v in page.validations if v.kind == "decimal")
    assert (share.source, share.second) == ("0", "1")
    (day,) = (v for v in table_page("sb_actuals", {}, "zh").validations if v.kind == "date")
    assert (day.source, day.second) == (FIRST_DAY, LAST_DAY)
    assert date(1899, 12, 30).toordinal() + int(FIRST_DAY) == date(2000, 1, 1).toordinal()
    assert date(1899, 12, 30).toordinal() + int(LAST_DAY) == date(2099, 12, 31).toordinal()


def test_no_list_is_longer_than_excel_takes() -> None:
    pages = [table_page(name, {}, language) for name in TABLES for language in LANGUAGES]
    lists = [v.source for page in pages for v in page.validations if v.kind == "list"]
    assert lists
    assert max(map(len, lists)) <= 257
    assert all(words.startswith('"') for words in lists)


def test_a_setting_has_the_format_and_the_list_of_its_own_kind() -> None:
    rows = [(setting.zh, setting.default, None) for setting in SETTINGS]
    page = table_page("sb_settings", {"sb_settings": rows}, "zh")
    at = {setting.key: HEADER_ROW + 1 + n for n, setting in enumerate(SETTINGS)}
    assert page.cells[at["start"], 2].style == "input:date"
    assert page.cells[at["flex"], 2].style == "input:percent"
    (kind,) = (v for v in page.validations if v.area.row == at["kind"])
    assert kind.source == '"年度,季度,活动"'


def test_cells_with_problems_are_lit_by_their_own_place() -> None:
    page = table_page("sb_goals", {}, "zh")
    (rule,) = (r for r in page.rules if isinstance(r, ExpressionRule))
    assert rule.formula == 'ISNUMBER(MATCH("goals!"&ADDRESS(ROW(),COLUMN(),4),sb_marks,0))'
    assert (rule.area.row, rule.area.column) == (HEADER_ROW + 1, 1)
    assert rule.style == "problem"
    assert table_page("sb_days", {}, "zh").rules == ()


def test_numbers_of_the_plan_that_people_changed_stand_out() -> None:
    rules = table_page("sb_plan", {}, "zh").rules
    found = [(str(r.area), r.formula, r.style) for r in rules if isinstance(r, ExpressionRule)]
    assert found == [
        ("J5:J505", "N($N5)<>0", "changed"),
        ("K5:K505", "N($O5)<>0", "changed"),
        ("L5:L505", "N($P5)<>0", "changed"),
    ]


def test_cells_of_a_renamed_tab_are_still_lit() -> None:
    page = table_page("sb_goals", {"sb_goals": [("Revenue",) + (None,) * 8]}, "en")
    there = applied(Snapshot(sheets=("Goals",)), ChangeSet((PutPage(page),)))
    block = replace(there.tables["sb_goals"], sheet="Ziele '26")
    (rule,) = (r for r in page.rules if isinstance(r, ExpressionRule))
    words = {"shown": "Sales", "hint": "", "known": "Revenue"}
    marks = problems_page([Problem("unknown-choice", block.place(0, 1), words)], "en")
    (lit,) = (cell.content for cell in marks.cells.values() if cell.style == "note:hidden")
    assert lit == f"goals!{block.place(0, 1).cell}"
    assert rule.formula.startswith('ISNUMBER(MATCH("goals!"&ADDRESS(')
    assert block.place(0, 1).sheet == "Ziele '26"


def test_what_undo_needs_is_out_of_sight() -> None:
    assert table_page("sb_undo", {}, "en").state == "veryHidden"
    assert table_page("sb_journal", {}, "en").state == "visible"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_the_catalogue_has_a_name_that_excel_takes(language: Language) -> None:
    names = [text("sheets", f"page.{table.page}", language) for table in CATALOGUE.values()]
    assert all(len(name) <= 31 and not set("[]:*?/\\'") & set(name) for name in names)
    pages = {table.page for table in CATALOGUE.values()} | {"guide"}
    assert len({text("sheets", f"page.{page}", language) for page in pages}) == len(pages)


def test_all_texts_of_the_sheets_stand_in_both_languages() -> None:
    def entries(node: dict[str, object], path: str = "") -> list[tuple[str, dict[str, object]]]:
        if set(node) & set(LANGUAGES):
            return [(path, node)]
        return [found for key, below in node.items() for found in entries(below, f"{path}.{key}")]  # type: ignore[arg-type]

    found = entries(resources.texts("sheets"))
    assert len(found) > 100
    assert [path for path, entry in found if set(entry) != set(LANGUAGES) or not all(entry.values())] == []
