"""Which rules of sb_incentives are whose, and the scales that their rows make.

Of rules of one kind, metric, product and period, those for a rep's own name go before those for the rep's role,
then the team's, then those for everybody: the nearest ones count, the others do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.domain.payout import EXACT, Scale, Step, part_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from salesbook.book.model import Book, Incentive, Rep
    from salesbook.domain.payout import Basis
    from salesbook.domain.period import Period

Handed = Mapping[str, int]
"""What is handed down, by tier: floor, target, stretch."""

WHOLE = Fraction(1)

DEFAULT_TIER: Mapping[str, str] = {
    "accelerator": "stretch", "fixed": "target", "team": "target", "penalty": "floor",
}  # fmt: skip
"""The tier at which a rule begins that names no bound; other rules then begin at 0."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rows of sb_incentives that are the steps of one scale, in the order of the table."""

    rows: tuple[Incentive, ...]

    @property
    def first(self) -> Incentive:
        return self.rows[0]

    @property
    def basis(self) -> Basis:
        """The first that a row names."""
        return "marginal" if next((row.basis for row in self.rows if row.basis), "") == "marginal" else "whole"

    def scale(self, handed: Handed, part: Fraction = WHOLE) -> Scale:
        """With bounds as amounts for somebody to whom this was handed down.

        `part`: what somebody gets of rewards, penalties and cap who was there for a part of the period.
        """
        steps = sorted((_step(row, handed, part) for row in self.rows), key=lambda step: step.lower)
        caps = [part_of(row.cap, part) for row in self.rows if row.cap is not None]
        return Scale(tuple(steps), self.basis, min(caps) if caps else None)


def ladders(rows: Iterable[Incentive]) -> tuple[Ladder, ...]:
    """The scales among rules; rows of one metric, group, product, period and time of validity belong together."""
    found: dict[tuple[object, ...], list[Incentive]] = {}
    for row in rows:
        if row.rule == "tier":
            key = (row.metric, row.group, row.product, row.every, row.start, row.end)
            found.setdefault(key, []).append(row)
    return tuple(Ladder(tuple(of)) for of in found.values())


def promised(book: Book, rep: Rep) -> tuple[Incentive, ...]:
    """The rows that promise a rep what the tiers of the whole plan pay, as a commitment sheet lists them.

    Those of the main metric and of all products, as they are on the plan's first day, that name a tier.
    """
    own = nearest(book.incentives, rep)
    return tuple(
        row
        for row in own
        if row.rule == "tier" and row.tier and not row.product and row.every in ("", "plan")
        and row.metric in ("", book.settings.metric) and in_force(row, book.settings.start)
    )  # fmt: skip


def scale_for(book: Book, rep: Rep, handed: Handed) -> Scale | None:
    """What the tiers of the whole plan pay the rep to whom this was handed down; None where nothing is promised.

    `handed`: floor, target and stretch, with the hedge in them.
    """
    names = {id(row) for row in promised(book, rep)}
    for ladder in ladders(nearest(book.incentives, rep)):
        if any(id(row) in names for row in ladder.rows):
            return ladder.scale(handed)
    return None


def nearest(rows: Sequence[Incentive], rep: Rep) -> tuple[Incentive, ...]:
    """The rules that are for the rep, the nearest of each kind, in the order of the table."""
    mine = [(row, how) for row in rows if (how := distance(row, rep)) is not None]
    best: dict[tuple[str, ...], int] = {}
    for row, how in mine:
        best[_kind(row)] = min(how, best.get(_kind(row), how))
    return tuple(row for row, how in mine if how == best[_kind(row)])


def distance(row: Incentive, rep: Rep) -> int | None:
    """How near a rule is to a rep: 0 the rep's own, 1 the role's, 2 the team's, 3 everybody's; None: another's."""
    groups = (rep.name, rep.role, rep.team, "")
    return next((near for near, group in enumerate(groups) if group == row.group and (group or near == 3)), None)


def settled_in(row: Incentive, period: Period, book: Book) -> bool:
    """Whether a rule is settled in periods of this kind, and in force on a day of it."""
    whole = period.start <= book.settings.start and book.settings.end <= period.end
    kind = whole if row.every in ("", "plan") else row.every == period.kind
    return kind and not ((row.start and row.start > period.end) or (row.end and row.end < period.start))


def in_force(row: Incentive, day: date) -> bool:
    """Whether a rule holds on a day."""
    return (row.start is None or row.start <= day) and (row.end is None or day <= row.end)


def lower_bound(row: Incentive, handed: Handed) -> Decimal:
    """From which amount on a rule pays: its own bound, its tier's, or the one that rules of its kind begin with."""
    if row.lower is not None:
        return bound(row.lower, row, handed)
    tier = row.tier or DEFAULT_TIER.get(row.rule, "")
    return Decimal(handed[tier]) if tier else Decimal(0)


def upper_bound(row: Incentive, handed: Handed) -> Decimal | None:
    """Below which amount; None where there is no end."""
    return None if row.upper is None else bound(row.upper, row, handed)


def bound(given: Decimal, row: Incentive, handed: Handed) -> Decimal:
    """A bound as an amount: of the target, where it is a share of it."""
    return given if row.by == "amount" else EXACT.multiply(given, Decimal(handed["target"]))


def step_name(row: Incentive) -> str:
    """How a step is known again: its tier's key, or its bound as typed; "" for a rule without a bound.

    >>> from salesbook.book.model import Incentive
    >>> step_name(Incentive(lower=Decimal("1.20"))), step_name(Incentive(by="amount", lower=Decimal(50000)))
    ('≥120%', '≥50000')
    """
    if row.tier or row.lower is None:
        return row.tier
    share = row.by != "amount"
    return f"≥{(row.lower * 100 if share else row.lower).normalize():f}{'%' if share else ''}"


def _kind(row: Incentive) -> tuple[str, ...]:
    return (row.rule, row.metric, row.product, row.every)


def _step(row: Incentive, handed: Handed, part: Fraction) -> Step:
    none = Decimal(0)
    reward, penalty = (part_of(amount or none, part) for amount in (row.reward, row.penalty))
    rate, upper = row.rate or none, upper_bound(row, handed)
    return Step(lower_bound(row, handed), rate, reward, penalty, upper, step_name(row))
