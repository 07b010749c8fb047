"""What the wheel must carry, and what every catalogue of texts must say."""

from __future__ import annotations

import re
import string
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from salesbook import __version__, resources
from salesbook.texts import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
CATALOGUES = sorted(path.stem for path in resources.folder("templates").glob("texts/*.toml"))


def entries(node: Any, key: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every entry of a catalogue of texts with its dotted key; tables of tables are walked."""
    if not isinstance(node, dict):
        return
    if any(isinstance(node.get(language), str) for language in LANGUAGES):
        yield key, node
        return
    for name, inner in node.items():
        yield from entries(inner, f"{key}.{name}".lstrip("."))


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_templates_are_found() -> None:
    for part in (
        "workbooks/year.toml",
        "workbooks/quarter.toml",
        "workbooks/campaign.toml",
        "texts/cli.toml",
    ):
        assert resources.template(part).is_file(), part


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_text_is_there_in_both_languages(name: str) -> None:
    found = list(entries(resources.texts(name)))
    assert found, f"{name}.toml has no texts"
    for key, entry in found:
        assert all(isinstance(entry.get(language), str) for language in LANGUAGES), f"{name}: {key}"


@pytest.mark.parametrize("name", ["cli", "problems"])
def test_both_languages_have_the_same_words_to_fill_in(name: str) -> None:
    differing = [k for k, e in entries(resources.texts(name)) if fields(e["zh"]) != fields(e["en"])]
    assert differing == []


def test_an_installed_salesbook_says_the_version_of_its_package() -> None:
    try:
        installed = metadata.version("salesbook")
    except metadata.PackageNotFoundError:
        pytest.skip("run from a checkout that is not installed; .ci/run tests the wheel")
    assert installed == __version__


def test_no_pattern_has_a_possessive_group() -> None:
    """Early releases of Python 3.11, as Debian 12 has one, match `(…)*+` wrongly; `[…]*+` is right in all."""
    possessive = re.compile(r"\)(?:[*+?]|\{\d*,?\d*\})\+")
    found = [
        f"{path.name}:{number}"
        for path in sorted((ROOT / "salesbook").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if possessive.search(line)
    ]
    assert found == []
