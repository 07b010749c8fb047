"""The one way in which every command works: read, job, show, write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from salesbook.cli.show import show_changes, show_files, show_lines, show_problems
from salesbook.errors import errors_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from salesbook.book.changes import ChangeSet, Outcome
    from salesbook.book.snapshot import Snapshot
    from salesbook.cli.words import Words
    from salesbook.hosts.base import Host


@dataclass(frozen=True, slots=True)
class Task:
    """What a command does to a plan: its name in the journal, and its job with the request already in it."""

    command: str
    job: Callable[[Snapshot, date], Outcome]
    journaled: bool = True
    """False for undo, which keeps the journal itself, and for check, which changes nothing of the plan."""
    folder: Path | None = None
    """Where the files go that the job makes."""


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
        show_lines(words, outcome.summary)
        show_changes(words, snapshot, outcome.changes)
        show_files(words, task.folder, outcome.files)
        host.rehearse(outcome.changes)
        return outcome
    write(host, snapshot, outcome, task)
    show_lines(words, outcome.summary)
    if outcome.changes:
        click.echo(words("written", file=plan.name))
    return outcome


def write(host: Host, snapshot: Snapshot, outcome: Outcome, task: Task) -> None:
    """The job's files first: what the workbook says was issued is there."""
    if task.folder and outcome.files:
        from salesbook.hosts.folder import write_files

        write_files(task.folder, outcome.files)
    if outcome.changes:
        host.apply(_with_journal(snapshot, outcome, task))


def _with_journal(snapshot: Snapshot, outcome: Outcome, task: Task) -> ChangeSet:
    from salesbook.jobs.journal import journaled

    return journaled(snapshot, outcome, task.command, now()) if task.journaled else outcome.changes


def code_of(outcome: Outcome) -> int:
    """The exit code: 1 when there is an error among the problems."""
    return 1 if errors_in(outcome.problems) else 0
