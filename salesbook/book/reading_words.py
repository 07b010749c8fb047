"""Words in problems that differ by language, and the choices that cells may hold."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING

from salesbook import resources
from salesbook.book.references import folded
from salesbook.texts import LANGUAGES, in_each, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from salesbook.texts import Language

Words = dict["Language", str]
"""A word of a problem in each language."""

_ALIKE = 0.5
_OFFERED = 3

MANY = 40
"""With more unknown names than this, none is compared with the known ones: the axis is another one altogether."""


@cache
def _understood(choice: str) -> Mapping[str, str]:
    entries = resources.texts("choices")[choice]
    found = {folded(w): key for key, entry in entries.items() for w in entry.get("also", ())}
    for key, entry in entries.items():
        found |= {folded(entry["zh"]): key, folded(entry["en"]): key, folded(key): key}
    return found


def choice_key(choice: str, shown: str) -> str | None:
    """The key of what a cell shows, in either language or by another known name; None if it is none.

    >>> choice_key("metric", "销售额"), choice_key("residue", "largest remainder"), choice_key("axis", "颜色")
    ('revenue', 'largest-remainder', None)
    """
    return _understood(choice).get(folded(shown))


def choice_names(choice: str, language: Language) -> tuple[str, ...]:
    """All choices as they are shown in a language.

    >>> choice_names("tier", "zh")
    ('保底', '力争', '冲刺')
    """
    return tuple(entry[language] for entry in resources.texts("choices")[choice].values())


def closest(shown: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known names that are most like `shown`: the same but for case and spaces, or half the same.

    Several if they are equally like it, at most three.

    >>> closest("ware house", ["Dealer", "Warehouse"]), closest("华冬", ["华东", "华北", "西南"]), closest("x", ["y"])
    (('Warehouse',), ('华东', '华北'), ())
    """
    wanted = folded(shown)
    likeness = {name: SequenceMatcher(None, wanted, folded(name)).ratio() for name in known}
    best = max(likeness.values(), default=0.0)
    if best < _ALIKE:
        return ()
    return tuple(name for name, like in likeness.items() if like == best)[:_OFFERED]


def hint(shown: str, known: Iterable[str]) -> Words | str:
    """A "did you mean" for the end of a sentence; empty if nothing is alike.

    >>> hint("Ware House", ["Warehouse"])
    {'zh': '（是不是“Warehouse”？）', 'en': ' (did you mean "Warehouse"?)'}
    """
    names = closest(shown, known)
    return in_each("reading", "did-you-mean", name=" / ".join(names)) if names else ""


def choice_hint(choice: str, shown: str) -> Words | str:
    """A "did you mean" among the choices, each language with its own name."""
    names = resources.texts("choices")[choice]
    by_name = {w: key for key, entry in names.items() for w in (entry["zh"], entry["en"], *entry.get("also", ()))}
    keys = dict.fromkeys(by_name[name] for name in closest(shown, by_name))
    if not keys:
        return ""

    def offered(language: Language) -> str:
        return " / ".join(names[key][language] for key in keys)

    return {language: text("reading", "did-you-mean", language, name=offered(language)) for language in LANGUAGES}
