"""The command `issue`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from salesbook.cli.verbs import Verb, language_option, plan_argument, preview_option

if TYPE_CHECKING:
    from salesbook.cli.words import Words


def command(name: str, words: Words) -> click.Command:
    """`issue`."""
    return Verb(
        words,
        name,
        partial(issue, words),
        [
            plan_argument(),
            click.Option(
                ["-o", "--output", "folder"],
                type=click.Path(path_type=Path),
                required=True,
                metavar="FOLDER",
                help=words("option.folder"),
            ),
            click.Option(["--rep", "reps"], multiple=True, metavar="NAME", help=words("option.rep")),
            click.Option(
                ["--template"], type=click.Path(path_type=Path), metavar="FILE", help=words("option.template")
            ),
            preview_option(words),
            language_option(words),
        ],
    )


def issue(
    words: Words, plan: Path, folder: Path, reps: tuple[str, ...], template: Path | None, preview: bool
) -> int:
    return 0
