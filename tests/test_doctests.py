"""The worked examples in docstrings are executed."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import salesbook

MODULES = [
    module.name
    for module in pkgutil.walk_packages(salesbook.__path__, "salesbook.")
    if not module.ispkg and not module.name.endswith("__main__")
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_give_what_they_say(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples_to_execute() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    examples = [case for name in MODULES for case in finder.find(importlib.import_module(name)) if case.examples]
    assert len(examples) > 50
