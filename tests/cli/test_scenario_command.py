"""`scenario`, `holidays` and `new --holidays` as they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from salesbook.book.reading import read
from salesbook.hosts.file import FileHost

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from tests.cli.conftest import Shell


@pytest.fixture
def split(shell: Shell, planned: str) -> Shell:
    """A campaign, split, with Base kept."""
    shell.done("scenario", "save", planned, "Base")
    return shell


def book(shell: Shell, name: str = "plan.xlsx") -> Book:
    found = read(FileHost(shell.folder / name).read()).book
    assert found is not None
    return found


def test_a_scenario_is_saved_listed_compared_promoted_deleted_and_each_is_in_the_journal(split: Shell) -> None:
    assert "Base (saved" in split.done("scenario", "list", "plan.xlsx").out
    assert "inputs that differ  0" in split.done("scenario", "compare", "plan.xlsx", "Base").out
    said = split.done("scenario", "promote", "plan.xlsx", "base", "--keep", "Before").out
    assert "the plan so far is Before" in said
    assert book(split).settings.version == 2
    split.done("scenario", "delete", "plan.xlsx", "Before")
    journal = split.done("journal", "plan.xlsx").out
    for action in ("save", "compare", "promote", "delete"):
        assert f"scenario {action}" in journal
    assert "scenario list" not in journal
    assert "Written" in split.done("undo", "plan.xlsx").out
    assert "Before" in split.done("scenario", "list", "plan.xlsx").out


def test_a_preview_writes_nothing(split: Shell) -> None:
    before = (split.folder / "plan.xlsx").read_bytes()
    for action in (("save", "Other"), ("compare", "Base"), ("promote", "Base"), ("delete", "Base")):
        said = split.done("scenario", action[0], "plan.xlsx", action[1], "--preview").out
        assert "nothing is written" in said
    split.done("scenario", "list", "plan.xlsx")
    assert (split.folder / "plan.xlsx").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("sav", "plan.xlsx", "X"), 2, "save"),
        (("save", "plan.xlsx"), 2, "NAME is missing"),
        (("list", "plan.xlsx", "X"), 2, "Too much"),
        (("compare", "plan.xlsx", "A", "B", "C"), 2, "Too much"),
        (("promote", "plan.xlsx", "Bass"), 1, "Base"),
        (("save", "plan.xlsx", "Base"), 1, "--replace"),
    ],
)
def test_what_is_typed_wrong_is_answered_with_what_is_right(
    split: Shell, arguments: tuple[str, ...], code: int, words: str
) -> None:
    said = split("scenario", *arguments)
    assert said.code == code
    assert words in said.err


def test_a_new_workbook_takes_the_holidays_of_the_country_that_is_named(shell: Shell) -> None:
    shell.done("new", "year", "--lang", "en", "--holidays", "us", "-o", "us.xlsx")
    assert book(shell, "us.xlsx").settings.holidays == "US"
    assert "Thanksgiving Day" in {day.note for day in book(shell, "us.xlsx").calendar}
    shell.done("new", "year", "--lang", "en", "--holidays", "none", "-o", "none.xlsx")
    assert book(shell, "none.xlsx").calendar == ()
    said = shell("new", "year", "--holidays", "Atlantis", "--lang", "en")
    assert (said.code, "Atlantis" in said.err) == (2, True)


def test_holidays_fill_the_calendar_and_undo_empties_it(shell: Shell) -> None:
    shell.done("new", "year", "--lang", "zh", "--holidays", "none", "-o", "plan.xlsx")
    before = len(book(shell).calendar)
    shell.done("holidays", "plan.xlsx", "--country", "CN")
    assert len(book(shell).calendar) > before
    assert book(shell).settings.holidays == "CN"
    shell.done("undo", "plan.xlsx")
    assert (len(book(shell).calendar), book(shell).settings.holidays) == (before, "")
