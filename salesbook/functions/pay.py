"""Assessing in cells: SB_PAYOUT, SB_SCORE."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from salesbook.domain.payout import Scale, Step, paid
from salesbook.domain.score import Scoring, score_of
from salesbook.functions.answers import Answers, ExcelError, RefusedError, number
from salesbook.functions.arguments import choice, grid, is_given, money, single
from salesbook.functions.boundary import cell_function, each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.domain.payout import Basis
    from salesbook.domain.score import Better
    from salesbook.functions.arguments import Cell, Grid


@cell_function
def payout(amounts: Any, steps: Any, basis: Any = None, cap: Any = None) -> Answers:
    """What each amount pays by a ladder: columns from, rate and, where wanted, reward and penalty.

    >>> payout((90000.0, 150000.0), ((0.0, 0.01), (100000.0, 0.03)), "marginal")
    ((900.0, 2500.0),)
    """
    kind = cast("Basis", choice(basis, "basis", "whole"))
    scale = Scale(_steps(grid(steps)), kind, _optional(cap))
    return each("SB_PAYOUT", lambda sold: number(paid(scale, money(sold))), amounts)


def _steps(rows: Grid) -> tuple[Step, ...]:
    found = [_step(line) for line in rows if any(value is not None for value in line)]
    bounds = [step.lower for step in found]
    if not found or bounds != sorted(bounds):
        raise RefusedError(ExcelError.NUM, "not-a-ladder")
    return tuple(found)


def _step(line: Sequence[Cell]) -> Step:
    if not 2 <= len(line) <= 4:
        raise RefusedError(ExcelError.VALUE, "not-steps", given=len(line))
    lower, rate, reward, penalty = [_amount(value) for value in (*line, None, None)[:4]]
    return Step(lower, rate, reward, penalty)


def _amount(value: Cell) -> Decimal:
    return Decimal(0) if value is None else money(value)


def _optional(given: Any) -> Decimal | None:
    return money(single(given)) if is_given(given) else None


@cell_function
def score(
    actual: Any,
    target: Any,
    rule: Any = None,
    better: Any = None,
    zero: Any = None,
    steps: Any = None,
    least: Any = None,
    most: Any = None,
) -> Answers:
    """Points of each actual against its target, to 0.01.

    >>> score(((90.0,), (150.0,)), 120.0)
    ((75.0,), (100.0,))
    """
    how = Scoring(
        target=Decimal(0),
        rule=cast("Any", choice(rule, "scoring", "ratio")),
        better=cast("Better", choice(better, "better", "higher")),
        zero=_optional(zero),
        steps=_scores(steps),
        floor=_optional(least) or Decimal(0),
        cap=Decimal(100) if (top := _optional(most)) is None else top,
    )
    return each("SB_SCORE", lambda did, aim: number(score_of(money(did), _with(how, money(aim)))), actual, target)


def _with(how: Scoring, target: Decimal) -> Scoring:
    return Scoring(target, how.rule, how.better, how.zero, how.steps, how.floor, how.cap)


def _scores(given: Any) -> tuple[tuple[Decimal, Decimal], ...]:
    """Attainment and score by step, from the lowest."""
    if not is_given(given):
        return ()
    rows = [line for line in grid(given) if any(value is not None for value in line)]
    if any(len(line) != 2 for line in rows):
        raise RefusedError(ExcelError.VALUE, "not-scores")
    return tuple(sorted((_amount(part), _amount(points)) for part, points in rows))
