"""Excel as the printer, over a stand-in for xlwings' App: each file opened read-only, printed, closed; Excel ended."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from salesbook.hosts import excel_printer, office
from salesbook.hosts.excel_printer import ExcelPrinter, excel


class Books:
    """Opens every file but those named bad; prints by writing a file."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def open(self, name: str, *, update_links: bool, read_only: bool) -> Any:
        assert read_only
        assert not update_links
        self.said.append(f"open {Path(name).name}")
        if "bad" in name:
            raise RuntimeError("Excel cannot open the file")
        closed, way = f"close {Path(name).name}", self._mute if "mute" in name else self._print
        return SimpleNamespace(to_pdf=way, close=lambda: self.said.append(closed))

    def _print(self, target: str) -> None:
        Path(target).write_bytes(b"%PDF")

    def _mute(self, target: str) -> None:
        """Says nothing and prints nothing."""


class App:
    made: list[App] = []  # noqa: RUF012

    def __init__(self, *, visible: bool, add_book: bool) -> None:
        assert not visible
        assert not add_book
        self.books, self.ended, self.display_alerts = Books(), False, True
        App.made.append(self)

    def quit(self) -> None:
        self.ended = True


def test_files_that_excel_refuses_are_named_and_the_others_printed(tmp_path: Path) -> None:
    books = Books()
    files = [tmp_path / name for name in ("a.xlsx", "bad.xlsx", "mute.xlsx", "b.xlsx")]
    missing = ExcelPrinter(SimpleNamespace(books=books)).to_pdf(files, tmp_path)
    assert [file.name for file in missing] == ["bad.xlsx", "mute.xlsx"]
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == ["a.pdf", "b.pdf"]
    assert books.said.count("open bad.xlsx") == 1
    closed = [said for said in books.said if said.startswith("close")]
    assert closed == ["close a.xlsx", "close mute.xlsx", "close b.xlsx"]


def test_an_excel_of_its_own_is_ended_whatever_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlwings", SimpleNamespace(App=App))
    with pytest.raises(ZeroDivisionError):
        _break_off()
    assert App.made[-1].ended
    assert not App.made[-1].display_alerts


def _break_off() -> None:
    with excel():
        raise ZeroDivisionError


def test_excel_is_asked_only_where_libreoffice_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlwings", SimpleNamespace(App=App))
    monkeypatch.setattr(excel_printer, "is_there", lambda: True)
    monkeypatch.setattr(office, "program", lambda: None)
    assert office.can_print()
    with office.printer() as found:
        assert isinstance(found, ExcelPrinter)


def test_on_this_system_excel_is_there_only_on_windows_and_a_mac(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert not excel_printer.is_there()
