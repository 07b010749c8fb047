"""What can be wrong with a book whose cells can all be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.checks_history import far_goals
from salesbook.book.checks_sums import goal_sums

if TYPE_CHECKING:
    from salesbook.book.model import Book
    from salesbook.errors import Problem

__all__ = ["book_problems", "far_goals", "goal_sums"]


def book_problems(book: Book) -> tuple[Problem, ...]:
    """All that the goals and the history say against each other."""
    return (*goal_sums(book), *far_goals(book))
