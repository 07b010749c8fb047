"""Sending: the messages that were not sent yet leave one by one, and the plan is told what became of them."""

from __future__ import annotations

import os
import time
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from salesbook.cli.carry import Task, code_of, now, write
from salesbook.cli.show import show_lines, show_problems
from salesbook.errors import Place, Problem, errors_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from salesbook.book.snapshot import Snapshot
    from salesbook.cli.words import Words
    from salesbook.jobs.mail import Mails
    from salesbook.mail.deliver import Result
    from salesbook.mail.ledger import Ledger, State
    from salesbook.mail.ledger_file import LedgerFile
    from salesbook.mail.transport import Transport

SETTINGS = "mail.toml"
"""The person's own settings, in their folder for settings of programs, or where SALESBOOK_MAIL_SETTINGS says."""


def sent(words: Words, plan: Path, find: Callable[[Snapshot, Ledger], Mails], given: dict[str, Any]) -> int:
    """Mark what is to be marked, send what is to be sent, and write what became of it into the plan."""
    from salesbook.hosts.file import FileHost
    from salesbook.hosts.writing import refuse_open_elsewhere
    from salesbook.mail.ledger_file import LedgerFile

    snapshot = FileHost(plan).read()
    refuse_open_elsewhere(plan)
    with LedgerFile(plan) as ledger:
        found = find(snapshot, ledger.ledger)
        if _mark(ledger, found, given):
            found = find(snapshot, ledger.ledger)
        show_problems(words, found.problems)
        try:
            problems = _send(words, found, ledger, given, snapshot) if given["send"] else ()
        finally:
            code = _record(words, plan, ledger.ledger)
    show_problems(words, problems)
    return 1 if code or errors_in((*found.problems, *problems)) else 0


def _mark(ledger: LedgerFile, found: Mails, given: dict[str, Any]) -> bool:
    """Write down what people say of letters: arrived, or to be sent again. Whether they said anything."""
    from salesbook.errors import InputError
    from salesbook.mail.ledger import Entry

    at = now().isoformat(timespec="seconds")
    known = {letter.rep for letter in found.letters}
    wanted = [(name, state) for option, state in _MARKS.items() for name in given[option]]
    for name, _ in wanted:
        if name not in known:
            raise InputError(Problem("rep-not-in-team", Place(), {"rep": name, "known": ", ".join(sorted(known))}))
    for name, state in wanted:
        for letter in found.letters:
            if letter.rep == name and letter.key:
                ledger.put(Entry(letter.key, state, at, letter.address))
    return bool(wanted)


_MARKS: dict[str, State] = {"resend": "asked-again", "mark_sent": "said-sent"}


def _send(
    words: Words, found: Mails, ledger: LedgerFile, given: dict[str, Any], snapshot: Snapshot
) -> tuple[Problem, ...]:
    """Send what is ready; the problems of those that did not go."""
    from salesbook.mail.deliver import Clock, Post, deliver

    transport, warnings = _transport(given, snapshot)
    show_problems(words, warnings)
    clock = Clock(_local, time.monotonic, time.sleep)
    post = Post(transport, ledger.ledger, ledger.put, clock, given["per_minute"])
    results: list[Result] = []
    stopped = deliver(found.ready, post, partial(_tell, words, len(found.ready), results))
    return (*stopped, *(problem for result in results for problem in _problems(result)))


def _local() -> datetime:
    """The clock with its time zone, as mail dates are written."""
    return datetime.now().astimezone()


def _transport(given: dict[str, Any], snapshot: Snapshot) -> tuple[Transport, Sequence[Problem]]:
    if given["outlook"]:
        from salesbook.mail.outlook import Outlook

        return Outlook(), ()
    from salesbook.book.reading import read
    from salesbook.mail.password import password_of
    from salesbook.mail.server import server
    from salesbook.mail.smtp import Smtp

    book = read(snapshot, only=()).book
    named = {key: str(given[option] or "") for key, option in _OPTIONS.items()}
    if given["no_tls"]:
        named["security"] = "none"
    found = server(named, os.environ, _settings(), book.settings.issuer if book else "")
    open_to_all = found.security == "none"
    warning = Problem("mail-without-tls", Place(), {"host": found.host})
    return Smtp(found, partial(password_of, found, os.environ), _local), (warning,) if open_to_all else ()


_OPTIONS = {"host": "host", "port": "port", "user": "user", "from": "sender", "ca": "ca"}


def settings_path() -> Path:
    """Where the person's own mail settings are."""
    own = os.environ.get("SALESBOOK_MAIL_SETTINGS")
    return Path(own) if own else Path(click.get_app_dir("salesbook")) / SETTINGS


def _settings() -> dict[str, str]:
    from salesbook.mail.server import settings_in

    path = settings_path()
    return settings_in(path.read_bytes(), path.name) if path.is_file() else {}


def _tell(words: Words, count: int, results: list[Result], result: Result) -> None:
    """A line as each message goes."""
    results.append(result)
    said = words(f"mail.{result.end}", reason=result.said)
    click.echo(f"  {len(results)}/{count} {result.mail.to}: {said}")


def _problems(result: Result) -> tuple[Problem, ...]:
    rep, address = result.mail.key.rep, result.mail.to.address
    if result.end == "maybe":
        return (Problem("mail-maybe-sent", Place(table="sb_reps"), {"rep": rep, "at": now().isoformat(" ")}),)
    if result.end in ("refused", "deferred"):
        words = {"rep": rep, "address": address, "reason": result.said}
        return (Problem(f"mail-{result.end}", Place(table="sb_reps"), words),)
    return ()


def _record(words: Words, plan: Path, ledger: Ledger) -> int:
    """The workbook as it is now gets the outcomes; what it does not get now, it gets the next time."""
    from salesbook.hosts.file import FileHost
    from salesbook.jobs.mail_record import recorded

    host = FileHost(plan)
    snapshot = host.read()
    outcome = recorded(snapshot, ledger)
    show_problems(words, outcome.problems)
    write(host, snapshot, outcome, Task("mail", lambda *_: outcome))
    show_lines(words, outcome.summary)
    if outcome.changes:
        click.echo(words("written", file=plan.name))
    return code_of(outcome)
