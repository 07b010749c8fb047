"""PDF files put together for printing."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from salesbook.hosts.writing import replace_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def joined(files: Sequence[Path], target: Path) -> int:
    """Put PDF files into one, in their order, each with a bookmark of its name; gives the number of pages."""
    from pypdf import PdfWriter

    with PdfWriter() as writer:
        for file in files:
            writer.append(file, outline_item=file.stem, import_outline=False)
        pages = len(writer.pages)
        writer.compress_identical_objects()
        buffer = io.BytesIO()
        writer.write(buffer)
    replace_whole(target, buffer.getvalue())
    return pages
