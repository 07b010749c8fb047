"""`salesbook add-sheet`: a sheet of one's own from another workbook, and back again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.package.test_graft import TEMPLATE

if TYPE_CHECKING:
    from tests.cli.conftest import Shell


@pytest.fixture
def form(shell: Shell) -> str:
    (shell.folder / "form.xlsx").write_bytes(TEMPLATE)
    return "form.xlsx"


def sheets(shell: Shell) -> list[str]:
    return openpyxl.load_workbook(shell.folder / "plan.xlsx").sheetnames


def test_it_comes_in_and_undo_takes_it_back(shell: Shell, campaign: str, form: str) -> None:
    before = sheets(shell)
    shell.done("add-sheet", campaign, form, "--sheet", "My form", "--as", "Our form")
    assert sheets(shell)[: len(before) + 1] == [*before, "Our form"]
    shell.done("decompose", campaign)
    shell.done("undo", campaign)
    shell.done("undo", campaign)
    assert "Our form" not in sheets(shell)


def test_a_preview_says_what_would_come_and_what_cannot(shell: Shell, campaign: str, form: str) -> None:
    content = (shell.folder / campaign).read_bytes()
    said = shell.done("add-sheet", campaign, form, "--sheet", "My form", "--preview")
    assert "  sheet My form: added" in said.out.splitlines()
    refused = shell("add-sheet", campaign, campaign, "--sheet", "Goals", "--preview")
    assert refused.code == 1
    assert "a table of ours, sb_goals" in refused.err
    assert (shell.folder / campaign).read_bytes() == content


def test_a_file_that_is_not_there_is_said(shell: Shell, campaign: str) -> None:
    said = shell("add-sheet", campaign, "none.xlsx", "--sheet", "x")
    assert said.code == 1
    assert "none.xlsx" in said.err


def test_which_sheet_must_be_said(shell: Shell, campaign: str, form: str) -> None:
    assert shell("add-sheet", campaign, form).code == 2
