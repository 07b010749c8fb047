"""The commands `hold` and `release`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from salesbook.cli.carry import Task, carry_out, code_of
from salesbook.cli.options import message_options, plan_argument, preview_option
from salesbook.cli.usage import misused
from salesbook.cli.verbs import Verb

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot
    from salesbook.cli.words import Words

_TEXTS = (
    ("--value", "value", "AMOUNT"),
    ("--min", "least", "AMOUNT|PERCENT"),
    ("--max", "most", "AMOUNT|PERCENT"),
    ("--growth", "growth", "PERCENT"),
    ("--reason", "reason", "TEXT"),
    ("--owner", "owner", "NAME"),
    ("--tier", "tier", "TIER"),
    ("--metric", "metric", "METRIC"),
)


def command(name: str, words: Words) -> click.Command:
    """One of the two, by its name."""
    slice_option = click.Option(
        ["--slice", "where"], metavar="SLICE", default="", help=words("option.spread-slice"), required=name == "hold"
    )
    own: list[click.Parameter] = [slice_option]
    if name == "hold":
        own += [
            click.Option([option, key], metavar=shown, default="", help=words(f"option.hold-{option.strip('-')}"))
            for option, key, shown in _TEXTS
        ]
        params = [plan_argument(), *own, preview_option(words), *message_options(words)]
        return Verb(words, name, partial(hold, words), params)
    own.append(click.Option(["--all", "everything"], is_flag=True, help=words("option.release-all")))
    _, language = message_options(words)
    return Verb(words, name, partial(release, words), [plan_argument(), *own, preview_option(words), language])


def hold(words: Words, plan: Path, preview: bool, where: str, **given: str) -> int:
    """Fix a slice of the plan, or give it a minimum or a maximum."""
    from salesbook.jobs.hold import HoldRequest, hold

    request = HoldRequest(where, **given)

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return hold(snapshot, request, today)

    return code_of(carry_out(words, plan, Task("hold", job), preview=preview))


def release(words: Words, plan: Path, preview: bool, where: str, everything: bool) -> int:
    """Take holds and bounds away."""
    from salesbook.jobs.hold import ReleaseRequest, release

    if bool(where) == everything:
        raise misused(words, "slice-or-all")
    request = ReleaseRequest(where, everything)

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return release(snapshot, request, today)

    return code_of(carry_out(words, plan, Task("release", job), preview=preview))
