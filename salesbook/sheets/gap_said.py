"""The gap in sentences: how much, of what, and where most of it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.domain.gap import whole_parts
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from salesbook.sheets.gap_figures import Gap
    from salesbook.texts import Language

NAMED = 3
"""So many members a sentence names."""


def sentences(gap: Gap, language: Language) -> tuple[str, ...]:
    """First the whole, then its parts by price and volume, then the worst (or best) members of every axis."""
    said = [_whole(gap, language)]
    if gap.priced:
        said.append(_parts(gap, language))
    said += [s for axis in gap.axes if (s := _members(gap, axis, language))]
    return tuple(said)


def _whole(gap: Gap, language: Language) -> str:
    key = "behind" if gap.gap < 0 else "ahead" if gap.gap > 0 else "even"
    attained = f"{float(gap.actual / gap.target):.1%}" if gap.target else "–"
    return text(
        "gap", f"say.{key}", language, start=gap.stretch.start, end=gap.stretch.end, target=f"{gap.target:,}",
        actual=f"{round(gap.actual):,}", gap=f"{abs(round(gap.gap)):,}", attained=attained,
    )  # fmt: skip


def _parts(gap: Gap, language: Language) -> str:
    parts = whole_parts(gap.price_volume_mix.parts())
    named = ((text("gap", f"part.{key}", language), amount) for key, amount in parts.items() if amount)
    return text("gap", "say.parts", language, parts=_listed(named, language))


def _members(gap: Gap, axis: str, language: Language) -> str:
    """The members that pull most in the direction of the whole gap; "" where none does."""
    members = gap.members(axis)
    behind = gap.gap < 0
    ordered = members.items() if behind else reversed(members.items())
    pulling = [(name, part) for name, part in ordered if (part < 0) == behind and round(part)][:NAMED]
    if not pulling or len(members) < 2:
        return ""
    named = ((name or text("gap", "unnamed", language), round(part)) for name, part in pulling)
    key = "say.worst" if behind else "say.best"
    return text("gap", key, language, axis=text("choices", f"axis.{axis}", language), members=_listed(named, language))


def _listed(named: Iterable[tuple[str, int | Fraction]], language: Language) -> str:
    return text("gap", "say.joint", language).join(
        text("gap", "say.part", language, name=name, amount=f"{amount:+,}") for name, amount in named
    )
