"""The gap by stage sums to the channel's gap, and is left out where it cannot be told."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from salesbook.book.applied import applied
from salesbook.book.reading import read
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.explain import ExplainRequest, explain
from salesbook.sheets.gap_figures import Gap, closed
from salesbook.sheets.gap_stages import funnels
from tests.jobs.plans import TODAY, snapshot
from tests.jobs.process_plans import inputs

if TYPE_CHECKING:
    from salesbook.book.model import Sales

FEBRUARY = date(2026, 2, 28)


def gap_of(**changed: Any) -> Gap:
    settings, rows = inputs()
    before = snapshot({name: found for name, found in (rows | changed).items() if found}, settings)
    there = applied(before, decompose(before, DecomposeRequest(), TODAY).changes)
    book = read(there).book
    assert book is not None
    stretch = closed(book, FEBRUARY)
    assert stretch is not None
    return Gap(book, stretch)


def test_each_channel_sums_to_its_own_gap() -> None:
    gap = gap_of()
    found = {funnel.channel: funnel for funnel in funnels(gap)}
    assert set(found) == {"Shop", "Web"}
    for channel, funnel in found.items():
        assert sum(funnel.parts()) == gap.members("channel")[channel]
    assert found["Shop"].stages == ("Visit", "Offer", "Order")
    assert found["Shop"].done == (111, 29, 2, Fraction("1900"))


def turned_round(sales: Sales) -> Sales:
    """The same sales, the last row first."""
    columns = {field.name: getattr(sales, field.name) for field in fields(sales)}
    axes = {axis: names[::-1] for axis, names in sales.axes.items()}
    return replace(sales, **{name: found[::-1] for name, found in columns.items() if name != "axes"}, axes=axes)


def test_the_order_of_rows_changes_nothing() -> None:
    gap = gap_of()
    book = gap.book
    turned = replace(book, activities=book.activities[::-1], actuals=turned_round(book.actuals), plan=book.plan[::-1])
    parts = {funnel.channel: sum(funnel.parts()) for funnel in funnels(Gap(turned, gap.stretch))}
    assert parts == {funnel.channel: sum(funnel.parts()) for funnel in funnels(gap)}
    assert Gap(turned, gap.stretch).members("rep") == gap.members("rep")


def test_orders_out_of_nothing_leave_the_channel_out() -> None:
    _, rows = inputs()
    without = [row for row in rows["sb_activities"] if row["stage"] != "Lead"]
    assert [funnel.channel for funnel in funnels(gap_of(sb_activities=without))] == ["Shop"]


def test_without_activities_there_is_no_such_table() -> None:
    assert list(funnels(gap_of(sb_activities=[]))) == []


def test_the_sheet_shows_a_table_for_each_channel() -> None:
    settings, rows = inputs()
    before = snapshot(rows, settings)
    there = applied(before, decompose(before, DecomposeRequest(), TODAY).changes)
    outcome = explain(there, ExplainRequest(FEBRUARY), TODAY)
    pages = {c.page.key: c.page for c in outcome.changes.changes if hasattr(c, "page")}
    shown = [cell.content for cell in pages["track.gap"].cells.values()]
    assert "By stage of the funnel: Shop" in shown
    assert "By stage of the funnel: Web" in shown
