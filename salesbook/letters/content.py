"""A rep's letter from the book: every number from the plan as it stands, the hedge in it and never beside it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.letters.desk import Desk
from salesbook.letters.handed import by_period, handed, main_metric, whole_of
from salesbook.letters.letter import Letter
from salesbook.letters.narrow import narrowed
from salesbook.letters.pay import incentive_rows, promises
from salesbook.letters.placeholders import said
from salesbook.letters.process import channel_rows, process_rows, share_of, stages
from salesbook.letters.serial import serial_of
from salesbook.letters.spans import cut, size_for
from salesbook.letters.spoken import period_name, span, term, unit_of
from salesbook.letters.tracking import tracking_rows
from salesbook.letters.why import how_spread, percent, where_from
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from salesbook.book.model import Book, DayRow, PlanRow, Rep
    from salesbook.book.values import Scalar
    from salesbook.letters.handed import Leaf

    Rows = tuple[Mapping[str, Scalar], ...]

_DAYS_OF_A_PHASE = 10
"""So many days of a single period are shown one by one, more by week."""


@dataclass(frozen=True, slots=True)
class Issue:
    """What all letters of one issue share: what they are called, the day, how many selling days there are, and
    which period of the plan they are for ("": all of it)."""

    kind: str
    day: date
    selling_days: Fraction
    period: str = ""
    season: str = ""
    """The policy by which the months differ, where the plan was asked."""


def letter_of(book: Book, rep: Rep, issue: Issue) -> Letter | None:
    """The rep's letter; None for a rep who has no target."""
    return Writer(book, issue).letter(rep)


class Writer:
    """Writes the letters of one issue."""

    def __init__(self, book: Book, issue: Issue) -> None:
        self.whole = book
        self.book = narrowed(book, issue.period)
        self.issue = issue
        self.desk = Desk(self.book)
        self.all = Desk(book) if issue.period else self.desk
        self.metric = main_metric(self.book)
        self.others = [m for m in dict.fromkeys(row.metric for row in self.book.plan) if m != self.metric]
        self.plan = whole_of(self.book)

    def has_target(self, rep: Rep) -> bool:
        """Whether there is a letter for a rep."""
        return bool(handed(self.desk.plan(rep.name, self.metric)))

    def letter(self, rep: Rep) -> Letter | None:
        """The rep's letter; None for a rep who has no target."""
        mine = self.desk.plan(rep.name, self.metric)
        if not handed(mine):
            return None
        settings, serial = self.book.settings, serial_of(self.whole, rep, self.issue.period)
        words = {
            "kind": text("letters", f"kind.{self.issue.kind}", settings.language), "rep": rep.name,
            "year": self.issue.period or settings.start.year, "version": settings.version,
        }  # fmt: skip
        return Letter(
            rep.name, serial, settings.version, self.issue.day,
            text("letters", "said.title", settings.language, **words),
            self._slots(rep, mine, serial), self._blocks(rep, mine), self.issue.period,
        )  # fmt: skip

    def _slots(self, rep: Rep, mine: Sequence[PlanRow], serial: str) -> dict[str, Scalar]:
        """Known values only: an empty text is none."""
        book, settings, total = self.book, self.book.settings, handed(mine)
        found: dict[str, Scalar] = {
            "company": settings.company, "plan": settings.plan, "serial": serial,
            "version": settings.version, "issued": self.issue.day, "issuer": settings.issuer,
            "rep": rep.name, "id": rep.id, "team": rep.team, "manager": rep.manager,
            "region": _region(book, rep, mine),
            "metric": text("choices", f"metric.{self.metric}", settings.language),
            "unit": unit_of(self.metric, settings.language),
            "period": term(settings.start, settings.end, settings.language),
            "start": settings.start, "end": settings.end,
            "floor_total": total.floor, "target_total": total.target, "stretch_total": total.stretch,
            **self._why(rep, mine), **stages(book, self.desk.process(rep.name)), **self._promises(rep, mine),
        }  # fmt: skip
        return {key: value for key, value in found.items() if value not in (None, "")}

    def _why(self, rep: Rep, mine: Sequence[PlanRow]) -> dict[str, Scalar]:
        language = self.book.settings.language
        spread = self._part(rep, mine) if self.issue.period else how_spread(self.book, mine, self.issue.season)
        sentences = where_from(self.book, rep, mine, self.plan), spread
        between = text("letters", "why.between", language)
        return {"why_from": sentences[0], "why_spread": sentences[1], "why": between.join(sentences)}

    def _part(self, rep: Rep, mine: Sequence[PlanRow]) -> str:
        """A period's share of all that the rep was handed down."""
        language, whole = self.book.settings.language, handed(self.all.plan(rep.name, self.metric)).target
        part = Fraction(handed(mine).target, whole) if whole else Fraction(0)
        return text("letters", "why.part", language, share=percent(part, language), total=said(whole))

    def _promises(self, rep: Rep, mine: Sequence[PlanRow]) -> dict[str, Scalar]:
        """Money is promised for the whole plan, never for one period of it."""
        return {} if self.issue.period else promises(self.book, rep, handed(mine))

    def _blocks(self, rep: Rep, mine: Sequence[PlanRow]) -> dict[str, Rows]:
        book, process = self.book, self.desk.process(rep.name)
        days = self.desk.days(rep.name, self.metric, book.settings.start, book.settings.end)
        leaves = by_period(mine)
        return {
            "periods": _periods(book, self._shown(leaves, days), handed(mine).target),
            "metrics": self._metrics(rep.name),
            "process": process_rows(book, process, self.issue.selling_days),
            "channels": channel_rows(book, process, self.issue.selling_days),
            "measures": tuple(
                {"measure": m.name, "unit": m.unit, "target": m.target, "actual": m.actual} for m in book.measures
            ),
            "incentives": () if self.issue.period else incentive_rows(book, rep, handed(mine)),
            "customers": _customers(book, rep),
            "actions": _actions(book, rep),
            "tracking": tracking_rows(leaves, days),
        }

    def _shown(self, leaves: Sequence[Leaf], days: Sequence[DayRow]) -> Sequence[tuple[str, Leaf]]:
        """The periods by name; a letter for a single one shows its days or weeks."""
        language = self.book.settings.language
        if not self.issue.period or len(leaves) != 1:
            return [(period_name(leaf, language), leaf) for leaf in leaves]
        size = size_for(leaves[0].start, leaves[0].end, _DAYS_OF_A_PHASE)
        parts = cut(leaves[0], days, size)
        return [(text("letters", f"said.{size}", language, number=n), part) for n, part in enumerate(parts, start=1)]

    def _metrics(self, rep: str) -> Rows:
        """The rep's totals of the plan's other metrics."""
        language = self.book.settings.language
        totals = ((metric, handed(self.desk.plan(rep, metric))) for metric in self.others)
        return tuple(
            {
                "metric": text("choices", f"metric.{metric}", language), "unit": unit_of(metric, language),
                "floor": total.floor, "target": total.target, "stretch": total.stretch,
            }
            for metric, total in totals
            if total
        )  # fmt: skip


