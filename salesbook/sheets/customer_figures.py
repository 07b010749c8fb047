"""What is known of customers: revenue of twelve months, tiers by rule, and the visits of the weeks to come."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import floor
from typing import TYPE_CHECKING

from salesbook.book.cadence import cadence_of
from salesbook.book.checks_history import year_before
from salesbook.book.model import TierRule
from salesbook.book.timeline import calendar_of
from salesbook.domain.customer_tiers import CUSTOMER_TIERS, Conditions, Facts, Place, places, rule_of
from salesbook.domain.visits import WEEK, Cadence, Slot, Unit, levelled, slots, visits_in
from salesbook.sheets.track_figures import PLACES
from salesbook.sheets.track_spans import as_of_day
from salesbook.texts import text

if TYPE_CHECKING:
    from salesbook.book.model import Book, Customer, Rep, Sales
    from salesbook.domain.calendar import SellingCalendar
    from salesbook.texts import Language

AHEAD = 13
"""Weeks of the visit plan."""
DEFAULTS: tuple[tuple[str, str, str, dict[str, Decimal | str]], ...] = (
    ("strategic", "strategic", "week", {"top": Decimal("0.2"), "payment": "fair"}),
    ("core", "core", "fortnight", {"top": Decimal("0.5")}),
    ("potential", "growing", "month", {"growth": Decimal("0.1")}),
    ("potential", "promising", "month", {"potential": Decimal("0.3")}),
    ("opportunity", "opportunity", "quarter", {}),
)
"""Tier, what its note says, how often it is visited, what it asks for: the rules of who has none."""


def default_rules(language: Language) -> tuple[TierRule, ...]:
    """The rules that a workbook gets when it has none."""
    return tuple(
        TierRule(
            tier, visits=text("customers", f"cadence.{unit}.once", language),
            note=text("customers", f"rule.{note}", language), **asked,  # type: ignore[arg-type]
        )
        for tier, note, unit, asked in DEFAULTS
    )  # fmt: skip


def rules_of(book: Book) -> tuple[TierRule, ...]:
    """The book's rules, or those by default."""
    return book.tiers or default_rules(book.settings.language)


# -- tiers -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """Facts of the book's customers, and of others whom history names in the year before the plan."""

    book: Book

    @cached_property
    def _sold(self) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
        """Folded name -> sold in the twelve months before the plan, and in the twelve before those."""
        start = self.book.settings.start
        year, before = year_before(start), year_before(year_before(start))
        return _by_client(self.book.history, year, start), _by_client(self.book.history, before, year)

    @cached_property
    def new(self) -> tuple[str, ...]:
        """Clients with revenue in the year before the plan that are no rows of sb_customers, by name."""
        listed = {one.name.casefold() for one in self.book.customers}
        sold, _ = self._sold
        wanted = {folded for folded, amount in sold.items() if amount > 0 and folded not in listed}
        spelled: dict[str, str] = {}
        for name in sorted(set(self.book.history.clients)):
            if name.casefold() in wanted:
                spelled.setdefault(name.casefold(), name)
        return tuple(sorted(spelled.values()))

    @cached_property
    def facts(self) -> dict[str, Facts]:
        """Name -> what is known; what people typed comes before what history says."""
        typed = {one.name: one for one in self.book.customers}
        return {name: self._facts(name, typed.get(name)) for name in (*typed, *self.new)}

    def _facts(self, name: str, customer: Customer | None) -> Facts:
        sold, before = (found.get(name.casefold(), Decimal(0)) for found in self._sold)
        growth = Fraction(sold) / Fraction(before) - 1 if before > 0 else None
        if customer is None:
            return Facts(sold, growth)
        growth = growth if customer.growth is None else Fraction(customer.growth)
        sold = sold if customer.revenue is None else customer.revenue
        return Facts(sold, growth, customer.potential, customer.payment)

    @cached_property
    def places(self) -> dict[str, Place]:
        return places(self.facts)

    @cached_property
    def conditions(self) -> tuple[Conditions, ...]:
        return tuple(
            Conditions(r.tier, _exact(r.top), _exact(r.growth), _exact(r.potential), r.payment)
            for r in rules_of(self.book)
        )

    def rule(self, name: str) -> Conditions | None:
        """The rule that gives the tier of a customer."""
        return rule_of(self.facts[name], self.places[name], self.conditions)

    def owner(self, name: str) -> str:
        """Who of the team sold most to a client, in the year before the plan; "" where nobody is left."""
        sales, team = self.book.history, {rep.name for rep in self.book.reps if not rep.end}
        return _most(sales, "rep", name.casefold(), team)

    def region(self, name: str) -> str:
        """The region with most of a client's sales."""
        sales = self.book.history
        return _most(sales, "region", name.casefold(), set(sales.axes.get("region", ())))


def _exact(share: Decimal | None) -> Fraction | None:
    return None if share is None else Fraction(share)


def _by_client(sales: Sales, start: date, end: date) -> dict[str, Decimal]:
    """Folded name -> amount from a day up to, not including, another."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for client, day, amount in zip(sales.clients, sales.dates, sales.amounts, strict=False):
        if client and start <= day < end:
            found[client.casefold()] += amount
    return found


def _most(sales: Sales, axis: str, folded: str, allowed: set[str]) -> str:
    """The member with most of a client's sales; the first by name of equals, "" where none is allowed."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for client, member, amount in zip(sales.clients, sales.axes.get(axis, ()), sales.amounts, strict=False):
        if client.casefold() == folded and member in allowed:
            found[member] += amount
    return min(found, key=lambda member: (-found[member], member), default="")


