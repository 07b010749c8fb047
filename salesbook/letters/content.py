"""A rep's letter from the book: every number from the plan as it stands, the hedge in it and never beside it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.book.incentives import promised
from salesbook.domain.payout import Terms, payout_at
from salesbook.letters.handed import Tiers, by_period, handed, main_metric
from salesbook.letters.letter import Letter
from salesbook.letters.placeholders import said
from salesbook.letters.process import channel_rows, process_rows, stages
from salesbook.letters.serial import serial_of
from salesbook.letters.spoken import period_name, span, term, unit_of
from salesbook.letters.why import how_spread, where_from
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from fractions import Fraction

    from salesbook.book.model import Book, Incentive, PlanRow, Rep
    from salesbook.book.values import Scalar

    Rows = tuple[Mapping[str, Scalar], ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """What all letters of one issue share: what they are called, the day, and how many selling days the plan has."""

    kind: str
    day: date
    selling_days: Fraction


def rows_of(book: Book, rep: str, metric: str) -> tuple[PlanRow, ...]:
    """The rep's leaves of a metric."""
    return tuple(row for row in book.plan if row.rep == rep and row.metric == metric)


def letter_of(book: Book, rep: Rep, issue: Issue) -> Letter | None:
    """The rep's letter; None for a rep who has no target."""
    mine = rows_of(book, rep.name, main_metric(book))
    if not handed(mine):
        return None
    language, version = book.settings.language, book.settings.version
    year = book.settings.start.year
    kind = text("letters", f"kind.{issue.kind}", language)
    return Letter(
        rep.name, serial_of(book, rep), version, issue.day,
        text("letters", "said.title", language, kind=kind, rep=rep.name, year=year, version=version),
        _slots(book, rep, mine, issue), _blocks(book, rep, mine, issue),
    )


def _slots(book: Book, rep: Rep, mine: Sequence[PlanRow], issue: Issue) -> dict[str, Scalar]:
    """Known values only: an empty text is none."""
    settings, total = book.settings, handed(mine)
    found: dict[str, Scalar] = {
        "company": settings.company, "plan": settings.plan, "serial": serial_of(book, rep),
        "version": settings.version, "issued": issue.day, "issuer": settings.issuer,
        "rep": rep.name, "id": rep.id, "team": rep.team, "manager": rep.manager, "region": _region(book, rep, mine),
        "metric": text("choices", f"metric.{main_metric(book)}", settings.language),
        "unit": unit_of(main_metric(book), settings.language),
        "period": term(settings.start, settings.end, settings.language),
        "start": settings.start, "end": settings.end,
        "floor_total": total.floor, "target_total": total.target, "stretch_total": total.stretch,
        **_why(book, rep, mine), **_stages(book, rep), **_promises(book, rep, total),
    }
    return {key: value for key, value in found.items() if value not in (None, "")}


def _region(book: Book, rep: Rep, mine: Sequence[PlanRow]) -> str:
    """The rep's own, or else those that the plan gives the rep."""
    between = text("letters", "said.and", book.settings.language)
    return rep.region or between.join(dict.fromkeys(row.region for row in mine if row.region))


def _why(book: Book, rep: Rep, mine: Sequence[PlanRow]) -> dict[str, Scalar]:
    sentences = where_from(book, rep, mine), how_spread(book, mine)
    between = text("letters", "why.between", book.settings.language)
    return {"why_from": sentences[0], "why_spread": sentences[1], "why": between.join(sentences)}


def _stages(book: Book, rep: Rep) -> dict[str, Scalar]:
    first, last = stages(book, rep.name)
    return {"entry_stage": first, "order_stage": last}


def _promises(book: Book, rep: Rep, total: Tiers) -> dict[str, Scalar]:
    """What each tier pays, as a short sentence."""
    language = book.settings.language
    return {
        f"{i.tier}_promise": text("letters", "said.promise", language, payout=said(_payout(i, total)))
        for i in promised(book, rep)
    }


def _payout(incentive: Incentive, total: Tiers) -> Decimal:
    none = Decimal(0)
    return payout_at(Terms(
        incentive.tier, getattr(total, incentive.tier),
        incentive.rate or none, incentive.reward or none, incentive.penalty or none,
    ))


def _blocks(book: Book, rep: Rep, mine: Sequence[PlanRow], issue: Issue) -> dict[str, Rows]:
    return {
        "periods": _periods(book, mine),
        "metrics": _metrics(book, rep.name),
        "process": process_rows(book, rep.name, issue.selling_days),
        "channels": channel_rows(book, rep.name, issue.selling_days),
        "measures": tuple(
            {"measure": m.name, "unit": m.unit, "target": m.target, "actual": m.actual} for m in book.measures
        ),
        "incentives": _incentives(book, rep, handed(mine)),
        "actions": _actions(book, rep),
    }


def _periods(book: Book, mine: Sequence[PlanRow]) -> Rows:
    language, total = book.settings.language, handed(mine).target
    return tuple(
        {
            "period": period_name(leaf, language), "start": leaf.start, "end": leaf.end,
            "span": span(leaf.start, leaf.end, language),
            "floor": leaf.tiers.floor, "target": leaf.tiers.target, "stretch": leaf.tiers.stretch,
            "share": Decimal(leaf.tiers.target) / total if total else None,
        }
        for leaf in by_period(mine)
    )


def _metrics(book: Book, rep: str) -> Rows:
    """The rep's totals of the plan's other metrics."""
    language, main = book.settings.language, main_metric(book)
    others = (m for m in dict.fromkeys(row.metric for row in book.plan) if m != main)
    totals = ((metric, handed(rows_of(book, rep, metric))) for metric in others)
    return tuple(
        {
            "metric": text("choices", f"metric.{metric}", language), "unit": unit_of(metric, language),
            "floor": total.floor, "target": total.target, "stretch": total.stretch,
        }
        for metric, total in totals
        if total
    )


def _incentives(book: Book, rep: Rep, total: Tiers) -> Rows:
    language = book.settings.language
    return tuple(
        {
            "tier": text("choices", f"tier.{i.tier}", language), "amount": getattr(total, i.tier),
            "rate": i.rate, "reward": i.reward, "payout": _payout(i, total), "penalty": i.penalty, "note": i.note,
        }
        for i in promised(book, rep)
    )


def _actions(book: Book, rep: Rep) -> Rows:
    """The rep's own actions, the team's, and those that nobody owns: never another rep's."""
    own = ("", rep.name, rep.team)
    return tuple(
        {
            "task": a.task, "owner": a.owner, "start": a.start, "due": a.due,
            "resource": a.resource, "state": _state(book, a.state),
        }
        for a in book.actions
        if a.owner in own
    )


def _state(book: Book, state: str) -> str:
    return text("choices", f"state.{state}", book.settings.language) if state else ""
