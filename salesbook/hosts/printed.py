"""One sheet of ours by itself, as a PDF or a picture: formulas give way to their results, charts stay."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from salesbook.book.values import Formula
from salesbook.errors import HostError, Place, Problem
from salesbook.hosts.made import workbook_of
from salesbook.hosts.office import printer

if TYPE_CHECKING:
    from PIL.Image import Image

    from salesbook.book.page import Page


SHARPNESS = 2.0
"""Pixels of a picture for each point of the page."""
MARGIN = 24
"""Pixels of white around a picture."""


def print_page(page: Page, target: Path) -> None:
    """All pages of a sheet as a PDF. Raises HostError where LibreOffice is missing or does not answer."""
    target.write_bytes(_as_pdf(page, target))


def picture_of_page(page: Page, target: Path) -> None:
    """The first page of a sheet as a PNG. Raises HostError as `print_page` does, or without the extra `picture`."""
    if find_spec("pypdfium2") is None or find_spec("PIL") is None:
        raise HostError(Problem("picture-needs-extra", Place(file=str(target))))
    from pypdfium2 import PdfDocument

    bare = replace(page, print_setup=replace(page.print_setup, header="", footer=""))
    document = PdfDocument(_as_pdf(bare, target))
    try:
        _trimmed(document[0].render(scale=SHARPNESS).to_pil()).save(target, format="PNG")
    finally:
        document.close()


def _trimmed(picture: Image) -> Image:
    """Without the white around it, but for a small margin."""
    from PIL import Image, ImageChops

    white = Image.new(picture.mode, picture.size, "white")
    box = ImageChops.difference(picture, white).getbbox()
    if box is None:
        return picture
    left, top, right, bottom = box
    return picture.crop((max(0, left - MARGIN), max(0, top - MARGIN), right + MARGIN, bottom + MARGIN))


def _as_pdf(page: Page, target: Path) -> bytes:
    with printer() as program, tempfile.TemporaryDirectory(prefix="salesbook-") as folder:
        file = Path(folder) / "page.xlsx"
        file.write_bytes(workbook_of((with_results(page),)))
        if program.to_pdf([file], file.parent):
            raise HostError(Problem("page-not-printed", Place(file=str(target)), {"file": target.name}))
        return file.with_suffix(".pdf").read_bytes()


def with_results(page: Page) -> Page:
    """The page with every formula replaced by its result, and without what refers to other sheets."""
    cells = {
        at: replace(cell, content=cell.content.result) if isinstance(cell.content, Formula) else cell
        for at, cell in page.cells.items()
    }
    return replace(page, cells=cells, links=(), validations=())
