"""Each rep's statement of a period: which rules apply, over which days, and the lines that they give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.book.incentives import (
    WHOLE,
    Ladder,
    distance,
    ladders,
    lower_bound,
    nearest,
    settled_in,
    step_name,
    upper_bound,
)
from salesbook.domain.pace import attainment
from salesbook.domain.payout import lines_of, part_of
from salesbook.domain.payout_rules import (
    Frame,
    Line,
    Of,
    Rule,
    champions,
    rule_line,
    scale_lines,
    settled,
    total_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from salesbook.book.achieved import Achieved
    from salesbook.book.model import Incentive, Rep
    from salesbook.domain.period import Period

PART = {"fixed": "reward", "team": "reward", "champion": "reward", "threshold": "penalty", "penalty": "penalty"}
"""What the lines of rules beside the scale are, where it is not commission."""

SIMPLE = ("accelerator", "fixed", "piece", "spiff", "team", "penalty")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a rep gets for a period, line by line."""

    rep: Rep
    lines: tuple[Line, ...]

    @property
    def total(self) -> Decimal:
        return total_of(self.lines)


class Payouts:
    """The statements of one period; `achieved` says what was sold and what was handed down."""

    def __init__(self, achieved: Achieved, period: Period) -> None:
        self.achieved, self.period, self.book = achieved, period, achieved.book
        self.rows = tuple(row for row in self.book.incentives if settled_in(row, period, self.book))
        self.won = self._champions()

    def statements(self) -> tuple[Statement, ...]:
        """In the order of the team; reps who have nothing to do with the period are left out."""
        return tuple(self.statement(rep) for rep in self.book.reps if self._takes_part(rep))

    def statement(self, rep: Rep) -> Statement:
        """One rep's."""
        mine = self.rules_of(rep)
        lines = [line for ladder in ladders(mine) for line in self._scale(ladder, rep)]
        lines += [line for row in mine if row.rule in SIMPLE and (line := self._line(row, rep))]
        lines += [
            Line("champion", self._of(row), self._actual(row, (rep.name,), self.span(row, rep)), None, won)
            for row in mine
            if row.rule == "champion" and (won := self.won.get((id(row), rep.name)))
        ]
        return Statement(rep, settled(lines, self._frame(mine, rep)))

    def rules_of(self, rep: Rep) -> tuple[Incentive, ...]:
        """The rules that apply to the rep in the period."""
        return tuple(row for row in nearest(self.rows, rep) if self.span(row, rep))

    def span(self, row: Incentive, rep: Rep) -> tuple[date, date] | None:
        """The days of the period on which a rule is in force for a rep; None where there are none.

        Somebody's own days do not cut it: targets have none outside them, and returns may come later.
        """
        start = max(self.period.start, row.start or self.period.start)
        end = min(self.period.end, row.end or self.period.end)
        if row.months is not None:
            if rep.start is None:
                return None
            end = min(end, _months_later(rep.start, row.months) - timedelta(days=1))
        return (start, end) if start <= end else None

    def present(self, row: Incentive, rep: Rep) -> Fraction:
        """The part of the period's days on which a rule was in force and the rep employed."""
        span = self.span(row, rep)
        if span is None:
            return Fraction(0)
        start, end = max(span[0], rep.start or span[0]), min(span[1], rep.end or span[1])
        return Fraction(max((end - start).days + 1, 0), self.period.length)

    def _takes_part(self, rep: Rep) -> bool:
        """Who was employed in the period, or sold or gave back something in it."""
        start, end = self.period.start, self.period.end
        employed = (rep.start or start) <= end and (rep.end or end) >= start
        return employed or any(start <= sale.day <= end for sale in self.achieved.sales[rep.name])

    def metric(self, row: Incentive) -> str:
        """What a rule is about."""
        return row.metric or self.book.settings.metric

    def _of(self, row: Incentive) -> Of:
        item = " · ".join(part for part in (row.product, row.group) if part)
        return Of(self.metric(row), item, step_name(row), PART.get(row.rule, "rate"))

    def _actual(self, row: Incentive, reps: Sequence[str], span: tuple[date, date] | None) -> Decimal:
        return self.achieved.actual(self.metric(row), reps, *(span or _NEVER), row.product)

    def handed(self, row: Incentive, rep: Rep) -> dict[str, int]:
        """What was handed down to a rep of what a rule is about, on the days on which it is in force."""
        return self._handed(row, (rep.name,), self.span(row, rep))

    def _handed(self, row: Incentive, reps: Sequence[str], span: tuple[date, date] | None) -> dict[str, int]:
        return self.achieved.handed(self.metric(row), reps, *(span or _NEVER), row.product)

    def _scale(self, ladder: Ladder, rep: Rep) -> Iterator[Line]:
        """A scale's lines; where nothing was handed down, tiers and shares of it cannot be reached."""
        row, span = ladder.first, self.span(ladder.first, rep)
        handed = self._handed(row, (rep.name,), span)
        rows = tuple(r for r in ladder.rows if handed["target"] > 0 or is_absolute(r))
        if not rows:
            return
        scale = Ladder(rows).scale(handed, self.part(row, rep))
        yield from scale_lines(self._of(row), lines_of(scale, self._actual(row, (rep.name,), span)))

    def _line(self, row: Incentive, rep: Rep) -> Line | None:
        """What a rule beside the scale gives; a team's bound is that of the rep's own team."""
        span, mates = self.span(row, rep), self._mates(row, rep)
        handed = self._handed(row, mates, span)
        if handed["target"] <= 0 and not is_absolute(row):
            return None
        team = self._actual(row, mates, span) if row.rule == "team" else None
        return rule_line(self._rule(row, rep, handed), self._actual(row, (rep.name,), span), team)

    def _rule(self, row: Incentive, rep: Rep, handed: Mapping[str, int]) -> Rule:
        part, none = self.part(row, rep), Decimal(0)
        each = WHOLE if row.rule == "piece" else part
        return Rule(
            row.rule, self._of(row), lower_bound(row, handed), upper_bound(row, handed), row.rate,
            part_of(row.reward or none, each), part_of(row.penalty or none, part), row.cap,
        )  # fmt: skip

    def part(self, row: Incentive, rep: Rep) -> Fraction:
        """By which fixed amounts are cut for somebody who was not there all the time."""
        return self.present(row, rep) if row.prorate else WHOLE

    def _mates(self, row: Incentive, rep: Rep) -> tuple[str, ...]:
        if row.rule != "team":
            return (rep.name,)
        return tuple(mate.name for mate in self.book.reps if mate.team == rep.team)

    def _frame(self, mine: Sequence[Incentive], rep: Rep) -> Frame:
        """Thresholds missed, the least cap, the best guarantee."""
        missed = [row for row in mine if row.rule == "threshold" and not self._passed(row, rep)]
        caps = [part_of(row.cap, self.part(row, rep)) for row in mine if row.rule == "cap" and row.cap is not None]
        sure = [part_of(r.reward, self.part(r, rep)) for r in mine if r.rule == "guarantee" and r.reward is not None]
        kept = [(self._of(row), row.rate or Decimal(0)) for row in missed]
        return Frame(kept, min(caps) if caps else None, max(sure) if sure else None)

    def _passed(self, row: Incentive, rep: Rep) -> bool:
        """Whether a threshold is reached; without a target for its metric nothing stands against it."""
        span = self.span(row, rep)
        handed = self._handed(row, (rep.name,), span)
        if handed["target"] <= 0 and not is_absolute(row):
            return True
        return self._actual(row, (rep.name,), span) >= lower_bound(row, handed)

    def _champions(self) -> dict[tuple[int, str], Decimal]:
        """Rule and rep -> what the rep wins. Only who sold something and is at the rule's bound can win."""
        found: dict[tuple[int, str], Decimal] = {}
        for row in self.rows:
            if row.rule == "champion":
                won = champions(self._standing(row), row.reward or Decimal(0))
                found |= {(id(row), name): amount for name, amount in won.items()}
        return found

    def _standing(self, row: Incentive) -> dict[str, tuple[Fraction, Decimal]]:
        standing = {}
        for rep in self.book.reps:
            span = self.span(row, rep)
            if span is None or distance(row, rep) is None or row not in nearest(self.rows, rep):
                continue
            handed, amount = self._handed(row, (rep.name,), span), self._actual(row, (rep.name,), span)
            share = attainment(amount, handed["target"])
            if share is not None and amount > 0 and amount >= lower_bound(row, handed):
                standing[rep.name] = (share, amount)
        return standing


_NEVER = (date(1, 1, 2), date(1, 1, 1))


def is_absolute(row: Incentive) -> bool:
    """Whether a rule's bounds need no target."""
    if row.lower is None:
        return not row.tier and row.rule in ("piece", "spiff")
    return row.by == "amount" or row.lower == 0


def _months_later(day: date, months: int) -> date:
    """The same day so many months later; the first of the next month where there is no such day.

    >>> _months_later(date(2026, 3, 15), 3), _months_later(date(2026, 1, 31), 1)
    (datetime.date(2026, 6, 15), datetime.date(2026, 3, 1))
    """
    beyond, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + beyond, month + 1, 1)
    after = date(first.year + (first.month == 12), first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), after)
