"""A progress bar on the error stream, where a person is looking; nothing where a program reads."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Item = TypeVar("Item")


@contextmanager
def progress(label: str, items: Sequence[Item]) -> Iterator[Iterable[Item]]:
    """The items one by one, with a bar of how many are done."""
    if not items or not sys.stderr.isatty():
        yield items
        return
    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        yield bar
