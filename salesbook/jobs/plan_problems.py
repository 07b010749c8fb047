"""What splitting found, as problems in the words of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.domain.split import EqualFallback, Infeasible, Unsupported, Wider
from salesbook.errors import Problem
from salesbook.texts import LANGUAGES, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from salesbook.domain.rest import PartsDiffer
    from salesbook.domain.split import Note
    from salesbook.texts import Language

_WHOLE = {"zh": "全部", "en": "The whole plan"}


def of_conflict(conflict: Infeasible, unit: int) -> Problem:
    """Totals that cannot all be met, in money or pieces again."""
    words = {"where": slice_name(conflict.axes, conflict.members), **_amounts(conflict.fixed, conflict.wanted, unit)}
    code = {
        "over": "parts-over-total",
        "under": "parts-under-total",
        "differs": "parts-over-total" if conflict.excess > 0 else "parts-under-total",
        "no-leaves": "no-leaves",
        "unreachable": "cannot-reach",
    }[conflict.reason]
    return Problem(code, words=words)


def of_parts(parts: PartsDiffer, axes: Sequence[str], members: Sequence[str], unit: int) -> Problem:
    """Fixed parts that exceed their total, or leave some of it without a place."""
    words = {"where": slice_name(axes, members), **_amounts(parts.fixed, parts.total, unit)}
    return Problem("parts-over-total" if parts.fixed > parts.total else "parts-under-total", words=words)


def of_unsupported(what: Unsupported) -> Problem:
    """A combination of goals that the split does not answer."""
    return Problem("split-not-supported", words={"what": what.what, "axes": " × ".join(what.axes)})


def of_notes(notes: Iterable[Note], unit: int) -> tuple[Problem, ...]:
    """Equal splits one by one; leaves that had to move further than a unit as one."""
    found = [
        Problem("split-equally", words={
            "where": slice_name(note.axes, note.members), "total": f"{note.total * unit:,}",
        })
        for note in notes
        if isinstance(note, EqualFallback)
    ]
    wider = [note for note in notes if isinstance(note, Wider)]
    if wider:
        most = max(abs(note.value - note.share) for note in wider) * unit
        found.append(Problem("wider-than-a-unit", words={"count": len(wider), "most": f"{most:,.1f}"}))
    return tuple(found)


def slice_name(axes: Sequence[str], members: Sequence[str]) -> dict[Language, str]:
    """A slice in words, in each language.

    >>> slice_name(("region", "period"), ("East", "2026-05"))
    {'zh': '区域 East，期间 2026-05', 'en': 'Region East, Period 2026-05'}
    """
    if not axes:
        return {language: _WHOLE[language] for language in LANGUAGES}
    joint = {"zh": "，", "en": ", "}
    return {
        language: joint[language].join(f"{_axis(axis, language)} {m}" for axis, m in zip(axes, members, strict=True))
        for language in LANGUAGES
    }


def _axis(axis: str, language: Language) -> str:
    return text("jobs", "period", language) if axis == "period" else text("choices", f"axis.{axis}", language)


def _amounts(fixed: int, total: int, unit: int) -> dict[str, str]:
    return {
        "fixed": f"{fixed * unit:,}",
        "total": f"{total * unit:,}",
        "excess": f"{(fixed - total) * unit:,}",
        "missing": f"{(total - fixed) * unit:,}",
    }
