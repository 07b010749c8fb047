"""The command `addin`: the Excel add-in, built on any system."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from salesbook.cli.options import language_option, one_of
from salesbook.cli.verbs import Verb

if TYPE_CHECKING:
    from salesbook.cli.words import Words

ACTIONS = ("build",)


def command(name: str, words: Words) -> click.Command:
    """`addin`."""
    return Verb(
        words,
        name,
        partial(addin, words),
        [
            click.Argument(["action"], type=one_of(words, "no-action", ACTIONS), metavar="|".join(ACTIONS)),
            click.Option(
                ["-o", "--output", "folder"],
                type=click.Path(path_type=Path, file_okay=False),
                default=".",
                metavar="FOLDER",
                help=words("option.addin-folder"),
            ),
            language_option(words),
        ],
    )


def addin(words: Words, action: str, folder: Path) -> int:  # noqa: ARG001
    """Write salesbook.xlam and salesbook.xlsm; files of these names there are replaced."""
    from salesbook.hosts.writing import named_problems, replace_whole
    from salesbook.ribbon.build import KINDS, build

    with named_problems(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        path = folder / f"salesbook.{kind}"
        replace_whole(path, build(kind))
        click.echo(words("addin.made", file=path))
    click.echo(words("addin.next"))
    return 0
