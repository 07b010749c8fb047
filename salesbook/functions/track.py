"""Tracking in cells: SB_PACE, SB_FORECAST, SB_RANK, SB_GAP, SB_WHY."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salesbook.domain import pace as paces
from salesbook.domain.forecast import land
from salesbook.domain.gap import Sold, price_volume_mix
from salesbook.domain.why import LeafFacts, explain
from salesbook.functions.answers import Answers, ExcelError, NotComparableError, RefusedError, number, row
from salesbook.functions.arguments import amount, checked, flat, grid, same_length, single, whole
from salesbook.functions.arguments import number as given_number
from salesbook.functions.boundary import cell_function, each
from salesbook.texts import system_language, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.functions.arguments import Cell

_FACTS = 9
"""Columns of the facts of a leaf after its name, in the order of LeafFacts."""


@cell_function
def pace(actual: Any, target: Any, progress: Any) -> Answers:
    """Attainment over time progress, for each row: 1 is as planned.

    >>> pace((45.0, 60.0), 100.0, 0.5)
    ((0.9, 1.2),)
    """

    def one(sold: Cell, aim: Cell, due: Cell) -> float:
        attained = paces.attainment(given_number(sold), given_number(aim))
        return number(paces.pace(attained, given_number(due)))

    return each("SB_PACE", one, actual, target, progress)


@cell_function
def forecast(reference: Any, actual: Any) -> Answers:
    """Where a period will end, and the range of 80 %: expected, low, high.

    >>> forecast((100.0, 100.0, 100.0, 300.0), (90.0, 110.0, 100.0, None))[0][0]
    600.0
    """
    expected, sold = flat(reference), flat(actual)
    same_length(expected, sold)
    pairs = [(float(amount(e)), s) for e, s in zip(expected, sold, strict=True)]
    closed = [(e, float(given_number(s))) for e, s in pairs if s is not None]
    found = land(closed, sum(e for e, s in pairs if s is None))
    if found is None:
        raise RefusedError(ExcelError.NA, "too-few-buckets")
    return row((found.expected, found.low, found.high))


@cell_function
def rank(values: Any) -> Answers:
    """Places by falling value, in the shape of the values; empty cells have none.

    >>> rank(((80.0,), (95.0,), (None,), (80.0,)))
    ((2.0,), (1.0,), ('',), (2.0,))
    """
    rows = grid(values)
    places = iter(paces.rank([None if v is None else given_number(v) for line in rows for v in line]))
    return tuple(tuple("" if (p := next(places)) is None else float(p) for _ in line) for line in rows)


@cell_function
def gap(planned_quantity: Any, planned_amount: Any, quantity: Any, amount_sold: Any) -> Answers:
    """The gap as volume, mix, price, new members and what has no price, beside their words; they sum to the gap.

    >>> [value for _, value in gap((10.0, 10.0), (1000.0, 500.0), (12.0, 8.0), (1200.0, 400.0))]
    [0.0, 100.0, 0.0, 0.0, 0.0]
    """
    planned = _sold(planned_quantity, planned_amount)
    actual = _sold(quantity, amount_sold)
    same_length(planned, actual)
    if not planned:
        raise NotComparableError
    parts = price_volume_mix(dict(_placed(planned)), dict(_placed(actual))).parts()
    language = system_language()
    return tuple((text("functions", f"part.{key}", language), number(value)) for key, value in parts.items())


def _sold(quantities: Any, amounts: Any) -> list[Sold]:
    """Quantities and amounts side by side; an empty quantity was not said, an empty amount is nothing."""
    counts, worth = flat(quantities), flat(amounts)
    same_length(counts, worth)
    return [
        Sold(None if q is None and a is not None else amount(q), amount(a)) for q, a in zip(counts, worth, strict=True)
    ]


def _placed(sold: Sequence[Sold]) -> list[tuple[str, Sold]]:
    """Members have no names in cells: their places stand for them."""
    return [(f"{at:06d}", one) for at, one in enumerate(sold)]


@cell_function
def why(total: Any, facts: Any) -> Answers:
    """The layers that lead from a total to a number: word, factor, what it brings, where it leads to.

    >>> why(1000.0, (("Li", 0.5, 0.5, 0.5, 1.0, 250.0, 250.0, 250.0, 0.0, 0.0),))[0][1:]
    (0.5, -500.0, 500.0)
    """
    leaves = [_leaf(at, line) for at, line in enumerate(grid(facts)) if any(v is not None for v in line)]
    if not leaves:
        raise RefusedError(ExcelError.VALUE, "not-facts", given=0)
    language = system_language()
    return tuple(
        (
            text("functions", f"layer.{layer.key}", language),
            "" if layer.factor is None else number(layer.factor),
            number(layer.effect),
            number(layer.reached),
        )
        for layer in explain(whole(single(total)), leaves).layers
    )


def _leaf(at: int, line: Sequence[Cell]) -> LeafFacts:
    name, *numbers = map(checked, line)
    if len(numbers) != _FACTS:
        raise RefusedError(ExcelError.VALUE, "not-facts", given=len(line))
    share, days, season, ramp, fitted = map(amount, numbers[:5])
    split, planned, change, hedge = (0 if value is None else whole(value) for value in numbers[5:])
    return LeafFacts((str(name or at),), share, days, season, ramp, fitted, split, planned, change, hedge)
