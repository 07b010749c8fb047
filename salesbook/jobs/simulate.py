"""Simulate 测算: what the incentives would pay and cost, before anybody signs them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.asked_period import asked_period, suffix_of
from salesbook.book.changes import Line, Outcome
from salesbook.book.checks_incentives import incentive_problems
from salesbook.book.payout_leaps import leaps
from salesbook.book.payouts import Payouts
from salesbook.book.reading import read
from salesbook.book.simulated import LANDING, Simulation
from salesbook.domain.payout import NOTHING
from salesbook.errors import Problem, errors_in
from salesbook.jobs.refresh import refreshed
from salesbook.jobs.settle import lacking_rules, rules_apart
from salesbook.sheets.pay_simulation import KEY
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from salesbook.book.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class SimulateRequest:
    """Which period, by its name; "" for the whole plan."""

    period: str = ""


def simulate(snapshot: Snapshot, request: SimulateRequest, today: date) -> Outcome:  # noqa: ARG001
    """The sheet of the simulation; leaps and falls of payouts are warnings."""
    reading = read(snapshot)
    if reading.book is None or reading.errors:
        return Outcome(problems=reading.problems)
    problems = (*reading.problems, *lacking_rules(reading.book), *incentive_problems(reading.book))
    period = asked_period(request.period, reading.book)
    if isinstance(period, Problem):
        return Outcome(problems=(*problems, period))
    simulation = Simulation(reading.book, period)
    if not errors_in(problems):
        problems = (*problems, *rules_apart(Payouts(simulation.real, period)))
    if errors_in(problems):
        return Outcome(problems=problems)
    changes = reading.repairing()
    changes += refreshed(snapshot, reading.book, changes, wanted=(KEY + suffix_of(period, reading.book),))
    return Outcome(changes, (*problems, *leaps(simulation)), tuple(_summary(simulation)))


def _summary(simulation: Simulation) -> Iterator[Line]:
    """What the plan costs under each scenario."""
    for key, scenario in simulation.scenarios().items():
        word = in_each("jobs", "simulate.landing") if key == LANDING else in_each("choices", f"tier.{key}")
        paid: Decimal = sum(simulation.paid(scenario).values(), NOTHING)
        cost = paid + simulation.champions(scenario) + simulation.others(scenario)
        yield Line(in_each("jobs", "simulate.cost", scenario=word), None, cost)
