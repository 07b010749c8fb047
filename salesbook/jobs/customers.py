"""Customers 客户: tiers proposed by rule, the visit plan, who is overdue and for whom there is no time."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from salesbook.book.cadence import cadence_of
from salesbook.book.catalogue import CATALOGUE
from salesbook.book.changes import AppendRows, ChangeSet, Line, Outcome, PutCells
from salesbook.book.model import Customer
from salesbook.book.reading import read
from salesbook.book.references import Refs, position
from salesbook.errors import Place, Problem
from salesbook.jobs.refresh import refreshed
from salesbook.jobs.review import as_of as book_as_of
from salesbook.jobs.tables import as_of_setting, put_table
from salesbook.sheets.customer_figures import Known, Visits, default_rules
from salesbook.sheets.customer_said import reason
from salesbook.sheets.visits_page import KEY
from salesbook.texts import LANGUAGES, in_each, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from salesbook.book.model import Book, TierRule
    from salesbook.book.snapshot import Snapshot, TableBlock
    from salesbook.texts import Language

SAID = 12
"""So many customers are named in the summary."""


@dataclass(frozen=True, slots=True)
class CustomersRequest:
    """Whether tiers are proposed, and customers of the past added; else only the visit plan is made."""

    propose: bool = False
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The customers with their new tiers; the added ones come last."""

    customers: tuple[Customer, ...]
    changed: tuple[int, ...]
    """Where rows of the table change."""
    added: int
    kept: int


def customers(snapshot: Snapshot, request: CustomersRequest, today: date) -> Outcome:  # noqa: ARG001
    """Tiers if asked for, then the visit plan over them; the rules are put where there are none."""
    reading = read(snapshot)
    if reading.book is None or reading.errors:
        return Outcome(problems=reading.problems)
    book, language = book_as_of(reading.book, request.as_of), reading.book.settings.language
    proposal = propose(book) if request.propose else Proposal(book.customers, (), 0, 0)
    if not proposal.customers:
        return Outcome(problems=(*reading.problems, Problem("no-customers", Place(table="sb_customers"))))
    changes = reading.repairing() + as_of_setting(snapshot, request.as_of, language)
    if "sb_tiers" not in snapshot.tables or not book.tiers:
        rows = [_rule_row(rule, language) for rule in default_rules(language)]
        changes += put_table(snapshot, "sb_tiers", rows, language)
    changes += _put(snapshot, proposal, language) if request.propose else ChangeSet()
    after = replace(book, customers=proposal.customers)
    changes += refreshed(snapshot, after, changes, wanted=(KEY,))
    found = Visits(after)
    problems = (*reading.problems, *_unclear(after), *_over(found))
    return Outcome(changes, problems, tuple(_proposed(book, proposal, request)) + tuple(_summary(found)))


# -- tiers -----------------------------------------------------------------------------------------------------------


def propose(book: Book) -> Proposal:
    """Every customer whose tier is not people's gets that of the rules; clients of the past year are added."""
    known = Known(book)
    listed, changed, kept = [], [], 0
    for at, one in enumerate(book.customers):
        if one.tier and one.set != "rule":
            kept += 1
            listed.append(one)
            continue
        now = _tiered(one, known)
        listed.append(now)
        if now != one:
            changed.append(at)
    added = [
        _tiered(Customer(name, owner=known.owner(name), region=known.region(name)), known) for name in known.new
    ]
    return Proposal((*listed, *added), tuple(changed), len(added), kept)


def _tiered(one: Customer, known: Known) -> Customer:
    """The customer with the tier that the rules give, and why; without one where no rule holds."""
    rule, language = known.rule(one.name), known.book.settings.language
    if rule is None:
        return replace(one, tier="", set="", why="")
    why = reason(known.facts[one.name], known.places[one.name], rule, language)
    return replace(one, tier=rule.tier, set="rule", why=why)


def _put(snapshot: Snapshot, proposal: Proposal, language: Language) -> ChangeSet:
    """Only the cells of tiers change, and rows are added at the end; a new table holds them all."""
    rows = [_row(one, language) for one in proposal.customers]
    block = snapshot.tables.get("sb_customers")
    if block is None or block.is_empty:
        return put_table(snapshot, "sb_customers", rows, language)
    keys = [column.key for column in CATALOGUE["sb_customers"].columns]
    cells: dict[tuple[int, int], Any] = {}
    for at in proposal.changed:
        row = _row_of(block, proposal.customers[at])
        for key in ("tier", "set", "why"):
            column = position(block.headings, CATALOGUE["sb_customers"].column(key))
            if column is not None:
                cells[row, column] = rows[at][keys.index(key)]
    changes = (PutCells("sb_customers", cells),) if cells else ()
    return ChangeSet(changes) + _append(snapshot, block, rows[len(rows) - proposal.added :], language)


