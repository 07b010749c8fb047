"""The evidence for and against a goal, criterion by criterion, with the verdict that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from salesbook.book.catalogue import CATALOGUE
from salesbook.book.checks_history import year_before
from salesbook.book.checks_sums import axis_families, time_families
from salesbook.book.timeline import leaf_periods
from salesbook.domain.smart import against_best, against_growth
from salesbook.sheets.goal_facts import READABLE, GoalFacts
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salesbook.book.checks_sums import Family
    from salesbook.book.model import Book, Goal
    from salesbook.book.reading_words import Words
    from salesbook.domain.smart import Month, Verdict

Rule = Literal["", "past", "growth", "base", "best", "equal", "at-most"]
"""How the verdict follows from what is asked and what it is compared with; "": it does not follow from numbers."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A line of the check. `key` names its texts; numbers are None where the evidence is in words."""

    criterion: str
    key: str
    said: Words
    verdict: Verdict
    rule: Rule = ""
    asked: Fraction | None = None
    compared: Fraction | None = None
    parts: tuple[Goal, ...] = ()
    """The goals whose sum is what is asked, for the rules equal and at-most."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A goal with all of its evidence."""

    facts: GoalFacts
    called: Words
    lines: tuple[Evidence, ...]

    def verdicts(self, criterion: str) -> list[Verdict]:
        return [line.verdict for line in self.lines if line.criterion == criterion]


def checked_goals(book: Book) -> tuple[Checked, ...]:
    """Every goal in the order of its row."""
    families = (*time_families(book), *axis_families(book))
    return tuple(_checked(GoalFacts(book, goal), families) for goal in book.goals)


def _checked(facts: GoalFacts, families: tuple[Family, ...]) -> Checked:
    own = tuple(family for family in families if family.whole is facts.goal)
    say = _Say(facts)
    lines = (*_specific(say), *_measurable(say), *_achievable(say), *_relevant(say, own), *_time_bound(say))
    return Checked(facts, called(facts.goal), lines)


def called(goal: Goal) -> Words:
    """Metric, scope and period of a goal, as one line in each language."""
    scope = " ".join(goal.scope.values()) or in_each("smart", "whole")
    period = f" · {goal.period}" if goal.period else ""
    return in_each("smart", "goal", metric=in_each("choices", f"metric.{goal.metric}"), scope=scope, period=period)


@dataclass(frozen=True, slots=True)
class _Say:
    """The words of a goal's lines."""

    facts: GoalFacts

    def __call__(self, key: str, **words: object) -> Words:
        return in_each("smart", f"said.{key}", **words)

    def metric(self) -> Words:
        return in_each("choices", f"metric.{self.facts.goal.metric}")


def _specific(say: _Say) -> Iterator[Evidence]:
    facts = say.facts
    goal = called(facts.goal)
    if facts.owners:
        owners = {"zh": "、".join(facts.owners), "en": ", ".join(facts.owners)}
        yield Evidence("specific", "owner", say("owner", goal=goal, owners=owners), "ok")
    else:
        yield Evidence("specific", "nobody", say("nobody", goal=goal), "look")


def _measurable(say: _Say) -> Iterator[Evidence]:
    facts = say.facts
    column = READABLE.get(facts.goal.metric)
    if column is None:
        yield Evidence("measurable", "untold", say("untold", metric=say.metric()), "no")
        return
    needed = CATALOGUE["sb_actuals"].column(column)
    heading = {"zh": needed.zh, "en": needed.en}
    yield Evidence("measurable", "readable", say("readable", metric=say.metric(), column=heading), "ok")
    start, end = facts.before
    sold = Fraction(facts.past.between(start, end))
    if sold > 0:
        earlier = Fraction(facts.past.between(year_before(start), year_before(end)))
        yield Evidence("measurable", "past", say("past", start=start, end=end), "ok", "past", sold, earlier)
    else:
        yield Evidence("measurable", "no-past", say("no-past", start=start, end=end), "look")


def _achievable(say: _Say) -> Iterator[Evidence]:
    """Against what was sold before; where nothing is known of that, it is to be looked at."""
    found = (*_against_growth(say), *_against_months(say), *_against_people(say), *_funnel(say))
    yield from found or (Evidence("achievable", "unknown", say("unknown"), "look"),)


