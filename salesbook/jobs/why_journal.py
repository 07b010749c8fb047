"""What the journal says of the changes by hand in a slice: when, by which command, over what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from salesbook.jobs.plan_problems import slice_name
from salesbook.jobs.slice_leaves import slice_words
from salesbook.jobs.why_leaves import period_of, slice_of
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from salesbook.book.model import Book
    from salesbook.book.values import Scalar
    from salesbook.jobs.why_leaves import Key, Told
    from salesbook.jobs.why_reasons import Reason

BY_HAND = ("spread", "transfer", "reallocate", "rebalance")
"""Commands that change numbers of the plan by hand."""
DROPPED = "decompose --drop-changes"
"""The journal's name of the split that drops them."""
SHOWN = 3
"""The latest so many are told of."""


def journal_reasons(
    book: Book, told: Told, rows: Sequence[tuple[Scalar, ...]], keys: Sequence[Key]
) -> Iterator[Reason]:
    """The latest entries of the journal that name the slice, or something that it may be part of.

    A change that was taken back by undo, or dropped by a split since, is left out.
    """
    done = [row for row in rows if not row[6]]
    dropped = max((place for place, row in enumerate(done) if row[2] == DROPPED), default=-1)
    found = [row for row in done[dropped + 1 :] if row[2] in BY_HAND and not _only_closes(book, row)]
    found = [row for row in found if _may_touch(book, told, str(row[3] or ""), keys)]
    for _seq, when, command, what, *_ in found[: -SHOWN - 1 : -1]:
        yield in_each("why", "change.journal", when=when, command=command, what=what or "")


def _only_closes(book: Book, row: tuple[Scalar, ...]) -> bool:
    """Whether a rebalance carried nothing: then it does not begin with the plan's total before and after."""
    whole = slice_words({}, "")[book.settings.language]
    return row[2] == "rebalance" and not str(row[3] or "").startswith(whole)


def _may_touch(book: Book, told: Told, what: str, keys: Sequence[Key]) -> bool:
    """Whether no axis that the entry names rules the slice out."""
    for axis in ("period", *told.axes):
        named = [member for member in _members(told, axis) if _names(what, book, axis, member)]
        if named and not any(_holds(book, told, axis, member, keys) for member in named):
            return False
    return True


def _members(told: Told, axis: str) -> list[str]:
    if axis == "period":
        return [leaf.key for leaf in told.facts.periods]
    own = next(one for one in told.facts.axes if one.name == axis)
    return [*own.members, *(row.name for row in own.rows if row.name not in own.members)]


def _names(what: str, book: Book, axis: str, member: str) -> bool:
    """Whether an entry names a member, as the names of slices are written."""
    said = slice_name((axis,), (member,))[book.settings.language]
    return re.search(rf"{re.escape(said)}(?![\w-])", what) is not None


def _holds(book: Book, told: Told, axis: str, member: str, keys: Sequence[Key]) -> bool:
    scope, period = ({}, member) if axis == "period" else ({axis: member}, "")
    part = slice_of(told.facts, scope, period_of(book, period))
    return any(part.holds(key, told.axes) for key in keys)
