"""Every code of problems.toml: the smallest input that causes it, and exactly what people then read.

Each cases_*.py here has a dict CASES: code -> a function without arguments that returns the Problem. Each
expected_*.toml holds the exact texts. `python -m tests.problems.test_gallery CODE…` (without codes: all that no file
expects yet) prints how a code reads now, to be looked at with care and pasted there.
"""

from __future__ import annotations

import importlib
import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from salesbook import resources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from salesbook.errors import Problem

HERE = Path(__file__).parent
LANGUAGES = ("zh", "en")


def collected() -> dict[str, Callable[[], Problem]]:
    """The cases of all rooms, by code; no code may have two."""
    cases: dict[str, Callable[[], Problem]] = {}
    for path in sorted(HERE.glob("cases_*.py")):
        found = importlib.import_module(f"tests.problems.{path.stem}").CASES
        assert not cases.keys() & found.keys(), f"{path.name} repeats {cases.keys() & found.keys()}"
        cases |= found
    return cases


def expected() -> dict[str, Mapping[str, object]]:
    """The texts of all rooms, by code."""
    texts: dict[str, Mapping[str, object]] = {}
    for path in sorted(HERE.glob("expected_*.toml")):
        texts |= tomllib.loads(path.read_text(encoding="utf-8"))
    return texts


def as_read(problem: Problem) -> dict[str, object]:
    """What people are told: where, what is wrong, what to do."""
    return {
        "place": str(problem.place),
        "message": {language: problem.message(language) for language in LANGUAGES},
        "remedy": {language: problem.remedy(language) for language in LANGUAGES},
    }


CASES = collected()
TEXTS = resources.texts("problems")


def test_every_code_has_a_case() -> None:
    assert sorted(TEXTS.keys() - CASES.keys()) == []


def test_every_case_is_of_a_code_that_has_a_text() -> None:
    assert sorted(CASES.keys() - TEXTS.keys()) == []


@pytest.mark.parametrize("code", sorted(CASES))
def test_the_smallest_input_gives_the_exact_words(code: str) -> None:
    problem = CASES[code]()
    assert problem.code == code
    assert as_read(problem) == expected()[code]


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_both_languages_use_the_same_words(code: str) -> None:
    for part in ("message", "remedy"):
        zh, en = (set(re.findall(r"\{(\w+)", TEXTS[code][part][language])) for language in LANGUAGES)
        assert zh == en


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_a_problem_has_a_severity_a_message_and_a_remedy_and_nothing_else(code: str) -> None:
    entry = TEXTS[code]
    assert entry.get("severity", "error") in ("error", "warning", "notice")
    assert entry.keys() - {"severity"} == {"message", "remedy"}
    assert all(entry[part][language].strip() for part in ("message", "remedy") for language in LANGUAGES)


def printed(codes: Iterable[str]) -> str:
    """The tables of some codes as they read now, as TOML."""

    def quoted(text: object) -> str:
        return '"' + str(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'

    lines = []
    for code in codes:
        read = as_read(CASES[code]())
        lines += [f"[{code}]", f"place = {quoted(read['place'])}"]
        for part in ("message", "remedy"):
            pairs = ", ".join(f"{language} = {quoted(read[part][language])}" for language in LANGUAGES)
            lines.append(f"{part} = {{ {pairs} }}")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    print(printed(sys.argv[1:] or sorted(CASES.keys() - expected().keys())))
