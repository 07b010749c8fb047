"""The commands that say where we stand and what follows: explain, forecast, rebalance."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from salesbook.cli.carry import Task, carry_out, code_of
from salesbook.cli.options import day, message_options, one_of, plan_argument, preview_option, share
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
    params: list[click.Parameter] = [plan_argument(), as_of]
    if name == "rebalance":
        params += _carry_options(words)
    params.append(preview_option(words))
    return Verb(words, name, partial(_RUNS[name], words), [*params, *message_options(words)])


def _carry_options(words: Words) -> list[click.Parameter]:
    from salesbook.domain.carry import POLICIES

    return [
        click.Option(
            ["--policy"],
            type=one_of(words, "no-policy", POLICIES),
            default="season",
            metavar="|".join(POLICIES),
            help=words("option.policy"),
        ),
        click.Option(["--cap"], type=share(words, "--cap"), default="10%", metavar="PERCENT", help=words("option.cap")),
        click.Option(["--team"], is_flag=True, help=words("option.team")),
        click.Option(["--ease"], is_flag=True, help=words("option.ease")),
    ]


def explain(words: Words, plan: Path, as_of: date | None, preview: bool) -> int:
    """Take the gap of the periods that are over apart."""
    from salesbook.jobs.explain import ExplainRequest, explain

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return explain(snapshot, ExplainRequest(as_of), today)

    return code_of(carry_out(words, plan, Task("explain", job), preview=preview))


def forecast(words: Words, plan: Path, as_of: date | None, preview: bool) -> int:
    """Say where the plan will end."""
    from salesbook.jobs.forecast import ForecastRequest, forecast

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return forecast(snapshot, ForecastRequest(as_of), today)

    return code_of(carry_out(words, plan, Task("forecast", job), preview=preview))


def rebalance(words: Words, plan: Path, as_of: date | None, preview: bool, **given: Any) -> int:
    """Close the periods that are over and carry what is behind."""
    from salesbook.jobs.rebalance import RebalanceRequest, rebalance

    request = RebalanceRequest(as_of, given["policy"], given["cap"], given["team"], given["ease"])

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return rebalance(snapshot, request, today)

    return code_of(carry_out(words, plan, Task("rebalance", job), preview=preview))


_RUNS: dict[str, Callable[..., int]] = {"explain": explain, "forecast": forecast, "rebalance": rebalance}
