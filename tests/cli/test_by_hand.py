"""Spread, transfer, reallocate, hold, release on a file: previewed, journaled, undone, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from salesbook.hosts.file import FileHost

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell


@pytest.fixture
def plan(shell: Shell, made: dict[str, bytes]) -> Path:
    path = shell.folder / "plan.xlsx"
    path.write_bytes(made["planned"])
    return path


def leaves(path: Path) -> object:
    return FileHost(path).read().tables["sb_plan"].rows


CHANGES = [
    ("spread", "--slice", "phase=Peak", "--method", "P%", "--rate", "10%"),
    ("transfer", "--from", "phase=Peak", "--to", "phase=Warm-up", "--value", "100"),
    ("reallocate", "--slice", "phase=Peak", "--value", "1000000"),
    ("hold", "--slice", "phase=Peak", "--reason", "agreed"),
]


@pytest.mark.parametrize("arguments", CHANGES, ids=lambda arguments: arguments[0])
def test_a_preview_writes_nothing_and_undo_takes_everything_back(
    shell: Shell, plan: Path, arguments: tuple[str, ...]
) -> None:
    name, *rest = arguments
    before, bytes_before = leaves(plan), plan.read_bytes()
    assert "Preview of plan.xlsx" in shell.done(name, "plan.xlsx", *rest, "--preview").out
    assert plan.read_bytes() == bytes_before
    shell.done(name, "plan.xlsx", *rest)
    assert (leaves(plan) != before) == (name != "hold")
    assert name in shell.done("journal", "plan.xlsx").out
    shell.done("undo", "plan.xlsx")
    assert leaves(plan) == before
    assert "sb_holds" not in FileHost(plan).read().tables


def test_a_release_is_taken_back_too(shell: Shell, plan: Path) -> None:
    shell.done("hold", "plan.xlsx", "--slice", "phase=Peak", "--max", "99万")
    held = FileHost(plan).read().tables["sb_holds"].rows
    shell.done("release", "plan.xlsx", "--all")
    assert FileHost(plan).read().tables["sb_holds"].is_empty
    shell.done("undo", "plan.xlsx")
    assert FileHost(plan).read().tables["sb_holds"].rows == held


def test_a_new_split_keeps_the_change_unless_it_is_dropped(shell: Shell, plan: Path) -> None:
    before = leaves(plan)
    shell.done("spread", "plan.xlsx", "--slice", "phase=Peak", "--method", "P%", "--rate", "10%")
    kept = shell.done("decompose", "plan.xlsx")
    assert "changes by hand take the plan off the goal" in kept.err
    dropped = shell.done("decompose", "plan.xlsx", "--drop-changes")
    assert "by hand" not in dropped.err
    assert [row[:-1] for row in leaves(plan)] == [row[:-1] for row in before]  # type: ignore[attr-defined]


@pytest.mark.parametrize("arguments", [("--slice", "phase=Peak", "--all"), ()])
def test_a_release_is_of_a_slice_or_of_all(shell: Shell, plan: Path, arguments: tuple[str, ...]) -> None:
    said = shell("release", "plan.xlsx", *arguments)
    assert said.code == 2
    assert "Give either --slice or --all." in said.err
    assert plan.exists()


def test_what_is_wrong_is_said_in_the_language_asked_for(shell: Shell, plan: Path) -> None:
    said = shell("spread", "plan.xlsx", "--slice", "阶段=Peak", "--method", "按比例", "--value", "很多", "--lang", "zh")
    assert said.code == 1
    assert "“很多”不能用。" in said.err
    assert plan.exists()


def test_an_option_that_is_missing_is_named(shell: Shell, plan: Path) -> None:
    said = shell("spread", "plan.xlsx", "--method", "P")
    assert (said.code, "--slice is missing." in said.err) == (2, True)
    assert plan.exists()
