"""Options of `import` that hold more than a word: --map amount="Net sales", --value channel:A=B, --unit-factor."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from salesbook.book.catalogue import AXES, CATALOGUE
from salesbook.book.references import folded
from salesbook.cli.usage import misused, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from salesbook.cli.words import Words


def mapped_columns(words: Words, table: str, given: Iterable[str]) -> dict[str, str]:
    """Column key -> heading in the file. A column may be named by its key or by either of its headings.

    >>> from salesbook.cli.words import Words
    >>> mapped_columns(Words("en"), "sb_history", ["amount=Net sales", "产品线=Item"])
    {'amount': 'Net sales', 'product': 'Item'}
    """
    known = {folded(name): c.key for c in CATALOGUE[table].columns for name in (c.zh, c.en, c.key)}
    found = {}
    for text in given:
        name, heading = _halves(words, "--map", text, 'amount="Net sales"')
        if folded(name) not in known:
            raise unknown(words, "no-column", name, [c.key for c in CATALOGUE[table].columns])
        found[known[folded(name)]] = heading
    return found


def spellings(words: Words, given: Iterable[str]) -> dict[tuple[str, str], str]:
    """(axis, as the file spells it) -> the member meant.

    >>> from salesbook.cli.words import Words
    >>> spellings(Words("en"), ["channel:Ware House=Warehouse"])
    {('channel', 'Ware House'): 'Warehouse'}
    """
    form = 'channel:"Ware House"=Warehouse'
    found = {}
    for text in given:
        left, member = _halves(words, "--value", text, form)
        axis, colon, spelled = left.partition(":")
        if not colon or not spelled.strip():
            raise misused(words, "no-pair", name="--value", value=text, form=form)
        if axis.strip() not in AXES:
            raise unknown(words, "no-axis", axis, AXES)
        found[axis.strip(), _bare(spelled)] = member
    return found


def factor(words: Words, given: str) -> Decimal:
    """A number above zero.

    >>> from salesbook.cli.words import Words
    >>> factor(Words("en"), "1,000")
    Decimal('1000')
    """
    try:
        number = Decimal(given.replace(",", ""))
    except InvalidOperation:
        number = Decimal(0)
    if not number.is_finite() or number <= 0:
        raise misused(words, "no-number", name="--unit-factor", value=given)
    return number


def _halves(words: Words, option: str, text: str, form: str) -> tuple[str, str]:
    left, sign, right = text.partition("=")
    if not sign or not left.strip() or not _bare(right):
        raise misused(words, "no-pair", name=option, value=text, form=form)
    return left.strip(), _bare(right)


def _bare(text: str) -> str:
    """Without the quotes that a shell which knows none ('cmd') leaves."""
    return text.strip().strip("\"'“”")