def _region(book: Book, rep: Rep, mine: Sequence[PlanRow]) -> str:
    """The rep's own, or else those that the plan gives the rep."""
    between = text("letters", "said.and", book.settings.language)
    return rep.region or between.join(dict.fromkeys(row.region for row in mine if row.region))


def _periods(book: Book, shown: Sequence[tuple[str, Leaf]], total: int) -> Rows:
    language = book.settings.language
    return tuple(
        {
            "period": name, "start": leaf.start, "end": leaf.end, "span": span(leaf.start, leaf.end, language),
            "floor": leaf.tiers.floor, "target": leaf.tiers.target, "stretch": leaf.tiers.stretch,
            "share": share_of(leaf.tiers.target, total),
        }
        for name, leaf in shown
    )  # fmt: skip


def _customers(book: Book, rep: Rep) -> Rows:
    """The rep's own customers: never another's, and none that nobody owns. Visits are the customer's, or the tier's."""
    language = book.settings.language
    visits = {rule.tier: rule.visits for rule in reversed(book.tiers)}
    return tuple(
        {
            "customer": one.name, "target": one.target, "visits": one.visits or visits.get(one.tier, ""),
            "note": one.note,
            "tier": text("choices", f"customer_tier.{one.tier}", language) if one.tier else "",
        }
        for one in book.customers
        if one.owner == rep.name
    )  # fmt: skip


def _actions(book: Book, rep: Rep) -> Rows:
    """The rep's own actions, the team's, and those that nobody owns: never another rep's."""
    own = ("", rep.name, rep.team)
    said_self = text("letters", "said.self", book.settings.language)
    return tuple(
        {
            "task": a.task, "owner": said_self if a.owner == rep.name else a.owner, "start": a.start, "due": a.due,
            "resource": a.resource, "state": _state(book, a.state),
        }
        for a in book.actions
        if a.owner in own and a.state not in ("suggested", "dropped")
    )


def _state(book: Book, state: str) -> str:
    return text("choices", f"state.{state}", book.settings.language) if state else ""
