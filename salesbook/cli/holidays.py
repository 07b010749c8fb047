"""The command `holidays`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from salesbook.cli.carry import Task, carry_out, code_of
from salesbook.cli.options import country_option, message_options, plan_argument, preview_option
from salesbook.cli.verbs import Verb

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import click

    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot
    from salesbook.cli.words import Words


def command(name: str, words: Words) -> click.Command:
    """`holidays`."""
    params = [plan_argument(), country_option(words, "--country"), preview_option(words), *message_options(words)]
    return Verb(words, name, partial(holidays, words), params)


def holidays(words: Words, plan: Path, country: str | None, preview: bool) -> int:
    """Fill the calendar with the public holidays that it lacks."""
    from salesbook.jobs.fill_calendar import HolidaysRequest, fill_calendar

    def job(snapshot: Snapshot, today: date) -> Outcome:
        return fill_calendar(snapshot, HolidaysRequest(country), today)

    return code_of(carry_out(words, plan, Task("holidays", job), preview=preview))
