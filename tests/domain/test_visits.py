"""Visits by week: whole blocks hold exactly the cadence, parts of one never more, and weeks are level."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.domain.visits import UNITS, WEEK, Cadence, levelled, slots, visits_in

MONDAYS = st.integers(0, 600).map(lambda n: date(2025, 1, 6) + WEEK * n)
CADENCES = st.builds(Cadence, st.integers(1, 9), st.sampled_from(UNITS))


def block(monday: date, unit: str, anchor: date) -> tuple[int, ...]:
    """What a week is counted in, told another way than the code does."""
    thursday = monday + timedelta(3)
    return {
        "week": (monday.toordinal(),),
        "fortnight": ((monday - anchor).days // 14,),
        "month": (thursday.year, thursday.month),
        "quarter": (thursday.year, (thursday.month + 2) // 3),
    }[unit]


@given(MONDAYS, st.integers(1, 60), st.integers(0, 30), CADENCES, st.integers(0, 20))
def test_whole_blocks_hold_exactly_the_cadence_and_cut_ones_no_more(
    first: date, weeks: int, back: int, cadence: Cadence, shift: int
) -> None:
    anchor = first - WEEK * back
    found: Counter[tuple[int, ...]] = Counter()
    seen: Counter[tuple[int, ...]] = Counter()
    lengths = {}
    for number, slot in enumerate(slots(first, weeks, anchor)[cadence.unit]):
        key = block(first + WEEK * number, cadence.unit, anchor)
        found[key] += visits_in(cadence, slot, shift)
        seen[key] += 1
        lengths[key] = slot[1]
    assert all(found[key] <= cadence.count for key in seen)
    assert all(found[key] == cadence.count for key in seen if seen[key] == lengths[key])


@given(MONDAYS, CADENCES, st.integers(0, 20))
def test_visits_within_a_block_are_spread_evenly(first: date, cadence: Cadence, shift: int) -> None:
    for number, of in slots(first, 26, first)[cadence.unit]:
        even = cadence.count // of
        assert visits_in(cadence, (number, of), shift) in (even, even + (cadence.count % of > 0))


@given(st.lists(CADENCES, max_size=6), st.integers(0, 9), st.integers(0, 99))
def test_the_order_of_customers_does_not_matter(cadences: list[Cadence], room: int, seed: int) -> None:
    known = {f"C{n}": one for n, one in enumerate(cadences)}
    weeks = slots(date(2026, 3, 30), 13, date(2026, 3, 30))
    names = list(known)
    Random(seed).shuffle(names)
    assert levelled({name: known[name] for name in names}, weeks, [room] * 13) == levelled(known, weeks, [room] * 13)


def test_customers_of_every_other_week_are_seen_in_turn() -> None:
    weeks = slots(date(2026, 3, 30), 4, date(2026, 3, 30))
    known = {name: Cadence(1, "fortnight") for name in "ABCD"}
    shifts = levelled(known, weeks, [9] * 4)
    load = [sum(visits_in(known[name], slot, shifts[name]) for name in known) for slot in weeks["fortnight"]]
    assert load == [2, 2, 2, 2]


def test_weeks_without_time_are_left_free_where_the_cadence_allows_it() -> None:
    weeks = slots(date(2026, 3, 30), 5, date(2026, 3, 30))
    known = {"A": Cadence(1, "month"), "B": Cadence(1, "month")}
    shifts = levelled(known, weeks, [0, 0, 1, 0, 1])
    load = [sum(visits_in(known[name], slot, shifts[name]) for name in known) for slot in weeks["month"]]
    assert load == [0, 0, 1, 0, 1]


@pytest.mark.parametrize(
    ("cadence", "days"),
    [(Cadence(1, "week"), 7), (Cadence(3, "week"), 3), (Cadence(1, "month"), 31), (Cadence(2, "quarter"), 46)],
)
def test_the_next_visit_is_due_after_the_unit_s_part(cadence: Cadence, days: int) -> None:
    assert cadence.days == days
