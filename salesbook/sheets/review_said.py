"""A review in sentences: the whole, whom to praise, who is behind and why, and the largest orders as cases."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.sheets.doing_figures import Doing
from salesbook.sheets.gap_figures import Gap, Stretch, amount_of
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from salesbook.sheets.review_figures import Person, Review
    from salesbook.texts import Language

NAMED = 5
"""So many people a sentence names."""
RISING = 2
"""From so many places gained on, a rise is praised; and from so many weeks on, a streak."""
LARGEST = 5
"""So many orders are cases."""


@dataclass(frozen=True)
class Said:
    """The sentences of a review in one language."""

    review: Review
    language: Language

    def whole(self) -> str:
        """Target, actual and what is between them."""
        team, (start, end) = self.review.team, self.review.span
        gap = Fraction(team.actual) - team.target
        kind = text("review", f"kind.{self.review.kind}", self.language)
        return self._say(
            "behind" if gap < 0 else "ahead", kind=kind, Kind=kind[:1].upper() + kind[1:],
            days=f"{start}" if start == end else self._say("days", start=start, end=end),
            target=f"{team.target:,}", actual=f"{round(team.actual):,}", attained=self.share(team.attained),
            gap=f"{abs(round(gap)):,}",
        )  # fmt: skip

    def praise(self) -> list[str]:
        """Who leads, who reached the target, who rose most, who reaches it week after week."""
        people = [person for person in self.review.people if person.attained is not None]
        if not people:
            return [self._say("no-people")]
        reached = [person for person in people if person.attained is not None and person.attained >= 1]
        said = []
        if people[0].actual > 0:
            said.append(self._say("champion", rep=people[0].name, attained=self.share(people[0].attained)))
        names = self._joined(person.name for person in reached)
        said.append(self._say("reached", reps=names) if reached else self._say("nobody"))
        riser = max(people, key=lambda person: person.moved or 0, default=None)
        if riser and (riser.moved or 0) >= RISING:
            said.append(self._say("riser", rep=riser.name, places=riser.moved))
        steady = [person for person in people if person.streak >= RISING]
        if steady:
            parts = (self._say("streak-part", rep=p.name, weeks=p.streak) for p in steady[:NAMED])
            said.append(self._say("streak", reps=self._joined(parts)))
        return said

    def behind(self) -> list[str]:
        """Each rep whose pace lies below the amber line, the furthest first, with the reason that the numbers give."""
        if not any(person.pace is not None for person in self.review.people):
            return [self._say("no-people")]
        amber = Fraction(self.review.book.settings.amber)
        low = [person for person in self.review.people if person.pace is not None and person.pace < amber]
        low.sort(key=lambda person: person.pace or Fraction(0))
        return [self._of(person) for person in low] or [self._say("none-behind")]

    def _of(self, person: Person) -> str:
        gap = person.due - round(person.actual)
        facts = {"rep": person.name, "attained": self.share(person.attained), "gap": f"{gap:,}"}
        why = self._why(person)
        return self._say("rep-behind", **facts, why=why) if why else self._say("rep-behind-plain", **facts)

    def _why(self, person: Person) -> str:
        """What the numbers say of it; "" where they say nothing: in the middle of a period, or a little everywhere."""
        if not person.actual:
            return self._say("why-none")
        reasons = [reason for reason in (self._axis(person), self._stuck(person)) if reason]
        return self._joined(reasons)

    def _axis(self, person: Person) -> str:
        """The member of an axis that takes more than half of the rep's gap; "" where none does."""
        best: tuple[Fraction, str, str] | None = None
        for axis in ("product", "region", "channel", "customer"):
            gaps = self._gaps(person.name, axis)
            total = sum(gaps.values(), Fraction(0))
            worst = min(gaps.items(), key=lambda item: (item[1], item[0]), default=None)
            if worst and len(gaps) > 1 and total < 0 and worst[1] * 2 < total and (best is None or worst[1] < best[0]):
                best = worst[1], axis, worst[0]
        if best is None:
            return ""
        named = best[2] or text("review", "unnamed", self.language)
        axis = text("choices", f"axis.{best[1]}", self.language)
        return self._say("why-axis", axis=axis, member=named, amount=f"{round(best[0]):+,}")

    def _gaps(self, rep: str, axis: str) -> dict[str, Fraction]:
        """Member -> actual less plan, of a span that is over and of whole periods: parts of one have no plan."""
        start, end = self.review.span
        gap = Gap(self.review.book, Stretch(start, end))
        if axis not in gap.axes or self.review.as_of < end:
            return {}
        found: dict[str, Fraction] = {}
        for row in gap.rows:
            if row.rep == rep:
                member = getattr(row, axis)
                found[member] = found.get(member, Fraction(0)) - row.target - row.hedge
        actuals = self.review.book.actuals
        for i in gap.sales:
            if actuals.axes["rep"][i] == rep:
                member = actuals.axes[axis][i]
                found[member] = found.get(member, Fraction(0)) + amount_of(self.review.book, i)
        return found

    def _stuck(self, person: Person) -> str:
        doing = Doing(self.review.book)
        stuck = doing.stuck(person.name) if self.review.book.process and self.review.book.activities else None
        return self._say("why-stuck", stage=" ".join(part for part in stuck if part)) if stuck else ""

    def _say(self, key: str, **words: object) -> str:
        return text("review", f"say.{key}", self.language, **words)

    def _joined(self, parts: Iterable[str]) -> str:
        return text("review", "joint", self.language).join(parts)

    def share(self, value: Fraction | None) -> str:
        """A ratio as people read it."""
        return "–" if value is None else f"{float(value):.1%}"


@dataclass(frozen=True, slots=True)
class Case:
    """One of the largest orders of a period."""

    day: date
    rep: str
    client: str
    product: str
    amount: Decimal


def cases(review: Review) -> Sequence[Case]:
    """The largest orders up to the day; equal amounts in the order of their rows."""
    sales, (start, end) = review.book.actuals, review.span
    blank = ("",) * len(sales)
    clients, reps, products = sales.clients or blank, sales.axes.get("rep") or blank, sales.axes.get("product") or blank
    inside = [i for i, day in enumerate(sales.dates) if start <= day <= min(end, review.as_of) and sales.amounts[i] > 0]
    inside.sort(key=lambda i: (-sales.amounts[i], i))
    return [Case(sales.dates[i], reps[i], clients[i], products[i], sales.amounts[i]) for i in inside[:LARGEST]]
