"""Process tracking: what is due by a day, what was done, who is stuck where; what cannot be known stays out."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from salesbook.book.applied import applied
from salesbook.book.reading import read
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.track import TrackRequest, track
from salesbook.sheets.doing_figures import Doing
from tests.jobs.plans import TODAY, snapshot
from tests.jobs.process_plans import inputs

if TYPE_CHECKING:
    from salesbook.book.snapshot import Snapshot

DAY = date(2026, 2, 11)


def tracked(as_of: date = DAY, **changed: Any) -> Snapshot:
    settings, rows = inputs()
    before = snapshot({name: found for name, found in (rows | changed).items() if found}, settings)
    planned = applied(before, decompose(before, DecomposeRequest(), TODAY).changes)
    return applied(planned, track(planned, TrackRequest(as_of), TODAY).changes)


def doing(as_of: date = DAY, **changed: Any) -> Doing:
    book = read(tracked(as_of, **changed)).book
    assert book is not None
    return Doing(book)


def test_due_is_what_is_over_and_the_running_period_by_the_plans_own_curve() -> None:
    here = doing()
    rows = [row for row in here.book.process if (row.channel, row.stage, row.rep) == ("Shop", "Visit", "Li")]
    january, february = (next(r.count for r in rows if r.period == key) for key in ("2026-01", "2026-02"))
    assert here.running == (date(2026, 2, 1), date(2026, 2, 28))
    days = [day for day in here.book.days if day.metric == "revenue" and day.day.month == 2]
    progress = Fraction(sum(d.target for d in days if d.day <= DAY), sum(d.target for d in days))
    assert here.progress == progress
    assert here.due("Shop", "Visit", "Li") == january + int(progress * february + Fraction(1, 2))


def test_on_a_periods_last_day_nothing_is_running() -> None:
    here = doing(date(2026, 2, 28))
    assert (here.running, here.progress) == (None, 0)


def test_corrections_count_and_what_came_after_the_day_does_not() -> None:
    here = doing()
    assert here.count("Shop", "Visit") == 40 + 15 + 60 - 4
    assert here.count("Shop", "Visit", "Wang") == 56
    assert here.count("Web", "Lead") == 30


def test_orders_are_counted_by_their_numbers_where_nobody_entered_them() -> None:
    here = doing()
    assert (here.count("Shop", "Order"), here.count("Web", "Order")) == (2, 1)
    assert here.count("Shop", "Order", "Li") == 1
    assert here.average_order == Fraction("683.3333"), "to the places that sums are rounded to"


def test_entered_orders_go_before_counted_ones() -> None:
    _, rows = inputs()
    typed = [*rows["sb_activities"], {"date": DAY, "rep": "Li", "channel": "Shop", "stage": "Order", "count": 9}]
    assert doing(sb_activities=typed).count("Shop", "Order") == 9


def test_each_rep_is_stuck_where_a_return_would_bring_most() -> None:
    """Wang made 56 visits and 9 offers of them, and went to no lead of the other channel at all."""
    here = doing()
    shop = here.standings("Shop", "Wang")
    assert [stage.rate for stage in shop] == [None, Fraction(9, 56), Fraction(1, 9)]
    web = here.standings("Web", "Wang")
    best = max([*shop, *web], key=lambda stage: stage.brings)
    assert best == web[0]
    assert here.stuck("Wang") == ("Web", "Lead")


def test_collection_and_attached_products() -> None:
    here = doing()
    assert here.sold == Fraction("2050")
    assert here.collected == Fraction("1200.50")
    assert here.attached() == {"Doors": Fraction(2, 3), "Lamps": Fraction(2, 3)}


def test_without_a_funnel_there_is_no_such_sheet() -> None:
    there = tracked(sb_rates=[], sb_activities=[])
    assert "track.process" not in there.pages
    assert "track.week" in there.pages


def test_an_empty_table_for_activities_comes_with_the_first_tracking() -> None:
    there = tracked(sb_activities=[])
    assert there.tables["sb_activities"].is_empty
    assert "track.process" in there.pages
