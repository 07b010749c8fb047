"""The commands `hold` and `release`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from salesbook.cli.carry import Task, carry_out, code_of
from salesbook.cli.options import message_options, plan_argument, preview_option
from salesbook.cli.spread import option
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
    of_slice = option(words, "--slice", "SLICE", required=name == "hold")
    if name == "hold":
        own: list[click.Parameter] = [of_slice]
        own += [
            click.Option([flag, key], metavar=shown, default="", help=words(f"option.hold-{flag.strip('-')}"))
            for flag, key, shown in _TEXTS
        ]
        params = [plan_argument(), *own, preview_option(words), *message_options(words)]
        return Verb(words, name, partial(hold, words), params)
    everything = click.Option(["--all", "everything"], is_flag=True, help=words("option.release-all"))
    params = [plan_argument(), of_slice, everything, preview_option(words), message_options(words)[-1]]
    return Verb(words, name, partial(release, words), params)


def hold(words: Words, plan: Path, preview: bool, slice_: str, **given: str) -> int:
    """Fix a slice of the plan, or give it a minimum or a maximum."""
    from salesbook.jobs.hold import HoldRequest, hold

    request = HoldRequest(slice_, **given)

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return hold(snapshot, request, today)

    return code_of(carry_out(words, plan, Task("hold", job), preview=preview))


def release(words: Words, plan: Path, preview: bool, slice_: str, everything: bool) -> int:
    """Take holds and bounds away."""
    from salesbook.jobs.hold import ReleaseRequest, release

    if bool(slice_) == everything:
        raise misused(words, "slice-or-all")
    request = ReleaseRequest(slice_, everything)

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return release(snapshot, request, today)

    return code_of(carry_out(words, plan, Task("release", job), preview=preview))
