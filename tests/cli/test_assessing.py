"""simulate, settle and score on a real file: what they write and say, previews, the journal and undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from salesbook.book.reading import read
from salesbook.hosts.file import FileHost

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from tests.cli.conftest import Shell

ORDERS = """Date,Rep,Product,Order no,Amount
2026-04-02,Adam Sinclair,Cloud,A1,2800000
2026-04-09,Zoe Calder,Cloud,B1,9000
"""


def book() -> Book:
    found = read(FileHost("plan.xlsx").read()).book
    assert found is not None
    return found


@pytest.fixture
def planned(shell: Shell) -> Shell:
    """The quarter's example with two orders in April."""
    (shell.folder / "orders.csv").write_text(ORDERS, encoding="utf-8")
    shell.done("new", "quarter", "--lang", "en", "-o", "plan.xlsx")
    shell.done("decompose", "plan.xlsx")
    shell.done("import", "plan.xlsx", "orders.csv", "--as", "actuals")
    return shell


def test_a_preview_of_settling_shows_the_payouts_and_writes_nothing(planned: Shell) -> None:
    before = (planned.folder / "plan.xlsx").read_bytes()
    said = planned.done("settle", "plan.xlsx", "--period", "2026-04", "--preview")
    assert "    Zoe Calder  0.00 → 6,000.00" in said.out.splitlines()
    assert "  sheet Payout statements 2026-04: added" in said.out.splitlines()
    assert (planned.folder / "plan.xlsx").read_bytes() == before


def test_settling_writes_a_journal_line_and_undo_takes_it_back(planned: Shell) -> None:
    planned.done("settle", "plan.xlsx", "--period", "2026-04")
    assert {row.period for row in book().payouts} == {"2026-04"}
    assert "settle" in planned.done("journal", "plan.xlsx").out
    planned.done("undo", "plan.xlsx")
    assert book().payouts == ()
    assert "Payout statements 2026-04" not in FileHost("plan.xlsx").read().sheets


def test_undo_of_a_correction_leaves_what_was_settled_first(planned: Shell) -> None:
    planned.done("settle", "plan.xlsx", "--period", "2026-04")
    first = book().payouts
    more = ORDERS.splitlines()[0] + "\n2026-04-20,Adam Sinclair,Cloud,A2,-500000\n"
    (planned.folder / "more.csv").write_text(more, encoding="utf-8")
    planned.done("import", "plan.xlsx", "more.csv", "--as", "actuals")
    planned.done("settle", "plan.xlsx", "--period", "2026-04")
    assert {row.state for row in book().payouts[len(first) :]} == {"correction"}
    planned.done("undo", "plan.xlsx")
    assert book().payouts == first


def test_settling_twice_says_that_nothing_has_changed(planned: Shell) -> None:
    planned.done("settle", "plan.xlsx", "--period", "2026-04")
    said = planned.done("settle", "plan.xlsx", "--period", "2026-04")
    assert "2026-04 is settled already, and nothing has changed." in said.err
    assert "Written" not in said.out


def test_a_period_that_is_none_is_refused(planned: Shell) -> None:
    said = planned("settle", "plan.xlsx", "--period", "next month")
    assert said.code == 1
    assert '"next month" is not a period' in said.err


def test_simulating_names_the_cliffs_and_adds_its_sheet(planned: Shell) -> None:
    said = planned.done("simulate", "plan.xlsx")
    assert "at 6,722,999 of Revenue the payout is -5,000.00, at 6,723,000 it is 67,230.00" in said.err
    assert "Payout simulation" in FileHost("plan.xlsx").read().sheets
    planned.done("undo", "plan.xlsx")
    assert "Payout simulation" not in FileHost("plan.xlsx").read().sheets


def test_scoring_lists_the_team_best_first_and_is_undone(planned: Shell) -> None:
    said = planned.done("score", "plan.xlsx", "--period", "2026-04")
    assert said.out.splitlines()[0].startswith("  Points  Adam Sinclair")
    assert len(book().scores) == 11 * 11
    planned.done("undo", "plan.xlsx")
    assert book().scores == ()
