"""The commands before signing: goals, fairness."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from salesbook.cli.carry import Task, carry_out, code_of
from salesbook.cli.options import message_options, plan_argument, preview_option
from salesbook.cli.verbs import Verb

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    import click

    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot
    from salesbook.cli.words import Words


def command(name: str, words: Words) -> click.Command:
    """One of them, by its name."""
    params: list[click.Parameter] = [plan_argument(), preview_option(words)]
    return Verb(words, name, partial(_RUNS[name], words), [*params, *message_options(words)])


def fairness(words: Words, plan: Path, preview: bool) -> int:
    """Put the sheet that compares what is asked of whom."""
    from salesbook.jobs.fairness import FairnessRequest, fairness

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return fairness(snapshot, FairnessRequest(), today)

    return code_of(carry_out(words, plan, Task("fairness", job), preview=preview))


def goals(words: Words, plan: Path, preview: bool) -> int:
    """Put the sheet that checks every goal, with evidence."""
    from salesbook.jobs.goal_check import GoalCheckRequest, goal_check

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return goal_check(snapshot, GoalCheckRequest(), today)

    return code_of(carry_out(words, plan, Task("goals", job), preview=preview))


_RUNS: dict[str, Callable[..., int]] = {"goals": goals, "fairness": fairness}
