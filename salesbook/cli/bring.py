"""The command `import`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from salesbook.book.pasted_sales import Asked
from salesbook.cli.carry import Task, carry_out, code_of
from salesbook.cli.options import day, message_options, one_of, plan_argument, preview_option
from salesbook.cli.pairs import factor, mapped_columns, spellings
from salesbook.cli.usage import misused
from salesbook.cli.verbs import Verb

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot
    from salesbook.cli.words import Words

ROLES = ("history", "actuals", "goals")
NOT_FOR_GOALS = {
    "--map": "columns", "--value": "values", "--mapping": "mapping", "--save": "save", "--since": "since",
    "--until": "until",
}  # fmt: skip
"""Options that do nothing there, and what they are called within."""


def command(name: str, words: Words) -> click.Command:
    """`import`."""
    return Verb(
        words,
        name,
        partial(bring, words),
        [
            plan_argument(),
            click.Argument(["file"], type=click.Path(path_type=Path), metavar="FILE"),
            click.Option(
                ["--as", "role"],
                type=one_of(words, "no-role", ROLES),
                required=True,
                metavar="|".join(ROLES),
                help=words("option.as"),
            ),
            click.Option(["--map", "columns"], multiple=True, metavar="COLUMN=HEADING", help=words("option.map")),
            click.Option(["--value", "values"], multiple=True, metavar="AXIS:FROM=TO", help=words("option.value")),
            click.Option(["--mapping"], metavar="NAME", default="", help=words("option.mapping")),
            click.Option(["--save"], metavar="NAME", default="", help=words("option.save-mapping")),
            click.Option(["--since"], type=day(words, "--since"), metavar="DATE", help=words("option.since")),
            click.Option(["--until"], type=day(words, "--until"), metavar="DATE", help=words("option.until")),
            click.Option(["--unit-factor"], metavar="NUMBER", default="1", help=words("option.unit-factor")),
            preview_option(words),
            *message_options(words),
        ],
    )


def bring(words: Words, plan: Path, file: Path, role: str, preview: bool, **given: Any) -> int:
    """Read the export and put its rows into the plan's table."""
    _refuse_what_does_not_fit(words, role, given)
    asked = Asked(
        columns=mapped_columns(words, f"sb_{role}", given["columns"]),
        values=spellings(words, given["values"]),
        factor=factor(words, given["unit_factor"]),
        since=given["since"],
        until=given["until"],
    )
    job = partial(_brought, file, role, asked, (given["mapping"].strip(), given["save"].strip()))
    return code_of(carry_out(words, plan, Task("import", job), preview=preview))


def _refuse_what_does_not_fit(words: Words, role: str, given: Mapping[str, Any]) -> None:
    """Options that would do nothing, and days that leave nothing."""
    if role == "goals":
        for option, key in NOT_FOR_GOALS.items():
            if given[key]:
                raise misused(words, "not-for-goals", name=option)
    if given["since"] and given["until"] and given["until"] < given["since"]:
        raise misused(words, "no-days", since=given["since"], until=given["until"])


def _brought(
    file: Path, role: str, asked: Asked, mapping: tuple[str, str], snapshot: Snapshot, today: date
) -> Outcome:
    from salesbook.book.pasted import read_export
    from salesbook.jobs.import_goals import ImportGoalsRequest, import_goals
    from salesbook.jobs.import_sales import ImportRequest, import_sales

    export = read_export(file)
    if role == "goals":
        return import_goals(snapshot, ImportGoalsRequest(export, asked), today)
    return import_sales(snapshot, ImportRequest(f"sb_{role}", export, asked, *mapping), today)
