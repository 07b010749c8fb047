"""templates/README.md tells people the same names as the code knows."""

from __future__ import annotations

import re

import pytest

from salesbook import resources
from salesbook.letters.returned import RETURN
from salesbook.letters.slots import BLOCKS, REQUIRED, RETURNS, SLOTS
from tests.letters.books import book, letter

README = resources.template("README.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in README.splitlines() if line.startswith("| `")]


def test_every_slot_is_explained_once_with_an_example() -> None:
    told = [row for row in ROWS if row[0].startswith("`slot_")]
    assert sorted(row[0].strip("`") for row in told) == sorted(f"slot_{key}" for key in SLOTS)
    assert all(len(row) == 3 and all(row) for row in told)


@pytest.mark.parametrize("block", BLOCKS)
def test_every_block_is_explained_with_exactly_its_fields(block: str) -> None:
    (row,) = (row for row in ROWS if row[0] == f"`block_{block}`")
    assert set(re.findall(r"`\{(\w+)\}", " ".join(re.findall(r"`[^`]*`", row[2])))) == set(BLOCKS[block])


def test_required_names_are_told() -> None:
    sentence = next(line for line in README.splitlines() if line.startswith("Required:"))
    assert set(re.findall(r"`(\w+)`", sentence)) == set(REQUIRED)


def test_a_letter_fills_only_what_is_told_and_all_of_it() -> None:
    one = letter(book())
    assert set(one.slots) <= set(SLOTS)
    assert set(SLOTS) - set(one.slots) == {"hash", "fingerprint"}  # reckoned from the others
    for block, rows in one.blocks.items():
        assert all(set(row) == set(BLOCKS[block]) for row in rows)
    assert set(BLOCKS) - set(one.blocks) == {"people"}  # of the list for the meeting


def test_the_table_that_comes_back_is_explained_with_its_headings() -> None:
    told = [tuple(row[:2]) for row in ROWS if " / " in row[1] and not row[0].startswith(("`slot_", "`block_"))]
    assert told == [(f"`{column.key}`", f"{column.zh} / {column.en}") for column in RETURN.columns]


def test_the_names_by_which_a_file_is_known_are_told() -> None:
    assert set(re.findall(r"`(return_\w+)`", README)) == set(RETURNS)
