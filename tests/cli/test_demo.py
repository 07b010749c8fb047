"""The demo: the whole way with every ready-made workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from salesbook.book.reading import read
from salesbook.cli.start import run
from salesbook.hosts.file import FileHost
from salesbook.jobs.new import KINDS, NewRequest, example, file_name

if TYPE_CHECKING:
    from pathlib import Path

    from salesbook.book.model import Book


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo")
    assert run(["demo", "-o", str(made), "--lang", "both"]) == 0
    return made


def book(folder: Path, kind: str) -> Book:
    found = read(FileHost(folder / file_name(NewRequest(kind, "en"))).read())
    assert found.book is not None
    assert not found.errors
    return found.book


def test_each_workbook_is_there_in_both_languages_with_its_letters(folder: Path) -> None:
    books = {file_name(NewRequest(kind, language)) for kind in KINDS for language in ("zh", "en")}  # type: ignore[arg-type]
    assert {path.name for path in folder.iterdir() if path.is_file()} == books
    letters = [path for path in folder.iterdir() if path.is_dir()]
    assert len(letters) == 6
    assert all(any(path.iterdir()) for path in letters)


@pytest.mark.parametrize("kind", KINDS)
def test_the_sample_orders_end_on_the_day_that_is_tracked(folder: Path, kind: str) -> None:
    shown = book(folder, kind)
    assert shown.settings.as_of == example(kind)["demo"]["as_of"]
    assert len(shown.actuals) > 20
    assert max(shown.actuals.dates) <= shown.settings.as_of


@pytest.mark.parametrize("kind", KINDS)
def test_some_reps_are_ahead_and_some_behind(folder: Path, kind: str) -> None:
    shown = book(folder, kind)
    metric, as_of = shown.settings.metric, shown.settings.as_of
    assert as_of is not None
    due, sold = dict.fromkeys((rep.name for rep in shown.reps), 0), {}
    for day in shown.days:
        due[day.rep] += day.target if day.metric == metric and day.day <= as_of else 0
    for rep, amount in zip(shown.actuals.axes["rep"], shown.actuals.amounts, strict=True):
        sold[rep] = sold.get(rep, 0) + amount
    pace = [sold.get(rep, 0) / due[rep] for rep in due]
    assert min(pace) < 0.9
    assert max(pace) > 1
    assert all(0.5 < each < 1.25 for each in pace)


@pytest.mark.parametrize("kind", KINDS)
def test_no_cell_of_a_demo_shows_an_error(folder: Path, kind: str) -> None:
    path = folder / file_name(NewRequest(kind, "zh"))
    workbook = openpyxl.load_workbook(path, data_only=True)
    shown = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.data_type == "e"]
    assert shown == []


def test_a_second_demo_replaces_the_first_and_keeps_a_backup(folder: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert run(["demo", "-o", str(tmp_path), "--lang", "en"]) == 0
    workbooks = [path for path in tmp_path.iterdir() if path.suffix == ".xlsx"]
    assert len(workbooks) == len(KINDS)
    assert all((path.with_name(f"{path.stem}.backups")).is_dir() for path in workbooks)
