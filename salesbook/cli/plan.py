"""The commands that turn a plan: check, decompose, track, undo."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from salesbook.cli.carry import Task, carry_out, code_of
from salesbook.cli.options import day, message_options, plan_argument, preview_option
from salesbook.cli.verbs import Verb

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot
    from salesbook.cli.words import Words


def command(name: str, words: Words) -> click.Command:
    """One of the four, by its name."""
    params: list[click.Parameter] = [plan_argument()]
    if name == "track":
        params.append(
            click.Option(["--as-of", "as_of"], type=day(words, "--as-of"), metavar="DATE", help=words("option.as-of"))
        )
    if name == "decompose":
        params.append(click.Option(["--drop-changes"], is_flag=True, help=words("option.drop-changes")))
    if name != "check":
        params.append(preview_option(words))
    return Verb(words, name, partial(_RUNS[name], words), [*params, *message_options(words)])


def check(words: Words, plan: Path) -> int:
    """Look through the plan and put the list of problems on its check sheet."""
    from salesbook.jobs.check import CheckRequest, check

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return check(snapshot, CheckRequest(), today)

    outcome = carry_out(words, plan, Task("check", job, journaled=False))
    if not outcome.problems:
        click.echo(words("check.clean", file=plan.name))
    return code_of(outcome)


def decompose(words: Words, plan: Path, preview: bool, drop_changes: bool) -> int:
    """Split the goals into the plan's leaves and views."""
    from salesbook.jobs.decompose import DecomposeRequest, decompose

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return decompose(snapshot, DecomposeRequest(drop_changes), today)

    name = "decompose --drop-changes" if drop_changes else "decompose"
    return code_of(carry_out(words, plan, Task(name, job), preview=preview))


def track(words: Words, plan: Path, as_of: date | None, preview: bool) -> int:
    """Lay the tracking grid over the actuals, as they stand on a day."""
    from salesbook.jobs.track import TrackRequest, track

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return track(snapshot, TrackRequest(as_of=as_of or today), today)

    return code_of(carry_out(words, plan, Task("track", job), preview=preview))


def undo(words: Words, plan: Path, preview: bool) -> int:
    """Take back what the last command wrote."""
    from salesbook.jobs.undo import UndoRequest, undo

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return undo(snapshot, UndoRequest(), today)

    return code_of(carry_out(words, plan, Task("undo", job, journaled=False), preview=preview))


_RUNS: dict[str, Callable[..., int]] = {"check": check, "decompose": decompose, "track": track, "undo": undo}
