"""The command `import`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from salesbook.cli.carry import Task, carry_out, code_of
from salesbook.cli.pairs import factor, mapped_columns, spellings
from salesbook.cli.verbs import Verb, day, language_option, one_of, plan_argument, preview_option

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from salesbook.book.changes import Outcome
    from salesbook.book.snapshot import Snapshot
    from salesbook.cli.words import Words

ROLES = ("history", "actuals", "goals")


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
            click.Option(
                ["--map", "columns"], multiple=True, metavar="COLUMN=HEADING", help=words("option.map")
            ),
            click.Option(
                ["--value", "values"], multiple=True, metavar="AXIS:FROM=TO", help=words("option.value")
            ),
            click.Option(["--since"], type=day(words, "--since"), metavar="DATE", help=words("option.since")),
            click.Option(["--until"], type=day(words, "--until"), metavar="DATE", help=words("option.until")),
            click.Option(["--unit-factor"], metavar="NUMBER", default="1", help=words("option.unit-factor")),
            preview_option(words),
            language_option(words),
        ],
    )


def bring(
    words: Words,
    plan: Path,
    file: Path,
    role: str,
    columns: Sequence[str],
    values: Sequence[str],
    since: date | None,
    until: date | None,
    unit_factor: str,
    preview: bool,
) -> int:
    """Read the export and put its rows into the plan's table."""
    more: dict[str, Any] = {
        "columns": mapped_columns(words, f"sb_{role}", columns),
        "values": spellings(words, values),
        "factor": factor(words, unit_factor),
    }
    return 0
