"""What is wrong with a command line, said in the person's language with the way out."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from salesbook.cli.words import Words


class Misused(click.UsageError):
    """A usage error whose text is already in the person's language."""


def misused(words: Words, key: str, /, **details: object) -> Misused:
    """A usage error with the text `usage.<key>`."""
    return Misused(words(f"usage.{key}", **details))


def unknown(words: Words, key: str, given: str, known: Iterable[str]) -> Misused:
    """`given` is none of `known`: says what was probably meant, and all there are."""
    names = list(known)
    near = get_close_matches(given.lower(), names, n=1, cutoff=0.5)
    guess = words("usage.guess", name=near[0]) if near else ""
    return misused(words, key, name=given, guess=guess, known=", ".join(names))


def complaint(words: Words, error: click.UsageError) -> str:
    """The whole message: what is wrong, and where the help is."""
    command = error.ctx.command_path if error.ctx else "salesbook"
    return f"{_what(words, error)}\n{words('usage.help', command=command)}"


def _what(words: Words, error: click.UsageError) -> str:
    if isinstance(error, Misused):
        return error.message
    if isinstance(error, click.NoSuchOption):
        possible = error.ctx.command.params if error.ctx else []
        names = [name for option in possible for name in option.opts if name.startswith("--")] + ["--help"]
        return unknown(words, "no-option", error.option_name, names).message
    if isinstance(error, click.MissingParameter) and error.param:
        named = error.param.opts[0] if error.param.param_type_name == "option" else error.param.metavar
        return words("usage.missing", name=named)
    if isinstance(error, click.BadOptionUsage):
        return words("usage.no-value", name=error.option_name)
    return error.format_message()
