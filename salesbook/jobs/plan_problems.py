"""What splitting found, as problems in the words of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.domain.split import EqualFallback, Wider
from salesbook.errors import Place, Problem
from salesbook.texts import LANGUAGES, in_each, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from salesbook.book.model import Book
    from salesbook.domain.rest import PartsDiffer
    from salesbook.domain.split import Infeasible, Note
    from salesbook.texts import Language

_NAMED = 6
"""How many fixed parts a message names."""

_WHOLE = {"zh": "全部", "en": "The whole plan"}


def of_conflict(conflict: Infeasible, unit: int, book: Book) -> Problem:
    """Totals that cannot all be met, in money or pieces again, at the row of the book that asks for them."""
    words: dict[str, object] = {
        "where": slice_name(conflict.axes, conflict.members),
        "held": _held(conflict.held, unit),
        **_amounts(conflict.fixed, conflict.wanted, unit),
    }
    code = {
        "over": "parts-over-total",
        "under": "parts-under-total",
        "differs": "parts-over-total" if conflict.excess > 0 else "parts-under-total",
        "no-leaves": "no-leaves",
        "unreachable": "cannot-reach",
    }[conflict.reason]
    if code == "cannot-reach" and conflict.fractional:
        code, words["proof"] = "no-whole-units", in_each("jobs", "proof.sure" if conflict.proven else "proof.unsure")
    return Problem(code, _place(conflict.axes, conflict.members, book), words)


def of_parts(parts: PartsDiffer, unit: int, book: Book) -> Problem:
    """Fixed parts that exceed their total, or leave some of it without a place."""
    words = {
        "where": slice_name(parts.axes, parts.members),
        "held": "",
        **_amounts(parts.fixed, parts.total, unit),
    }
    code = "parts-over-total" if parts.fixed > parts.total else "parts-under-total"
    return Problem(code, _place(parts.axes, parts.members, book), words)


def _place(axes: Sequence[str], members: Sequence[str], book: Book) -> Place:
    """The goal for a slice, else the row of its member, else the goal for its period, else the first goal."""
    asked = dict(zip(axes, members, strict=True))
    period = asked.pop("period", "")
    for goal in book.goals:
        if dict(goal.scope) == asked and goal.period == period:
            return goal.place
    rows = [row.place for row in book.members if asked.get(row.axis) == row.name]
    rows += [rep.place for rep in book.reps if asked.get("rep") == rep.name]
    rows += [goal.place for goal in book.goals if goal.period == period]
    return rows[0] if rows else book.goals[0].place


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


def of_giving_way(axes: Sequence[str]) -> tuple[Problem, ...]:
    """The axes that had to leave their shares for the sake of what is held."""
    if not axes:
        return ()
    named = {
        language: ("、" if language == "zh" else " and ").join(_axis(axis, language) for axis in axes)
        for language in LANGUAGES
    }
    return (Problem("shares-give-way", words={"axes": named}),)


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


def _held(held: Sequence[tuple[str, int]], unit: int) -> dict[Language, str] | str:
    """The fixed parts by name, the first few of them."""
    if not held:
        return ""
    named = [f"{member} {value * unit:,}" for member, value in held[:_NAMED]]
    more = ["…"] if len(held) > _NAMED else []
    return {"zh": f"（{'、'.join(named + more)}）", "en": f" ({', '.join(named + more)})"}


def _amounts(fixed: int, total: int, unit: int) -> dict[str, str]:
    return {
        "fixed": f"{fixed * unit:,}",
        "total": f"{total * unit:,}",
        "excess": f"{(fixed - total) * unit:,}",
        "missing": f"{(total - fixed) * unit:,}",
    }
