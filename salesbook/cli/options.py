"""The options that several commands share, and what they take."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from salesbook import __version__
from salesbook.cli.usage import misused, unknown
from salesbook.texts import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from salesbook.cli.words import Words


def one_of(words: Words, key: str, known: Sequence[str]) -> Callable[[str], str]:
    """Takes one of a few names; a near miss is answered with what was probably meant."""

    def choose(given: str) -> str:
        if given.lower() not in known:
            raise unknown(words, key, given, known)
        return given.lower()

    return choose


def day(words: Words, option: str) -> Callable[[str], date]:
    """Takes a date as 2026-11-20."""

    def read(given: str) -> date:
        try:
            return date.fromisoformat(given)
        except ValueError:
            raise misused(words, "no-date", name=option, value=given) from None

    return read


def share(words: Words, option: str) -> Callable[[str], Fraction]:
    """Takes a share as 10% or 0.1, not below zero."""

    def read(given: str) -> Fraction:
        try:
            found = Fraction(given.rstrip("%％ ")) / (100 if given.rstrip().endswith(("%", "％")) else 1)
        except (ValueError, ZeroDivisionError):
            found = Fraction(-1)
        if found < 0:
            raise misused(words, "no-share", name=option, value=given)
        return found

    return read


def version_option(words: Words) -> click.Option:
    """For --version among other options; alone it is answered before click is loaded."""

    def say(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
        if asked:
            click.echo(f"salesbook {__version__}")
            ctx.exit()

    return click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=say,
        help=words("option.version"),
    )


def plan_argument() -> click.Argument:
    """The workbook that a command works on; whether it is one, the host says."""
    return click.Argument(["plan"], type=click.Path(path_type=Path), metavar="PLAN")


def preview_option(words: Words) -> click.Option:
    """--preview, for commands that replace numbers."""
    return click.Option(["--preview"], is_flag=True, help=words("option.preview"))


def country(words: Words) -> Callable[[str], str]:
    """Takes a country's code, or none."""

    def read(given: str) -> str:
        from salesbook.book.holidays import is_country

        if given.strip().lower() == "none":
            return ""
        if not is_country(given.strip().upper()):
            raise misused(words, "no-country", value=given)
        return given.strip().upper()

    return read


def country_option(words: Words, name: str) -> click.Option:
    """Whose public holidays fill the calendar."""
    return click.Option([name, "country"], type=country(words), metavar="CODE", help=words("option.country"))


def message_options(words: Words, *, made: bool = False) -> list[click.Option]:
    """What every command that works on a plan has last; both are settled in `words`.

    `made`: the language is also that of the sheets that the command makes.
    """
    everything = click.Option(["--all"], is_flag=True, expose_value=False, help=words("option.all"))
    return [everything, language_option(words, expose=made)]


def language_option(words: Words, *also: str, expose: bool = False) -> click.Option:
    """--lang; `also` are choices beside zh and en. What it means for messages is settled in `words`."""
    known = (*LANGUAGES, *also)
    return click.Option(
        ["--lang"],
        type=one_of(words, "no-language", known),
        expose_value=expose,
        metavar="|".join(known),
        help=words("option.lang-made" if expose else "option.lang"),
    )
