"""A button from the click to the changed workbook, over the small Excel."""

from __future__ import annotations

import pytest

from benchmarks.bench_clicks import workbook
from salesbook.functions.boundary import forget
from salesbook.functions.listed import functions
from salesbook.hosts.live import LiveHost
from salesbook.ribbon.clicks import Session
from tests.excel.fake import shown
from tests.excel.open_books import open_book

PLAN = workbook(10)


@pytest.fixture(autouse=True)
def _english(monkeypatch) -> None:
    monkeypatch.setenv("SALESBOOK_LANG", "en")


def session():
    book, app = open_book(PLAN)
    app.learn(PLAN)
    return Session(lambda: LiveHost(book)), app


def test_nothing_is_written_before_the_person_agrees() -> None:
    clicked, app = session()
    before = shown(app.books[0])
    said = clicked.ask("decompose")
    assert said.startswith("?")
    assert "\n" in said
    assert shown(app.books[0]) == before


def test_what_was_shown_is_applied_once() -> None:
    clicked, app = session()
    clicked.ask("decompose")
    steps = len(shown(app.books[0]).tables["sb_journal"].rows) if "sb_journal" in shown(app.books[0]).tables else 0
    assert clicked.apply() == ""
    assert len(shown(app.books[0]).tables["sb_journal"].rows) == steps + 1
    assert clicked.apply() == "", "a second answer finds nothing to apply"
    assert len(shown(app.books[0]).tables["sb_journal"].rows) == steps + 1


@pytest.mark.parametrize("verb", ["check", "track", "why", "about", "undo"])
def test_every_button_answers_in_words(verb) -> None:
    clicked, _ = session()
    assert clicked.ask(verb).strip("?")


def test_a_busy_excel_is_said_in_words() -> None:
    clicked, app = session()
    app.refusing["SaveCopyAs"] = -2147418111
    assert clicked.ask("check") == (
        'plan.xlsx: Excel is busy and cannot work on "plan.xlsx": a cell is being edited, or a window waits for an '
        "answer. Press Enter to finish the cell, close the window that is open, and click again."
    )


def test_about_tells_why_the_last_function_failed() -> None:
    clicked, _ = session()
    forget()
    functions()[0].call("x", 1.0)
    assert clicked.ask("about").endswith('The last function that failed: SB_SPLIT: "x" is not a number.')
    forget()
