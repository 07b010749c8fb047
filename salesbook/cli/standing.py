"""The commands that say where we stand and why: explain."""

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
    """One of them, by its name."""
    as_of = click.Option(["--as-of", "as_of"], type=day(words, "--as-of"), metavar="DATE", help=words("option.as-of"))
    params: list[click.Parameter] = [plan_argument(), as_of, preview_option(words)]
    return Verb(words, name, partial(_RUNS[name], words), [*params, *message_options(words)])


def explain(words: Words, plan: Path, as_of: date | None, preview: bool) -> int:
    """Take the gap of the periods that are over apart."""
    from salesbook.jobs.explain import ExplainRequest, explain

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return explain(snapshot, ExplainRequest(as_of), today)

    return code_of(carry_out(words, plan, Task("explain", job), preview=preview))


_RUNS: dict[str, Callable[..., int]] = {"explain": explain}
