"""What Python stored is what LibreOffice computes from the same formulas, cell by cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from salesbook.book.changes import AppendRows, ChangeSet, PutCells, PutPage
from salesbook.book.references import Refs
from salesbook.book.values import Formula, address
from salesbook.sheets.process_lines import process_lines
from salesbook.sheets.render import pages_after
from tests.libreoffice.calc import assert_recalculated_equal, differences, formulas, values
from tests.libreoffice.drawn import workbook
from tests.sheets.sheet_books import campaign_book, funnel_book, region_book, year_book

if TYPE_CHECKING:
    from pathlib import Path

    from salesbook.book.model import Book
    from salesbook.texts import Language
    from tests.libreoffice.calc import Calc

# openpyxl says that it does not know the data bars' extension; here it only reads values
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_year_of_many_reps_recalculates_to_what_is_stored(language: Language, calc: Calc, tmp_path: Path) -> None:
    path = workbook(year_book(language, as_of=date(2026, 5, 13)), tmp_path / f"year-{language}.xlsx").path
    assert_recalculated_equal(path, calc)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_names_that_look_like_formulas_criteria_and_wildcards_are_matched_as_they_stand(
    language: Language, calc: Calc, tmp_path: Path
) -> None:
    path = workbook(campaign_book(language), tmp_path / f"campaign-{language}.xlsx").path
    assert_recalculated_equal(path, calc)


@pytest.mark.parametrize(
    ("as_of", "reps", "scale"),
    [
        (date(2025, 12, 1), 2, 1),
        (date(2026, 1, 1), 3, 10**10),
        (date(2026, 12, 31), 1, 10**6),
        (date(2027, 2, 1), 2, 7),
    ],
)
def test_before_the_start_on_the_first_and_last_day_and_after_the_end(
    as_of: date, reps: int, scale: int, calc: Calc, tmp_path: Path
) -> None:
    path = workbook(year_book("en", reps, scale=scale, as_of=as_of), tmp_path / "edge.xlsx").path
    assert_recalculated_equal(path, calc)


def test_a_plan_without_reps_recalculates_too(calc: Calc, tmp_path: Path) -> None:
    assert_recalculated_equal(workbook(region_book("zh"), tmp_path / "region.xlsx").path, calc)


def test_sheets_that_do_not_agree_recalculate_to_the_differences_that_are_stored(calc: Calc, tmp_path: Path) -> None:
    book = year_book("en", 2, as_of=date(2026, 1, 13))
    first = replace(book.plan[0], target=book.plan[0].target + 7, floor=0)
    path = workbook(replace(book, plan=(first, *book.plan[1:])), tmp_path / "apart.xlsx").path
    assert_recalculated_equal(path, calc)
    checks = guide_checks(path, calc)
    assert checks["“Tracking (days)” agrees with the plan"] == 7
    assert checks["“By day” agrees with the plan"] == 7 + book.plan[0].floor


def test_all_checks_of_the_guide_read_zero(calc: Calc, tmp_path: Path) -> None:
    path = workbook(year_book("en", 5, as_of=date(2026, 5, 13)), tmp_path / "checks.xlsx").path
    checks = guide_checks(path, calc)
    assert len(checks) > 10
    assert set(checks.values()) == {0}


def guide_checks(path: Path, calc: Calc) -> dict[str, object]:
    """The checks of the guide after recalculation: all but the hedge ledger, which stands below them in the column."""
    sheet = load_workbook(path)["Guide"]
    fresh = calc.recalculated(path)
    cells = [c for c in sheet["D"] if c.data_type == "f" and "✓" in c.number_format]
    return {str(sheet.cell(c.row, 2).value): fresh["Guide", c.coordinate] for c in cells}


@pytest.mark.parametrize(("word", "tier"), [("Floor", "floor"), ("Stretch", "stretch")])
def test_the_switch_of_a_view_shows_another_tier(word: str, tier: str, calc: Calc, tmp_path: Path) -> None:
    book = year_book("en", 3)
    path = workbook(book, tmp_path / "switch.xlsx").path
    edited = load_workbook(path)
    edited["Rep × month"]["B3"] = word
    edited.save(path)
    fresh = calc.recalculated(path)
    assert fresh["Rep × month", "R9"] == sum(getattr(row, tier) for row in book.plan)
    assert fresh["Rep × month", "D3"] == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_plan_with_two_metrics_and_a_funnel_recalculates_to_what_is_stored(
    language: Language, calc: Calc, tmp_path: Path
) -> None:
    path = workbook(funnel_book(language), tmp_path / f"funnel-{language}.xlsx").path
    assert_recalculated_equal(path, calc)


def test_a_conversion_rate_typed_anew_changes_what_the_team_needs(calc: Calc, tmp_path: Path) -> None:
    book = funnel_book("en")
    host = workbook(book, tmp_path / "rate.xlsx")
    rates = tuple(replace(rate, rate=Decimal("0.09")) if not rate.channel else rate for rate in book.rates)
    at = [rate.channel for rate in book.rates].index("")
    host.apply(ChangeSet((PutCells("sb_rates", {(at, 3): Decimal("0.09")}),)))
    fresh = calc.recalculated(host.path)
    needed = [line.needed for line in process_lines(replace(book, rates=rates))]
    assert needed != [line.needed for line in process_lines(book)]
    assert [fresh["Process summary", f"D{7 + n}"] for n in range(len(needed))] == needed


def test_the_switch_of_a_view_shows_another_metric_with_its_goals(calc: Calc, tmp_path: Path) -> None:
    book = funnel_book("en")
    host = workbook(book, tmp_path / "metric.xlsx")
    edited = load_workbook(host.path)
    after = host.read()
    for sheet, cell in (("Rep × phase", "D3"), ("Channel × phase", "D3"), ("By day", "H3")):
        assert edited[sheet][cell].value == "Revenue"
        edited[sheet][cell] = "Orders"
    edited.save(host.path)
    fresh = calc.recalculated(host.path)
    orders = replace(book, settings=replace(book.settings, metric="orders"))
    pages = pages_after(orders, after, ChangeSet(), ("views", "days"))
    for page in (page for page in pages if page.key in ("view.rep_month", "view.channel_month", "view.days")):
        cells = {at: cell.content for at, cell in page.cells.items() if isinstance(cell.content, Formula)}
        sheet = after.pages[page.key].sheet
        found = {at: fresh.get((sheet, address(*at))) for at in cells}
        wrong = {at: (found[at], formula) for at, formula in cells.items() if not near(found[at], formula.result)}
        assert len(cells) > 15
        assert not wrong, (page.key, wrong)
    goal = fresh["Rep × phase", "E10"], fresh["Rep × phase", "E11"]
    assert goal == (sum(row.target for row in book.plan if row.metric == "orders"), 0)
    assert set(guide_checks(host.path, calc).values()) == {0}


def test_a_sale_typed_into_the_actuals_moves_the_grid_to_what_python_computes(calc: Calc, tmp_path: Path) -> None:
    book = year_book("en", 4, as_of=date(2026, 5, 13))
    host = workbook(book, tmp_path / "typed.xlsx")
    before = calc.recalculated(host.path)
    host.apply(with_sale(date(2026, 5, 12), "Priya Nair", Decimal("1234567.89")))
    after = calc.recalculated(host.path)
    assert moved(before, after) >= {"Tracking (weeks)", "Tracking (days)", "Board"}
    assert_shows(host.path, after, sold_too(book, date(2026, 5, 12), "Priya Nair", Decimal("1234567.89")), tmp_path)


def with_sale(day: date, rep: str, amount: Decimal) -> ChangeSet:
    return ChangeSet((AppendRows("sb_actuals", ("Date", "Rep", "Amount"), ((day, rep, amount),)),))


def sold_too(book: Book, day: date, rep: str, amount: Decimal) -> Book:
    sales = book.actuals
    return replace(
        book,
        actuals=replace(
            sales,
            dates=(*sales.dates, day),
            amounts=(*sales.amounts, amount),
            quantities=(*sales.quantities, None),
            order_nos=(*sales.order_nos, ""),
            axes={"rep": (*sales.axes["rep"], rep)},
        ),
    )


def moved(before: dict[tuple[str, str], object], after: dict[tuple[str, str], object]) -> set[str]:
    """The sheets on which something changed."""
    return {sheet for sheet, cell in after if before.get((sheet, cell)) != after[sheet, cell]}


def assert_shows(path: Path, fresh: dict[tuple[str, str], object], book: Book, folder: Path) -> None:
    """The recalculated cells are those of a workbook drawn anew from the book."""
    other = workbook(book, folder / "anew.xlsx").path
    stored = values(other)
    wrong = {at: (fresh.get(at), stored.get(at)) for at in formulas(other) if not near(fresh.get(at), stored.get(at))}
    assert not wrong, wrong


def near(a: object, b: object) -> bool:
    if isinstance(a, int | float) and isinstance(b, int | float):
        return a == pytest.approx(b, rel=1e-9)
    return (a or "") == (b or "")


def test_another_as_of_day_typed_into_its_cell_moves_everything(calc: Calc, tmp_path: Path) -> None:
    book = year_book("en", 4, as_of=date(2026, 5, 13))
    path = workbook(book, tmp_path / "as-of.xlsx").path
    edited = load_workbook(path)
    edited["Tracking (weeks)"]["C3"] = date(2026, 5, 11)
    edited.save(path)
    other = replace(book, settings=replace(book.settings, as_of=date(2026, 5, 11)))
    assert_shows(path, calc.recalculated(path), other, tmp_path)


def test_a_target_changed_by_hand_shows_in_the_checks(calc: Calc, tmp_path: Path) -> None:
    host = workbook(year_book("en", 3), tmp_path / "changed.xlsx")
    block = host.read().tables["sb_plan"]
    column = block.headings.index("Target")
    value = block.rows[0][column]
    assert isinstance(value, int)
    host.apply(ChangeSet((PutCells("sb_plan", {(0, column): value + 5}),)))
    checks = guide_checks(host.path, calc)
    assert checks["Plan total − goal (Target)"] == 5
    assert checks["Daily targets − plan (Target)"] == -5
    assert checks["Plan total − goal (Floor)"] == 0


def test_goals_may_be_sorted_without_confusing_the_checks(calc: Calc, tmp_path: Path) -> None:
    host = workbook(year_book("en", 3), tmp_path / "sorted.xlsx")
    block = host.read().tables["sb_goals"]
    turned = {(r, c): v for r, row in enumerate(reversed(block.rows)) for c, v in enumerate(row)}
    host.apply(ChangeSet((PutCells("sb_goals", turned),)))  # type: ignore[arg-type]
    assert set(guide_checks(host.path, calc).values()) == {0}


def test_a_stored_result_that_is_wrong_is_found(calc: Calc, tmp_path: Path) -> None:
    """The comparison itself can fail: a row of the plan is changed behind the back of what is stored."""
    book = year_book("en", 2)
    host = workbook(book, tmp_path / "wrong.xlsx")
    changed = replace(book, plan=(replace(book.plan[0], target=book.plan[0].target + 1), *book.plan[1:]))
    refs = Refs("en", host.read().tables)
    assert refs.column("sb_plan", "target") == "sb_plan[Target]"
    pages = pages_after(changed, host.read(), ChangeSet(), ("views",))
    host.apply(ChangeSet(tuple(PutPage(page) for page in pages)))
    wrong = differences(host.path, calc)
    assert any(line.startswith("Rep × month!B6: stored") for line in wrong), wrong