# -- visits ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Visited:
    """A customer in the visit plan: the cadence (None: nobody said), its shift, the visits of each week."""

    customer: Customer
    cadence: Cadence | None
    shift: int
    visits: tuple[int, ...]
    sold: Decimal

    @property
    def due(self) -> date | None:
        """The day on which the next visit is due; None where the last one or the cadence is not known."""
        last = self.customer.last
        return last + timedelta(self.cadence.days) if last and self.cadence else None

    def overdue(self, as_of: date) -> int | None:
        """Days since then; None where nobody knows."""
        return None if self.due is None else max(0, (as_of - self.due).days)


@dataclass(frozen=True)
class Visits:
    """The visit plan of a book from its as-of day."""

    book: Book

    @cached_property
    def as_of(self) -> date:
        return as_of_day(self.book)

    @cached_property
    def mondays(self) -> tuple[date, ...]:
        """The weeks from the as-of day's on, of the plan, thirteen at most."""
        settings = self.book.settings
        first = _monday(min(max(self.as_of, settings.start), settings.end))
        count = min(AHEAD, (_monday(settings.end) - first).days // 7 + 1)
        return tuple(first + WEEK * n for n in range(count))

    @cached_property
    def slots(self) -> dict[Unit, tuple[Slot, ...]]:
        return slots(self.mondays[0], len(self.mondays), _monday(self.book.settings.start))

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """Reps with customers, in the order of the team; "" last where somebody's owner is not known."""
        named = {one.owner for one in self.book.customers}
        return tuple(rep.name for rep in self.book.reps if rep.name in named) + (("",) if "" in named else ())

    @cached_property
    def lines(self) -> tuple[Visited, ...]:
        """Customers by owner, then from the highest tier, then by name."""
        found = [line for owner in self.owners for line in self._of(owner)]
        return tuple(found)

    def _of(self, owner: str) -> list[Visited]:
        own = [one for one in self.book.customers if one.owner == owner]
        cadences = {one.name: cadence for one in own if (cadence := self.cadence(one))}
        shifts = levelled(cadences, self.slots, self.rooms(owner))
        lines = [self._line(one, cadences.get(one.name), shifts.get(one.name, 0)) for one in own]
        return sorted(lines, key=lambda line: (_height(line.customer.tier), line.customer.name))

    def _line(self, one: Customer, cadence: Cadence | None, shift: int) -> Visited:
        weeks = self.slots[cadence.unit] if cadence else ()
        visits = tuple(visits_in(cadence, slot, shift) for slot in weeks) if cadence else (0,) * len(self.mondays)
        return Visited(one, cadence, shift, visits, self.sold.get(one.name.casefold(), Decimal(0)))

    def cadence(self, one: Customer) -> Cadence | None:
        """A customer's own cadence, or that of the tier."""
        return (cadence_of(one.visits) if one.visits else None) or self._of_tier.get(one.tier)

    @cached_property
    def _of_tier(self) -> dict[str, Cadence]:
        found: dict[str, Cadence] = {}
        for rule in rules_of(self.book):
            cadence = cadence_of(rule.visits) if rule.visits else None
            if cadence:
                found.setdefault(rule.tier, cadence)
        return found

    @cached_property
    def sold(self) -> dict[str, Decimal]:
        """Folded name -> sold from the plan's start to the as-of day."""
        found = _by_client(self.book.actuals, self.book.settings.start, self.as_of + timedelta(1))
        return {name: round(amount, PLACES) for name, amount in found.items()}

    def days(self, owner: str) -> tuple[Fraction, ...]:
        """A rep's selling days in each week, within the plan and the rep's own time; nobody has none."""
        rep = next((one for one in self.book.reps if one.name == owner), None)
        return tuple(self._days(rep, monday) if rep else Fraction(0) for monday in self.mondays)

    def _days(self, rep: Rep, monday: date) -> Fraction:
        settings = self.book.settings
        start = max(monday, settings.start, rep.start or date.min)
        end = min(monday + timedelta(6), settings.end, rep.end or date.max)
        return self._calendar.selling_days(start, end)

    @cached_property
    def _calendar(self) -> SellingCalendar:
        return calendar_of(self.book)

    def rooms(self, owner: str) -> tuple[int, ...]:
        """How many visits a rep has time for in each week."""
        per_day = Fraction(self.book.settings.visits_per_day)
        return tuple(floor(days * per_day) for days in self.days(owner))

    def loads(self, owner: str) -> tuple[int, ...]:
        """A rep's visits in each week."""
        own = [line.visits for line in self.lines if line.customer.owner == owner]
        return tuple(map(sum, zip(*own, strict=True)))

    def over(self, owner: str) -> tuple[date, ...]:
        """The Mondays of the weeks in which more is planned than a rep has time for; nobody's have none."""
        weeks = zip(self.mondays, self.loads(owner), self.rooms(owner), strict=True)
        return tuple(monday for monday, load, room in weeks if load > room) if owner else ()

    @cached_property
    def overdue(self) -> tuple[tuple[Visited, int], ...]:
        """Customers who should have been visited by the as-of day, those who wait longest first."""
        waiting = [(line, line.overdue(self.as_of) or 0) for line in self.lines]
        return tuple(sorted((w for w in waiting if w[1]), key=lambda w: (-w[1], w[0].customer.name)))


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


def _height(tier: str) -> int:
    return CUSTOMER_TIERS.index(tier) if tier else len(CUSTOMER_TIERS)
