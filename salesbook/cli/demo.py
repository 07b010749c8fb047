"""The command `demo`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from salesbook.cli.verbs import Verb, language_option

if TYPE_CHECKING:
    from salesbook.cli.words import Words
    from salesbook.texts import Language


def command(name: str, words: Words) -> click.Command:
    """`demo`."""
    return Verb(
        words,
        name,
        partial(demo, words),
        [
            click.Option(
                ["-o", "--output", "folder"],
                type=click.Path(path_type=Path),
                default=Path("salesbook-demo"),
                metavar="FOLDER",
                help=words("option.folder"),
            ),
            language_option(words, "both", expose=True),
        ],
    )


def demo(words: Words, folder: Path, lang: str | None) -> int:
    return 0
