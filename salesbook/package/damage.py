"""What is wrong inside a part, told apart from a caller's mistake and given a name where the package is opened."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from salesbook.errors import InputError, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_LARGEST = 0xFFFFFFFF


class DamagedPartError(ValueError):
    """A part says something that no part can say."""


def whole(node: _Element, attribute: str, default: int = 0) -> int:
    """An attribute that counts or numbers something. Raises DamagedPartError for anything but 0 to 2**32 - 1.

    >>> from lxml import etree
    >>> whole(etree.Element("x", id="7"), "id"), whole(etree.Element("x"), "id", 1)
    (7, 1)
    """
    text = node.get(attribute)
    if text is None:
        return default
    if not (text.isascii() and text.strip().isdigit() and len(text) < 20 and int(text) <= _LARGEST):
        raise DamagedPartError(f"{attribute}={text[:40]!r}")
    return int(text)


@contextmanager
def damage_named(label: str) -> Iterator[None]:
    """Let damage leave as InputError (`not-a-workbook`)."""
    try:
        yield
    except DamagedPartError as error:
        raise InputError(Problem("not-a-workbook", Place(file=label), {"file": label})) from error
