"""Settle 结算: the payout of a period from the actuals, kept line by line; a later run adds what has changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from salesbook.book.achieved import Achieved
from salesbook.book.asked_period import asked_period, suffix_of
from salesbook.book.catalogue import CATALOGUE
from salesbook.book.changes import AppendRows, ChangeSet, Line, Outcome
from salesbook.book.checks_incentives import incentive_problems
from salesbook.book.model import PayoutRow
from salesbook.book.payouts import Payouts, is_absolute
from salesbook.book.reading import read
from salesbook.book.references import Refs
from salesbook.domain.payout import NOTHING
from salesbook.errors import Place, Problem, errors_in
from salesbook.jobs.refresh import refreshed
from salesbook.jobs.tables import put_table
from salesbook.sheets.pay_statements import KEY
from salesbook.texts import in_each, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from salesbook.book.model import Book
    from salesbook.book.payouts import Statement
    from salesbook.book.snapshot import Snapshot
    from salesbook.book.values import Scalar
    from salesbook.domain.period import Period
    from salesbook.texts import Language

_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SettleRequest:
    """Which period, by its name; "" for the whole plan."""

    period: str = ""


def settle(snapshot: Snapshot, request: SettleRequest, today: date) -> Outcome:
    """The lines of the period, or, where it was settled before, the differences to what stands there."""
    reading = read(snapshot)
    if reading.book is None or reading.errors:
        return Outcome(problems=reading.problems)
    problems = (*reading.problems, *lacking_rules(reading.book), *incentive_problems(reading.book))
    period = asked_period(request.period, reading.book)
    if isinstance(period, Problem):
        problems = (*problems, period)
    if errors_in(problems) or isinstance(period, Problem):
        return Outcome(problems=problems)
    payouts = Payouts(Achieved(reading.book), period)
    problems = (*problems, *_doubts(payouts, period, today))
    if errors_in(problems):
        return Outcome(problems=problems)
    rows = new_rows(reading.book, period, payouts.statements(), today)
    summary = _summary(reading.book, period, rows)
    if not rows:
        return Outcome(problems=(*problems, Problem("settled-already", words={"period": period.key})), summary=summary)
    book = replace(reading.book, payouts=(*reading.book.payouts, *rows))
    changes = reading.repairing() + _put(snapshot, rows, book.settings.language)
    changes += refreshed(snapshot, book, changes, wanted=(KEY + suffix_of(period, book),))
    return Outcome(changes, problems, summary)


def new_rows(book: Book, period: Period, statements: Iterable[Statement], today: date) -> tuple[PayoutRow, ...]:
    """The rows to add: all lines of who was not settled yet, of the others the lines whose amounts are different."""
    before = [row for row in book.payouts if row.period == period.key]
    run = max((row.run for row in before), default=0) + 1
    found = []
    for statement in statements:
        old = [row for row in before if row.rep == statement.rep.name]
        new = _merged(_rows(statement, period, run, today))
        found += _differences(old, new, run, today) if old else new
    return tuple(found)


def _rows(statement: Statement, period: Period, run: int, today: date) -> Iterator[PayoutRow]:
    for line in statement.lines:
        of = line.of
        yield PayoutRow(
            period.key, statement.rep.name, line.kind, of.part, of.metric, of.item, of.step,
            line.basis, line.rate, line.amount, run, today, "settled",
        )  # fmt: skip


def _key(row: PayoutRow) -> _Key:
    return (row.rule, row.part, row.metric, row.item, row.step)


def _merged(rows: Iterable[PayoutRow]) -> list[PayoutRow]:
    """Rows of one key as one, so that a later run can compare them."""
    found: dict[_Key, PayoutRow] = {}
    for row in rows:
        first = found.get(_key(row))
        found[_key(row)] = replace(first, amount=first.amount + row.amount) if first else row
    return list(found.values())


def _differences(old: Sequence[PayoutRow], new: Sequence[PayoutRow], run: int, today: date) -> list[PayoutRow]:
    """What has to be added so that the lines of all runs sum to the new ones; lines that are gone are taken back."""
    settled: dict[_Key, PayoutRow] = {}
    for row in old:
        first = settled.get(_key(row))
        base = (first.base or NOTHING) + (row.base or NOTHING) if first else row.base
        settled[_key(row)] = replace(row, base=base, amount=row.amount + (first.amount if first else NOTHING))
    wanted = {_key(row): row for row in new}
    found = []
    for key in dict.fromkeys((*settled, *wanted)):
        was, now = settled.get(key), wanted.get(key)
        amount = (now.amount if now else NOTHING) - (was.amount if was else NOTHING)
        if amount:
            base = ((now and now.base) or NOTHING) - ((was and was.base) or NOTHING)
            shown = now or was
            assert shown is not None, "a key is of one of the two"
            found.append(replace(shown, base=base, amount=amount, run=run, settled=today, state="correction"))
    return found


def lacking_rules(book: Book) -> Iterator[Problem]:
    """What payouts cannot do without."""
    if not book.incentives:
        yield Problem("no-incentives", Place(table="sb_incentives"))
    if not book.days:
        yield Problem("no-plan")


def _doubts(payouts: Payouts, period: Period, today: date) -> Iterator[Problem]:
    """No rule for such a period, a period that still runs or without sales, profit without costs."""
    yield from rules_apart(payouts)
    yield from _without_target(payouts)
    if today <= period.end:
        yield Problem("period-not-over", words={"period": period.key, "end": period.end})
    yield from without_sales(payouts.achieved, period)
    missing = payouts.achieved.costless(period.start, period.end)
    if missing and any(payouts.metric(row) == "profit" for row in payouts.rows):
        yield Problem("profit-without-cost", Place(table="sb_actuals"), {"count": missing})


def without_sales(achieved: Achieved, period: Period) -> Iterator[Problem]:
    """That nothing was sold in a period, which may be so, and more likely was not brought in yet."""
    if not achieved.sold(period.start, period.end):
        yield Problem("period-without-actuals", Place(table="sb_actuals"), {"period": period.key})


def _without_target(payouts: Payouts) -> Iterator[Problem]:
    """Rules that measure by a target which nobody has in the period, so that they cannot work."""
    for row in payouts.rows:
        by_target = not is_absolute(row) and row.rule not in ("cap", "guarantee")
        mine = [rep for rep in payouts.book.reps if by_target and row in payouts.rules_of(rep)]
        if mine and not any(payouts.handed(row, rep)["target"] > 0 for rep in mine):
            metric = in_each("choices", f"metric.{payouts.metric(row)}")
            yield Problem("incentive-without-target", row.place, {"metric": metric, "period": payouts.period.key})


def rules_apart(payouts: Payouts) -> Iterator[Problem]:
    """Where no rule is settled for a period of this kind: for which they are."""
    if not payouts.rows:
        kinds = dict.fromkeys(row.every or "plan" for row in payouts.book.incentives)
        names = [in_each("choices", f"every.{kind}") for kind in kinds]
        known = {"zh": "、".join(n["zh"] for n in names), "en": ", ".join(n["en"] for n in names)}
        place = payouts.book.incentives[0].place
        yield Problem("nothing-settled", place, {"period": payouts.period.key, "known": known})


def _put(snapshot: Snapshot, rows: Sequence[PayoutRow], language: Language) -> ChangeSet:
    """Rows are added; those that stand there stay as they are."""
    cells = payout_cells(rows, language)
    block = snapshot.tables.get("sb_payout")
    if block is None or block.is_empty:
        return put_table(snapshot, "sb_payout", cells, language)
    refs = Refs(language, snapshot.tables)
    headings = [refs.heading("sb_payout", column.key) for column in CATALOGUE["sb_payout"].columns]
    known = [i for i, heading in enumerate(headings) if heading in block.headings]
    kept = tuple(tuple(row[i] for i in known) for row in cells)
    return ChangeSet((AppendRows("sb_payout", tuple(headings[i] for i in known), kept),))


def payout_cells(rows: Iterable[PayoutRow], language: Language) -> list[tuple[Scalar, ...]]:
    """Rows with all columns of sb_payout in the catalogue's order, choices in words."""
    return [
        (
            row.period, row.rep, text("choices", f"incentive.{row.rule}", language),
            row.part and text("choices", f"paypart.{row.part}", language),
            row.metric and text("choices", f"metric.{row.metric}", language),
            row.item or None, step_word(row.step, language) or None, row.base, row.rate, row.amount, row.run,
            row.settled, text("choices", f"payout.{row.state}", language),
        )
        for row in rows
    ]  # fmt: skip


def step_word(step: str, language: Language) -> str:
    """A tier's word; a bound as it stands."""
    return text("choices", f"tier.{step}", language) if step in ("floor", "target", "stretch") else step


def _summary(book: Book, period: Period, rows: Sequence[PayoutRow]) -> tuple[Line, ...]:
    """The whole, then each rep: settled before, and with what is new."""
    before = [row for row in book.payouts if row.period == period.key]
    after = [*before, *rows]
    names = dict.fromkeys(row.rep for row in after)
    every = Line(in_each("jobs", "settle.total", period=period.key), _sum(before), _sum(after))
    each = (
        Line(in_each("jobs", "settle.rep", rep=name), _sum(r for r in before if r.rep == name),
             _sum(r for r in after if r.rep == name))
        for name in names
    )  # fmt: skip
    return (every, *each)


def _sum(rows: Iterable[PayoutRow]) -> Decimal:
    return sum((row.amount for row in rows), NOTHING)
