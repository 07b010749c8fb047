"""The commands that assess: simulate and settle incentives, score people."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from salesbook.cli.carry import Task, carry_out, code_of
from salesbook.cli.options import message_options, plan_argument, preview_option
from salesbook.cli.verbs import Verb

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot
    from salesbook.cli.words import Words


def command(name: str, words: Words) -> click.Command:
    """One of the three, by its name."""
    params: list[click.Parameter] = [plan_argument()]
    help_ = words("option.period")
    params.append(click.Option(["--period"], default="", show_default=False, metavar="PERIOD", help=help_))
    params.append(preview_option(words))
    return Verb(words, name, partial(_RUNS[name], words), [*params, *message_options(words)])


def settle(words: Words, plan: Path, period: str, preview: bool) -> int:
    """Settle a period's incentives."""
    from salesbook.jobs.settle import SettleRequest, settle

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return settle(snapshot, SettleRequest(period), today)

    return code_of(carry_out(words, plan, Task("settle", job), preview=preview))


def simulate(words: Words, plan: Path, period: str, preview: bool) -> int:
    """Work out what the incentives would pay."""
    from salesbook.jobs.simulate import SimulateRequest, simulate

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return simulate(snapshot, SimulateRequest(period), today)

    return code_of(carry_out(words, plan, Task("simulate", job), preview=preview))


def score(words: Words, plan: Path, period: str, preview: bool) -> int:
    """Score a period."""
    from salesbook.jobs.score import ScoreRequest, score

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return score(snapshot, ScoreRequest(period), today)

    return code_of(carry_out(words, plan, Task("score", job), preview=preview))


_RUNS: dict[str, Callable[..., int]] = {"simulate": simulate, "settle": settle, "score": score}
