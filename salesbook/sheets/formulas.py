"""Pieces of formulas: texts in quotes, criteria that match a name exactly, the choice of a tier."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from salesbook.book.catalogue import CATALOGUE, TIERS
from salesbook.book.reading_words import choice_key
from salesbook.book.references import position
from salesbook.book.values import address
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from salesbook.book.references import Refs
    from salesbook.texts import Language

WILDCARDS = "~*?"


def literal(words: str) -> str:
    """A text as formulas write it.

    >>> literal('5" pipe')
    '"5"" pipe"'
    """
    return '"' + words.replace('"', '""') + '"'


def same_as(cell: str, name: str) -> str:
    """The criterion of SUMIFS for cells that are the text in `cell`, which now is `name`; "" for empty cells.

    The = keeps a name such as <5 from being read as a comparison; wildcards in a name stand for themselves.

    >>> same_as("$A6", "李伟"), same_as("$A6", ""), same_as("$A6", "S*")
    ('"="&$A6', '"="', '"="&SUBSTITUTE($A6,"*","~*")')
    """
    if not name:
        return literal("=")
    shown = cell
    for mark in WILDCARDS:
        if mark in name:
            shown = f'SUBSTITUTE({shown},"{mark}","~{mark}")'
    return f'"="&{shown}'


def exactly(value: object) -> str:
    """The criterion for cells that hold just this: a text, a number, a day; None for empty cells.

    >>> exactly("区域=华东*"), exactly(2026.0), exactly(None)
    ('"=区域=华东~*"', '"=2026"', '"="')
    """
    if isinstance(value, date):
        return f'"="&DATE({value.year},{value.month},{value.day})'
    whole = isinstance(value, float) and value.is_integer()
    shown = "" if value is None else f"{value:.0f}" if whole else str(value)
    for mark in WILDCARDS:
        shown = shown.replace(mark, f"~{mark}")
    return literal(f"={shown}")


def sumifs(values: str, *criteria: tuple[str, str]) -> str:
    """SUMIFS of a column over pairs of column and criterion.

    >>> sumifs("sb_days[力争]", ("sb_days[日期]", '"<="&$A6'))
    'SUMIFS(sb_days[力争],sb_days[日期],"<="&$A6)'
    """
    return f"SUMIFS({values},{','.join(f'{column},{wanted}' for column, wanted in criteria)})"


def tier_words(language: Language) -> tuple[str, ...]:
    """Floor, target and stretch as they are shown."""
    return tuple(text("choices", f"tier.{tier}", language) for tier in TIERS)


def by_tier(switch: str, language: Language, choices: Iterable[str]) -> str:
    """The one of three values or columns that the switch cell chooses by its word."""
    words = ",".join(literal(word) for word in tier_words(language))
    return f"CHOOSE(MATCH({switch},{{{words}}},0),{','.join(choices)})"


def tier_column(switch: str, refs: Refs, table: str) -> str:
    """The tier column of a table that the switch cell chooses."""
    return by_tier(switch, refs.language, (refs.column(table, tier) for tier in TIERS))


def metric_is(refs: Refs, table: str, metric: str) -> tuple[str, str]:
    """The criterion that a row is of this metric, by the word for it that stands in the table."""
    return refs.column(table, "metric"), literal("=" + metric_word(refs, table, metric))


def metric_word(refs: Refs, table: str, metric: str) -> str:
    """The metric's word in the table; where the table has no such row, the word of the workbook's language."""
    block = refs.tables.get(table)
    at = position(block.headings, CATALOGUE[table].column("metric")) if block else None
    words = (str(row[at]) for row in block.rows if row[at]) if block and at is not None else ()
    known = text("choices", f"metric.{metric}", refs.language)
    return next((word for word in words if choice_key("metric", word) == metric), known)


def span(row: int, column: int, last_row: int, last_column: int) -> str:
    """A block of cells in A1 form.

    >>> span(6, 2, 6, 4)
    'B6:D6'
    """
    return f"{address(row, column)}:{address(last_row, last_column)}"
