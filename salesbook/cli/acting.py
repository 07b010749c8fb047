"""The commands about what is done: customers, actions, risks."""

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

FLAGS = {"customers": "--propose", "actions": "--suggest"}


def command(name: str, words: Words) -> click.Command:
    """One of the three, by its name."""
    as_of = click.Option(["--as-of", "as_of"], type=day(words, "--as-of"), metavar="DATE", help=words("option.as-of"))
    params: list[click.Parameter] = [plan_argument(), as_of]
    if name in FLAGS:
        flag = FLAGS[name]
        params.append(click.Option([flag, "asked"], is_flag=True, help=words(f"option.{flag[2:]}")))
    params.append(preview_option(words))
    return Verb(words, name, partial(_RUNS[name], words), [*params, *message_options(words)])


def customers(words: Words, plan: Path, as_of: date | None, asked: bool, preview: bool) -> int:
    """Make the visit plan, and with --propose tiers."""
    from salesbook.jobs.customers import CustomersRequest, customers

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return customers(snapshot, CustomersRequest(asked, as_of), today)

    return code_of(carry_out(words, plan, Task("customers", job), preview=preview))


def actions(words: Words, plan: Path, as_of: date | None, asked: bool, preview: bool) -> int:
    """Make the chart of actions, and with --suggest suggestions."""
    from salesbook.jobs.actions import ActionsRequest, actions

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return actions(snapshot, ActionsRequest(asked, as_of), today)

    return code_of(carry_out(words, plan, Task("actions", job), preview=preview))


def risks(words: Words, plan: Path, as_of: date | None, preview: bool) -> int:
    """Set the risks against the goal."""
    from salesbook.jobs.risks import RisksRequest, risks

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return risks(snapshot, RisksRequest(as_of), today)

    return code_of(carry_out(words, plan, Task("risks", job), preview=preview))


_RUNS: dict[str, Callable[..., int]] = {"customers": customers, "actions": actions, "risks": risks}
