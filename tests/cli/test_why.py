"""What `why` prints: lines that add up to the eye in both languages, JSON that adds up exactly, answers to slips."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Shell

NUMBER = r"[+-]?\d[\d,]*(?:\.\d+)?"


def amounts(line: str) -> list[Decimal]:
    """The numbers at the end of a line of layers, those of the percentage before them left out."""
    return [Decimal(found.replace(",", "")) for found in re.findall(NUMBER, line.rsplit("%", maxsplit=1)[-1])]


def added_up(out: str) -> tuple[Decimal, Decimal]:
    """Start from the first line's number, add what every layer brings; and the last number that is printed."""
    lines = [line for line in out.splitlines() if re.match(r"  ( |×|\+|=) ", line) and not line.startswith("      ")]
    running = last = amounts(lines[0])[-1]
    for line in lines[1:]:
        *before, last = amounts(line)
        if line.startswith("  ="):
            assert running == last, line
        else:
            running += before[-1]
            assert running == last, line
    return running, last


@pytest.mark.parametrize("part", ["", "channel=Residential", "channel=Walk-in"])
@pytest.mark.parametrize("tier", ["floor", "target", "stretch", "冲刺"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_printed_adds_up(shell: Shell, planned: str, part: str, tier: str, lang: str) -> None:
    said = shell.done("why", planned, part, "--tier", tier, "--lang", lang)
    running, last = added_up(said.out)
    assert running == last > 0


def test_json_has_exact_fractions_that_add_up(shell: Shell, planned: str) -> None:
    found = json.loads(shell.done("why", planned, "channel=Residential", "--json", "--metric", "orders").out)
    assert (found["metric"], found["scope"], found["parent"]) == ("orders", {"channel": "Residential"}, 145)
    reached = Fraction(found["parent"]) + sum(Fraction(layer["effect"]) for layer in found["layers"])
    assert reached == found["handed_down"] == 40
    running = Fraction(found["parent"])
    for layer in found["layers"]:
        running = running * Fraction(layer["factor"]) if layer["factor"] else running + Fraction(layer["effect"])
        assert running == Fraction(layer["reached"])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("rep=Nobody",), 1, 'The team has no "Nobody"'),
        (("week=2026-W18",), 1, "nothing in this slice"),
        (("--tier", "flor"), 2, "Did you mean floor?"),
        (("--metric", "moons"), 2, "There is no metric moons."),
    ],
)
def test_slips_are_answered(shell: Shell, planned: str, arguments: tuple[str, ...], code: int, said: str) -> None:
    answer = shell("why", planned, *arguments)
    assert answer.code == code
    assert said in answer.err


def test_nothing_is_written(shell: Shell, planned: str) -> None:
    before = (shell.folder / planned).read_bytes()
    shell.done("why", planned)
    assert (shell.folder / planned).read_bytes() == before


def test_the_sheets_before_signing_come_and_go(shell: Shell, planned: str) -> None:
    assert "Revenue · whole plan: S ok" in shell.done("goals", planned).out
    assert "Reps without a full base" in shell.done("fairness", planned).out
    assert "fairness" in shell.done("journal", planned).out
    assert "Fairness" in shell.done("undo", planned, "--preview").out
