"""How often a customer is visited, as people write it: 每周 1 次, 每两周 1 次, monthly, 2 a month."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from salesbook import resources
from salesbook.book.references import folded
from salesbook.domain.visits import UNITS, Cadence, Unit
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.texts import Language

MOST = 31
"""Visits beyond so many in a unit are a slip."""
_ZH = re.compile(r"(?P<unit>\D+?)(?P<count>\d+|[一二两三四五])?(?:次|回|趟)?")
_EN = re.compile(r"(?P<count>\d+|once|twice)?(?:x|×|times?|visits?)?(?:in|a|an|per|/|every|each)*(?P<unit>[a-z]+)")
_WORDS = {"once": 1, "twice": 2, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}


def cadence_of(written: str) -> Cadence | None:
    """What a text means; None where it means nothing that we know.

    >>> cadence_of("每周 1 次"), cadence_of("每月两次"), cadence_of("Every other week")
    (Cadence(count=1, unit='week'), Cadence(count=2, unit='month'), Cadence(count=1, unit='fortnight'))
    >>> cadence_of("3 a quarter"), cadence_of("now and then")
    (Cadence(count=3, unit='quarter'), None)
    """
    plain = folded(written)
    if plain in _units():
        return Cadence(1, _units()[plain])
    for pattern in (_ZH, _EN):
        found = pattern.fullmatch(plain)
        unit = _units().get(found["unit"]) if found else None
        if found and unit:
            count = _WORDS.get(found["count"] or "", 0) or int(found["count"] or 1)
            return Cadence(count, unit) if 0 < count <= MOST else None
    return None


@cache
def _units() -> Mapping[str, Unit]:
    """Every way in which a unit is written."""
    entries = resources.texts("customers")["cadence"]
    return {folded(name): unit for unit in UNITS for name in entries[unit]["also"]}


def shown(cadence: Cadence, language: Language) -> str:
    """A cadence as we write it.

    >>> shown(Cadence(2, "month"), "zh"), shown(Cadence(1, "fortnight"), "en")
    ('每月 2 次', 'Every other week')
    """
    key = "many" if cadence.count > 1 else "once"
    return text("customers", f"cadence.{cadence.unit}.{key}", language, count=cadence.count)