def _append(snapshot: Snapshot, block: TableBlock, rows: Sequence[tuple[Any, ...]], language: Language) -> ChangeSet:
    if not rows:
        return ChangeSet()
    refs = Refs(language, snapshot.tables)
    headings = [refs.heading("sb_customers", column.key) for column in CATALOGUE["sb_customers"].columns]
    known = [i for i, heading in enumerate(headings) if heading in block.headings]
    kept = tuple(tuple(row[i] for i in known) for row in rows)
    return ChangeSet((AppendRows("sb_customers", tuple(headings[i] for i in known), kept),))


def _row_of(block: TableBlock, one: Customer) -> int:
    """The row of a customer within the table's data, from its place on the sheet."""
    found = re.search(r"\d+$", one.place.cell)
    assert found, "a customer that was read has a place"
    return int(found[0]) - block.row - 1


def _row(one: Customer, language: Language) -> tuple[Any, ...]:
    return (
        one.name, _word("customer_tier", one.tier, language), one.owner or None, one.target, one.visits or None,
        one.note or None, one.region or None, one.revenue, one.growth, one.potential,
        _word("payment", one.payment, language), one.last, _word("tier_set", one.set, language), one.why or None,
    )  # fmt: skip


def _rule_row(rule: TierRule, language: Language) -> tuple[Any, ...]:
    tier, payment = _word("customer_tier", rule.tier, language), _word("payment", rule.payment, language)
    return tier, rule.top, rule.growth, rule.potential, payment, rule.visits, rule.note


def _word(choice: str, key: str, language: Language) -> str | None:
    return text("choices", f"{choice}.{key}", language) if key else None


# -- what is said ----------------------------------------------------------------------------------------------------


def _unclear(book: Book) -> Iterator[Problem]:
    """Visits that nobody understands: the tier's count instead."""
    rows: tuple[Customer | TierRule, ...] = (*book.customers, *book.tiers)
    for row in rows:
        if row.visits and cadence_of(row.visits) is None:
            yield Problem("visits-unclear", row.place, {"shown": row.visits})


def _over(found: Visits) -> Iterator[Problem]:
    """Reps who have more visits planned than there is time for."""
    for owner in found.owners:
        weeks = found.over(owner)
        if weeks:
            rep = next(rep for rep in found.book.reps if rep.name == owner)
            named = {language: _weeks(weeks, language) for language in LANGUAGES}
            load, room = sum(found.loads(owner)), sum(found.rooms(owner))
            words = {"rep": owner, "weeks": named, "count": len(weeks), "visits": load, "room": room}
            yield Problem("visits-over-capacity", rep.place, words)


def _weeks(mondays: Sequence[date], language: Language) -> str:
    listed = [f"{day:%m-%d}" for day in mondays[:SAID]]
    return text("customers", "why.joint", language).join(listed) + (" …" if len(mondays) > SAID else "")


def _proposed(book: Book, proposal: Proposal, request: CustomersRequest) -> Iterator[Line]:
    if not request.propose:
        return
    before = sum(one.set == "rule" for one in book.customers)
    yield Line(in_each("customers", "say.tiers"), before, sum(one.set == "rule" for one in proposal.customers))
    if proposal.kept:
        yield Line(in_each("customers", "say.kept"), None, proposal.kept)
    if proposal.added:
        yield Line(in_each("customers", "say.added"), None, proposal.added)
    new = proposal.customers[len(proposal.customers) - proposal.added :]
    for one in (*(proposal.customers[at] for at in proposal.changed), *new)[:SAID]:
        tier = in_each("choices", f"customer_tier.{one.tier}") if one.tier else "–"
        yield Line(in_each("customers", "say.tier", customer=one.name, tier=tier, why=one.why or "–"))


def _summary(found: Visits) -> Iterator[Line]:
    first, weeks = found.mondays[0], len(found.mondays)
    planned = sum(sum(line.visits) for line in found.lines)
    yield Line(in_each("customers", "say.visits", first=first, weeks=weeks), None, planned)
    if found.overdue:
        named = {
            language: text("customers", "why.joint", language).join(
                text(
                    "customers", "say.overdue-one", language, customer=line.customer.name, days=days,
                    owner=line.customer.owner or text("customers", "none", language),
                )
                for line, days in found.overdue[:SAID]
            )
            for language in LANGUAGES
        }  # fmt: skip
        yield Line(in_each("customers", "say.overdue", customers=named))
