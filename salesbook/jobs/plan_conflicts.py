"""Goals, holds and bounds that cannot all be met: the smallest set of rows, and by how much they must give way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.catalogue import TIERS
from salesbook.book.model import Hold
from salesbook.domain.split_conflict import tier_conflict
from salesbook.errors import Problem
from salesbook.jobs.plan_problems import slice_name
from salesbook.texts import LANGUAGES, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.domain.split import Leaves
    from salesbook.jobs.plan_holds import Asked
    from salesbook.texts import Language

_NAMED = 12
"""How many rows a message names."""
_MOST = 400
"""How many rows are looked at together."""


def conflict_of(cube: Leaves, asked: Sequence[Asked], unit: int) -> Problem | None:
    """The problem at the first hold of the smallest set that cannot be met; None where all can be.

    Any one row of the set, taken away, makes the others possible. With very many rows only holds, bounds and the
    widest goals are looked at: what is found is a conflict all the same.
    """
    asked = _widest(asked)
    found = tier_conflict(cube, [(one.tier, one.group) for one in asked], TIERS)
    if found is None:
        return None
    needs, limits = [asked[i] for i in found.needs], [asked[i] for i in found.limits]
    first = min((*needs, *limits), key=lambda one: (not isinstance(one.row, Hold), one.row.place))
    if not limits:
        one = needs[0]
        words = {"where": slice_name(*one.group.slice), "total": f"{one.group.low * unit:,}"}
        return Problem("no-leaves", first.row.place, words)
    words = {
        "needs": _listed(needs, unit, least=True),
        "limits": _listed(limits, unit, least=False),
        "amount": f"{found.amount * unit:,}",
    }
    if found.needed is None or found.allowed is None:
        return Problem("holds-conflict-woven", first.row.place, words)
    words |= {"needed": f"{found.needed * unit:,}", "allowed": f"{found.allowed * unit:,}"}
    return Problem("holds-conflict", first.row.place, words)


def _widest(asked: Sequence[Asked]) -> Sequence[Asked]:
    """Holds and bounds, then goals by how few conditions they have, up to a number that can be reckoned with."""
    if len(asked) <= _MOST:
        return asked
    order = sorted(range(len(asked)), key=lambda i: (not asked[i].special, len(asked[i].group.members), i))
    return [asked[i] for i in sorted(order[:_MOST])]


def _listed(rows: Sequence[Asked], unit: int, *, least: bool) -> dict[Language, str]:
    joint: dict[Language, str] = {"zh": "、", "en": "; "}
    more = ["…"] if len(rows) > _NAMED else []
    return {
        language: joint[language].join([*(_said(one, unit, language, least) for one in rows[:_NAMED]), *more])
        for language in LANGUAGES
    }


def _said(one: Asked, unit: int, language: Language, least: bool) -> str:
    """A row in words: its kind, tier, slice, number and cell."""
    kind = text("choices", f"hold.{one.row.kind}", language) if isinstance(one.row, Hold) else _goal(language)
    tier = "" if one.tier == "target" else text("choices", f"tier.{one.tier}", language)
    value = one.group.low if least else one.group.high or 0
    named = f"{slice_name(*one.group.slice)[language]} {value * unit:,}"
    head = f"{kind}{tier}" if language == "zh" else " ".join(part.lower() for part in (kind, tier) if part)
    cell = f"（{one.row.place}）" if language == "zh" else f" ({one.row.place})"
    return f"{head} {named}{cell}" if str(one.row.place) else f"{head} {named}"


def _goal(language: Language) -> str:
    return text("jobs", "goal", language)
