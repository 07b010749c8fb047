"""The funnel in cells: SB_FUNNEL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salesbook.domain.funnel import Step, backwards
from salesbook.functions.answers import Answers, whole
from salesbook.functions.arguments import flat, number
from salesbook.functions.arguments import whole as whole_number
from salesbook.functions.boundary import cell_function

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.functions.arguments import Cell


@cell_function
def funnel(orders: Any, rates: Any) -> Answers:
    """How many of each stage it takes, the orders last, one below the other; a column for each number of orders.

    >>> funnel(10.0, (0.5, 0.3))
    ((67.0,), (34.0,), (10.0,))
    """
    steps = _steps(flat(rates))
    columns = [backwards(whole_number(count), steps) for count in flat(orders)]
    return tuple(tuple(whole(column[stage]) for column in columns) for stage in columns[0])


def _steps(rates: Sequence[Cell]) -> list[Step]:
    """Stages have no names in cells: their places stand for them."""
    return [Step(str(at), str(at + 1), number(rate)) for at, rate in enumerate(rates, 1) if rate is not None]
