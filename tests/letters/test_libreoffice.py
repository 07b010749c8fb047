"""Letters in a real office suite: one page each, and its own calculation gives the stored results."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from salesbook.letters import templates
from tests.letters.books import book, letter, opened, saved, shipped, stamped

if TYPE_CHECKING:
    from pathlib import Path

    from tests.libreoffice.calc import Calc

EDITIONS = [(kind, language) for kind in ("formal", "campaign") for language in ("zh", "en")]


@pytest.fixture(scope="module")
def converted(calc: Calc, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each letter and its .pdf; in `again`, what LibreOffice calculates without the stored results."""
    folder = tmp_path_factory.mktemp("letters")
    for name in ("bare", "again"):
        (folder / name).mkdir()
    for kind, language in EDITIONS:
        content = stamped(letter(book(12 if kind == "formal" else 3), kind=kind), shipped(kind, language))
        whole, bare = (folder / f"{kind}.{language}.xlsx", folder / "bare" / f"{kind}.{language}.xlsx")
        whole.write_bytes(content)
        bare.write_bytes(saved(opened(content)))
        shutil.copy(calc.convert(whole, "pdf"), folder)
        shutil.copy(calc.convert(bare, "xlsx"), folder / "again")
    return folder


@pytest.mark.parametrize(("kind", "language"), EDITIONS)
def test_a_letter_prints_on_one_page(converted: Path, kind: str, language: str) -> None:
    printed = (converted / f"{kind}.{language}.pdf").read_bytes()
    assert printed.count(b"/Type/Page") - printed.count(b"/Type/Pages") == 1


@pytest.mark.parametrize(("kind", "language"), EDITIONS)
def test_recalculation_gives_the_stored_results(converted: Path, kind: str, language: str) -> None:
    name = f"{kind}.{language}.xlsx"
    ours, theirs = ((f / name).read_bytes() for f in (converted, converted / "again"))
    live = [c.coordinate for row in opened(ours).active.iter_rows() for c in row if c.data_type == "f"]
    assert len(live) >= 6
    assert values(theirs, live) == pytest.approx(values(ours, live))


@pytest.mark.parametrize("kind", templates.KINDS)
def test_a_template_that_was_saved_by_libreoffice_says_the_same(calc: Calc, kind: str) -> None:
    theirs = calc.convert(templates.shipped(kind, "zh"), "xlsx").read_bytes()
    one = letter(book(5), kind=kind)
    assert texts(stamped(one, theirs)) == texts(stamped(one, shipped(kind)))


def texts(content: bytes) -> list[Any]:
    """All that can be read, row by row."""
    sheet = opened(content, values=True).active
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


def values(content: bytes, cells: list[str]) -> dict[str, Any]:
    sheet = opened(content, values=True).active
    return {cell: float(sheet[cell].value) for cell in cells}
