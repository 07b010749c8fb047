"""Where payouts leap or fall as sales rise, named with amounts: at 119,999 so much, at 120,000 so much."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.achieved import Achieved
from salesbook.book.incentives import lower_bound, upper_bound
from salesbook.book.payouts import Payouts
from salesbook.domain.payout_faults import jumps
from salesbook.errors import Problem
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from salesbook.book.model import Incentive, Rep
    from salesbook.book.simulated import Simulation

STEP = Decimal(1)
"""How far below a bound is looked."""


class Sold(Achieved):
    """The book as if one rep had sold just an amount of one metric and product, and nothing else."""

    def __init__(self, real: Achieved, rep: str, metric: str, product: str, amount: Decimal) -> None:
        self.book, self.sales, self.days, self.leaves = real.book, real.sales, real.days, real.leaves
        self.what, self.amount = (rep, metric, product), amount

    def actual(
        self, metric: str, reps: Collection[str], start: date, end: date, product: str = ""  # noqa: ARG002
    ) -> Decimal:
        """The amount, of the rep, metric and product that it is of; nobody else sells anything."""
        rep, of, item = self.what
        return self.amount if rep in reps and (metric, product) == (of, item) else Decimal(0)


def leaps(simulation: Simulation) -> tuple[Problem, ...]:
    """Each bound at which a payout leaps or falls, told of the rep for whom it does most; falls first."""
    worst: dict[tuple[bool, str, str], Problem] = {}
    size: dict[tuple[bool, str, str], Decimal] = {}
    payouts = Payouts(Achieved(simulation.plain), simulation.period)
    for rep in simulation.book.reps:
        for rule, falls, problem, height in _of_rep(payouts, rep):
            key = (not falls, rule.place.cell, problem.code)
            if height > size.get(key, Decimal(0)):
                worst[key], size[key] = problem, height
    return tuple(worst[key] for key in sorted(worst, key=lambda key: (key[0], len(key[1]), key[1])))


def _of_rep(payouts: Payouts, rep: Rep) -> list[tuple[Incentive, bool, Problem, Decimal]]:
    """The leaps of one rep, by what rules are about."""
    rules = payouts.rules_of(rep)
    found = []
    for metric, product in dict.fromkeys((payouts.metric(rule), rule.product) for rule in rules):
        bounds = _bounds(payouts, rep, metric, product)

        def pays(amount: Decimal, of: tuple[str, str] = (metric, product)) -> Decimal:
            sold = Sold(payouts.achieved, rep.name, *of, amount)
            return Payouts(sold, payouts.period).statement(rep).total

        for jump in jumps(pays, bounds, STEP):
            rule = bounds[jump.bound]
            code = "payout-falls" if jump.falls else "payout-leaps"
            words = {
                "rep": rep.name, "metric": in_each("choices", f"metric.{metric}"),
                "below": f"{jump.below.normalize():,f}", "bound": f"{jump.bound.normalize():,f}",
                "before": f"{jump.before:,.2f}", "after": f"{jump.after:,.2f}",
            }  # fmt: skip
            found.append((rule, jump.falls, Problem(code, rule.place, words), abs(jump.after - jump.before)))
    return found


def _bounds(payouts: Payouts, rep: Rep, metric: str, product: str) -> dict[Decimal, Incentive]:
    """All bounds above 0 at which something begins or ends for the rep, each with its rule."""
    found: dict[Decimal, Incentive] = {}
    for rule in payouts.rules_of(rep):
        if (payouts.metric(rule), rule.product) != (metric, product) or rule.rule in ("cap", "guarantee", "team"):
            continue
        handed = payouts.handed(rule, rep)
        if handed["target"] <= 0 and rule.by != "amount":
            continue
        for bound in (lower_bound(rule, handed), upper_bound(rule, handed)):
            if bound is not None and bound > STEP:
                found.setdefault(bound, rule)
    return found
