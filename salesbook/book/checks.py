"""What can be wrong with a book whose cells can all be read."""

from __future__ import annotations

from salesbook.book.checks_sums import goal_sums

__all__ = ["goal_sums"]
