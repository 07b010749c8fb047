"""Excel as the printer of files, where it is and LibreOffice is not: its own export, in an instance of its own."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from salesbook.hosts.open_part import only_the_open_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


def is_there() -> bool:
    """Whether Excel can be asked: on Windows or a Mac, with the extra `excel`."""
    return sys.platform in ("win32", "darwin") and find_spec("xlwings") is not None


@dataclass(frozen=True, slots=True)
class ExcelPrinter:
    """An Excel that nobody sees; `app` is xlwings' App."""

    app: Any

    def to_pdf(self, files: Sequence[Path], out: Path) -> list[Path]:
        """Print workbooks to `out`, each as its name with .pdf; gives those that were not printed.

        A file that Excel refuses keeps no other from being printed. Links are not followed, and nothing is saved.
        """
        return [file for file in files if not self._printed(file, out / f"{file.stem}.pdf")]

    def _printed(self, file: Path, target: Path) -> bool:
        book = None
        try:
            book = self.app.books.open(str(file), update_links=False, read_only=True)
            book.to_pdf(str(target))
        except Exception:  # whatever Excel answers: the file is named, the next one is printed
            return False
        finally:
            if book is not None:
                book.close()
        return target.is_file()


@contextmanager
def excel() -> Iterator[ExcelPrinter]:
    """An Excel of its own, ended afterwards; the one that the user works in is not touched."""
    only_the_open_part()
    import xlwings

    app = xlwings.App(visible=False, add_book=False)
    try:
        app.display_alerts = False
        yield ExcelPrinter(app)
    finally:
        app.quit()
