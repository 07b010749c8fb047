"""The one way in which every command works: read, job, show, write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from salesbook.cli.show import show_changes, show_lines, show_problems
from salesbook.errors import errors_in
from salesbook.texts import system_language

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from salesbook.book.changes import ChangeSet, Outcome
    from salesbook.book.snapshot import Snapshot
    from salesbook.cli.words import Words


@dataclass(frozen=True, slots=True)
class Task:
    """What a command does to a plan: its name in the journal, and its job with the request already in it."""

    command: str
    job: Callable[[Snapshot, date], Outcome]
    journaled: bool = True
    """False for undo, which keeps the journal itself."""


def today() -> date:
    """The clock is read here and nowhere else."""
    return date.today()


def now() -> datetime:
    """The same clock, for the journal: local time, to the second."""
    return datetime.now().replace(microsecond=0)


def carry_out(words: Words, plan: Path, task: Task, *, preview: bool = False) -> Outcome:
    """Do the task to the workbook, or with `preview` only show it.

    What the job could not do because of an error is not among its changes; the rest is written.
    """
    from salesbook.hosts.file import FileHost

    host = FileHost(plan)
    snapshot = host.read()
    outcome = task.job(snapshot, today())
    show_problems(words, outcome.problems)
    if preview:
        click.echo(words("preview.title", file=plan.name))
    show_lines(outcome.summary)
    if preview:
        show_changes(words, snapshot, outcome.changes)
    elif outcome.changes:
        host.apply(_with_journal(snapshot, outcome, task))
        click.echo(words("written", file=plan.name))
    return outcome


def _with_journal(snapshot: Snapshot, outcome: Outcome, task: Task) -> ChangeSet:
    from salesbook.book.reading import read
    from salesbook.jobs.journal import journaled

    if not task.journaled:
        return outcome.changes
    book = read(snapshot, only=("sb_settings",)).book
    language = book.settings.language if book else system_language()
    return journaled(snapshot, outcome, task.command, now(), language)


def code_of(outcome: Outcome) -> int:
    """The exit code: 1 when there is an error among the problems."""
    return 1 if errors_in(outcome.problems) else 0
