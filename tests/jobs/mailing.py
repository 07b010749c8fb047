"""A small plan whose letters are issued, ready to be sent."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from salesbook.hosts.memory import MemoryHost
from salesbook.jobs.issue import IssueRequest, issue
from salesbook.jobs.mail import MailRequest, Mails, mails
from salesbook.mail.ledger import Entry, Key, Ledger
from salesbook.mail.wording import shipped
from tests.jobs.test_issue import TODAY, planned
from tests.snapshots import block

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.book.snapshot import Snapshot, TableBlock
    from salesbook.mail.ledger import State

ADDRESSES = {"李伟": "li.wei@example.com", "王芳": "wang.fang@example.com"}


@cache
def _issued(names: tuple[str, ...]) -> tuple[Snapshot, dict[str, bytes]]:
    """The plan after its letters were issued, and their files."""
    given = planned(_days(names), names=names)
    outcome = issue(given, IssueRequest(), TODAY)
    host = MemoryHost(given)
    host.apply(outcome.changes)
    return host.read(), {file.name: file.content for file in outcome.files}


def _days(names: tuple[str, ...]) -> TableBlock:
    """Twenty working days of January that come to each rep's part of a million."""
    each = 1_000_000 // len(names) // 20
    days = [date(2026, 1, 5) + timedelta(days=n) for n in range(26) if n % 7 < 5]
    tiers = (each * 9 // 10, each, each * 11 // 10)
    return block("sb_days", *(("销售额", day, name, *tiers, None, 1) for name in names for day in days))


def posted(addresses: Mapping[str, str | None] = ADDRESSES, **more: Any) -> Mails:
    """The messages of the plan for reps with these addresses; `more` goes into the request."""
    _, files = _issued(tuple(addresses))
    texts = {"wording": shipped("letter", "zh"), "again": shipped("again", "zh")}
    return mails(team(addresses), MailRequest(**{**texts, "files": files, **more}))


def team(addresses: Mapping[str, str | None] = ADDRESSES) -> Snapshot:
    """The plan, with these people on the team sheet."""
    given, _ = _issued(tuple(addresses))
    people = block("sb_reps", *addresses.items(), headings=("name", "email"))
    return type(given)(
        {**given.tables, "sb_reps": people}, given.pages, given.sheets, given.names, given.label, given.closed
    )


def files(addresses: Mapping[str, str | None] = ADDRESSES) -> dict[str, bytes]:
    """The letters' files by name."""
    return dict(_issued(tuple(addresses))[1])


def with_issued(given: Snapshot, row: int = 0, **cells: Any) -> Snapshot:
    """The plan with some cells of a row of sb_issued changed; more rows are added at the end as row -1 + 1."""
    from salesbook.book.catalogue import CATALOGUE

    held = given.tables["sb_issued"]
    keys = [c.key for c in CATALOGUE["sb_issued"].columns]
    rows = [list(r) for r in held.rows]
    for key, value in cells.items():
        rows[row][keys.index(key)] = value
    changed = type(held)(held.name, held.sheet, held.row, held.column, held.headings, tuple(tuple(r) for r in rows))
    tables = {**given.tables, "sb_issued": changed}
    return type(given)(tables, given.pages, given.sheets, given.names, given.label, given.closed)


def key(rep: str = "李伟") -> Key:
    """By what the ledger knows the rep's letter."""
    return next(one.key for one in posted().letters if one.rep == rep and one.key)


def ledger(*states: State, rep: str = "李伟") -> Ledger:
    """A ledger with these lines about the rep's letter."""
    return Ledger.of(Entry(key(rep), state, "2026-01-06T09:00:00", ADDRESSES[rep], "250 OK") for state in states)