def _against_growth(say: _Say) -> Iterator[Evidence]:
    facts = say.facts
    start, end = facts.before
    last = Fraction(facts.past.between(start, end))
    if last > 0:
        earlier = Fraction(facts.past.between(year_before(start), year_before(end)))
        before = last / earlier - 1 if earlier > 0 else Fraction(0)
        asked = facts.goal.target / last - 1
        key = "growth" if earlier > 0 else "growth-alone"
        yield Evidence("achievable", "growth", say(key), against_growth(asked, before), "growth", asked, before)
    elif facts.goal.base:
        asked = facts.goal.target / Fraction(facts.goal.base) - 1
        verdict = against_growth(asked, Fraction(0))
        yield Evidence("achievable", "growth", say("growth-base"), verdict, "base", asked, Fraction(0))


def _against_months(say: _Say) -> Iterator[Evidence]:
    """Against the best month and quarter where the goal covers whole ones, and the best run-rate of a selling day."""
    facts, count = say.facts, say.facts.whole_months
    target = Fraction(facts.goal.target)
    if count and (best := facts.past.best_month()):
        yield _best(say, "month", target / count, Fraction(best[1]), _month(best[0]))
    if count >= 3 and count % 3 == 0 and (best := facts.past.best_quarter()):
        year, month = best[0]
        yield _best(say, "quarter", target * 3 / count, Fraction(best[1]), f"{year}Q{(month + 2) // 3}")
    rate = facts.best_run_rate()
    if facts.selling_days and rate:
        yield _best(say, "day", target / facts.selling_days, rate[1], _month(rate[0]))


def _month(month: Month) -> str:
    return f"{month[0]}-{month[1]:02}"


def _against_people(say: _Say) -> Iterator[Evidence]:
    facts = say.facts
    best = facts.past.best_rep(*facts.before)
    if best and facts.strength:
        strength = float(facts.strength)
        asked = Fraction(facts.goal.target) / facts.strength
        yield _best(say, "rep", asked, Fraction(best[1]), best[0], strength=f"{strength:g}")


def _best(say: _Say, key: str, asked: Fraction, best: Fraction, named: str, **words: object) -> Evidence:
    return Evidence("achievable", key, say(key, best=named, **words), against_best(asked, best), "best", asked, best)


def _funnel(say: _Say) -> Iterator[Evidence]:
    """The most that one rep has to do on one day, for a goal of orders; whether that can be done, people know."""
    facts = say.facts
    if facts.goal.metric != "orders" or not facts.is_whole or not facts.book.process:
        return
    most = max(facts.book.process, key=lambda row: row.per_day)
    words = {"count": most.per_day, "stage": most.stage, "rep": most.rep, "period": most.period}
    yield Evidence("achievable", "funnel", say("funnel", **words), "look")


def _relevant(say: _Say, families: tuple[Family, ...]) -> Iterator[Evidence]:
    """The goals that are its parts, and the plan's leaves, against it."""
    facts = say.facts
    whole = Fraction(facts.goal.target)
    for family in families:
        parts = Fraction(sum(part.target for part in family.parts))
        good = parts == whole if family.complete else parts <= whole
        words = {"parts": family.called, "count": len(family.parts)}
        yield Evidence(
            "relevant", "parts", say("parts" if family.complete else "parts-some", **words), "ok" if good else "no",
            "equal" if family.complete else "at-most", parts, whole, family.parts,
        )  # fmt: skip
    if facts.planned:
        planned = Fraction(sum(row.target for row in facts.planned))
        verdict: Verdict = "ok" if planned == whole else "no"
        yield Evidence("relevant", "planned", say("planned"), verdict, "equal", planned, whole)
    elif not families:
        yield Evidence("relevant", "not-planned", say("not-planned"), "look")


def _time_bound(say: _Say) -> Iterator[Evidence]:
    facts = say.facts
    start, end = facts.days
    if not facts.selling_days:
        yield Evidence("time-bound", "no-time", say("no-time", start=start, end=end), "no")
        return
    days = f"{float(facts.selling_days):g}"
    words = {"start": start, "end": end, "days": days, "check": _first_check(facts)}
    yield Evidence("time-bound", "time", say("time", **words), "ok")


def _first_check(facts: GoalFacts) -> date:
    """The end of the goal's first month or phase; of a goal that has only one, the middle of it."""
    start, end = facts.days
    ends = [leaf.end for leaf in leaf_periods(facts.book) if start <= leaf.end < end]
    return ends[0] if ends else date.fromordinal((start.toordinal() + end.toordinal()) // 2)


