"""The plan document: its chapters in order, its numbers those of the workbook, written as .docx."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from unittest.mock import patch

import docx
import pytest

from salesbook.book.applied import applied
from salesbook.book.changes import ChangeSet, PutPage
from salesbook.book.document import Chapter, Document, Grid, column_shares
from salesbook.book.snapshot import Snapshot
from salesbook.errors import HostError
from salesbook.hosts.word import docx_of, write_document, write_pdf
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.new import KINDS, NewRequest, new
from salesbook.jobs.pack import CHAPTERS, pack
from salesbook.texts import LANGUAGES, text
from tests.jobs.acting_plans import planned
from tests.jobs.plans import TODAY


def made(kind: str, language: Any) -> Snapshot:
    fresh = applied(Snapshot(), ChangeSet(tuple(PutPage(page) for page in new(NewRequest(kind, language)))))
    return applied(fresh, decompose(fresh, DecomposeRequest(), TODAY).changes)


def document(snapshot: Snapshot) -> Document:
    found = pack(snapshot).document
    assert found
    return found


def chapter(found: Document, key: str) -> Chapter:
    title = text("choices", f"chapter.{key}", found.language)
    return next(one for one in found.chapters if one.title == title)


def grids(of: Chapter) -> list[Grid]:
    return [block for block in of.blocks if isinstance(block, Grid)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_ready_made_workbook_has_all_chapters(kind: str, language: Any) -> None:
    found = document(made(kind, language))
    assert [one.title for one in found.chapters] == [text("choices", f"chapter.{key}", language) for key in CHAPTERS]
    for one in found.chapters:
        for grid in grids(one):
            assert grid.rows, grid.headings
            assert {len(row) for row in grid.rows} == {len(grid.headings)}
            assert len(grid.align) == len(grid.headings)
            assert sum(column_shares(grid)) == pytest.approx(1, abs=0.01)


def test_splits_come_to_the_goal_and_what_is_handed_down_to_the_hedge_as_well() -> None:
    found = grids(chapter(document(made("quarter", "en")), "splits"))
    for grid in found[:-1]:
        assert grid.rows[-1][1:4] == ("56,700,000", "63,000,000", "72,450,000")
        targets = [int(row[2].replace(",", "")) for row in grid.rows]
        assert sum(targets[:-1]) == targets[-1]
    assert found[-1].rows[-1] == ("Total", "23,100,000", "23,100,000", "23,100,000", "69,300,000")


def test_what_nobody_wrote_or_planned_has_no_chapter() -> None:
    bare = {"sb_customers": None, "sb_risks": None, "sb_actions": None}
    titles = [one.title for one in document(planned(**bare)).chapters]
    assert titles == ["Goals", "Splits", "Monitoring", "Commitments"]


def test_suggestions_are_not_part_of_the_plan() -> None:
    rows = [{"task": "Maybe", "state": "suggested"}, {"task": "Sure", "resource": "=1+1"}]
    found = document(planned(sb_actions=rows))
    assert [row[0] for row in grids(chapter(found, "actions"))[0].rows] == ["Sure"]
    assert grids(chapter(found, "resources"))[0].rows == (("=1+1", "Sure"),)


def test_a_workbook_without_a_plan_has_no_document() -> None:
    fresh = applied(Snapshot(), ChangeSet(tuple(PutPage(page) for page in new(NewRequest("quarter", "en")))))
    found = pack(fresh)
    assert (found.document, [p.code for p in found.problems]) == (None, ["no-plan"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_says_what_the_document_says(tmp_path: Path, language: Any) -> None:
    found = document(made("campaign", language))
    target = tmp_path / "plan.docx"
    write_document(found, target)
    file = docx.Document(str(target))
    assert file.paragraphs[0].text == found.title
    assert [paragraph.text for paragraph in file.paragraphs if paragraph.style.name == "Heading 1"] == [
        f"{number}  {one.title}" for number, one in enumerate(found.chapters, start=1)
    ]
    written = [[tuple(c.text for c in row.cells) for row in table.rows] for table in file.tables]
    assert written == [[grid.headings, *grid.rows] for one in found.chapters for grid in grids(one)]


def test_the_document_needs_its_library(tmp_path: Path) -> None:
    with patch("salesbook.hosts.word.find_spec", return_value=None), pytest.raises(HostError) as caught:
        docx_of(document(planned()), tmp_path / "plan.docx")
    assert caught.value.problems[0].code == "document-needs-extra"


def test_a_document_is_the_same_file_whenever_it_is_made() -> None:
    found = document(planned())
    one, other = (docx.Document(io.BytesIO(docx_of(found, Path("x.docx")))) for _ in range(2))
    assert one.element.xml == other.element.xml


def test_the_pages_are_printed_with_writer(calc: Any, tmp_path: Path) -> None:
    from pypdf import PdfReader

    found = document(made("campaign", "zh"))
    write_pdf(found, tmp_path / "plan.pdf")
    pages = PdfReader(tmp_path / "plan.pdf").pages
    said = "".join(page.extract_text() for page in pages)
    assert 2 <= len(pages) <= 6
    squeezed = "".join(said.split())
    assert all("".join(one.title.split()) in squeezed for one in found.chapters)
