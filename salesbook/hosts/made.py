"""Workbooks that are made for somebody to look at, beside the one that a host keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.book.page import Page


def workbook_of(pages: Sequence[Page]) -> bytes:
    """A new workbook of pages, as the bytes of its file."""
    from salesbook.package.apply import drawn
    from salesbook.package.styles import looks

    return drawn(looks(), pages)
