"""The command `scenario`: save, list, compare, promote, delete."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from salesbook.cli.carry import Task, carry_out, code_of
from salesbook.cli.options import message_options, one_of, preview_option
from salesbook.cli.usage import misused
from salesbook.cli.verbs import Verb

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot
    from salesbook.cli.words import Words

    Job = Callable[[Snapshot, date], Outcome]

ACTIONS = {"save": (1, 1), "list": (0, 0), "compare": (1, 2), "promote": (1, 1), "delete": (1, 1)}
"""Action -> how many names it takes at least and at most."""


def command(name: str, words: Words) -> click.Command:
    """`scenario`."""
    params = [
        click.Argument(["action"], type=one_of(words, "no-action", tuple(ACTIONS)), metavar="|".join(ACTIONS)),
        click.Argument(["plan"], type=click.Path(path_type=Path), metavar="PLAN"),
        click.Argument(["names"], nargs=-1, metavar="NAME"),
        click.Option(["--replace"], is_flag=True, help=words("option.replace-scenario")),
        click.Option(["--keep"], default="", metavar="NAME", help=words("option.keep-scenario")),
        preview_option(words),
        *message_options(words),
    ]
    return Verb(words, name, partial(scenario, words), params)


def scenario(
    words: Words, action: str, plan: Path, names: tuple[str, ...], replace: bool, keep: str, preview: bool
) -> int:
    """Keep, compare or bring back named versions of a plan."""
    least, most = ACTIONS[action]
    if len(names) < least:
        raise misused(words, "missing", name="NAME")
    if len(names) > most:
        raise misused(words, "too-many", value=" ".join(names[most:]))
    task = Task(f"scenario {action}", _job(action, names, replace, keep), journaled=action != "list")
    return code_of(carry_out(words, plan, task, preview=preview))


def _job(action: str, names: tuple[str, ...], replace: bool, keep: str) -> Job:
    """The job of an action with its request in it."""
    from salesbook.jobs import scenario as jobs
    from salesbook.jobs.scenario_compare import CompareRequest, compare

    if action == "compare":
        return lambda snapshot, today: compare(snapshot, CompareRequest(*names), today)
    job = {"save": jobs.save, "list": jobs.listing, "promote": jobs.promote, "delete": jobs.delete}[action]
    request = jobs.ScenarioRequest(next(iter(names), ""), replace, keep)
    return lambda snapshot, today: job(snapshot, request, today)
