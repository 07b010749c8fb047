"""Workbooks in memory for the tests of jobs: settings and rows in, a snapshot out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from salesbook.book.applied import applied
from salesbook.book.changes import ChangeSet, PutPage
from salesbook.book.snapshot import Snapshot
from salesbook.jobs.fresh import BlankRequest, blank

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salesbook.texts import Language

TODAY = date(2026, 1, 5)
YEAR = {"plan": "Plan", "kind": "year", "start": date(2026, 1, 1), "end": date(2026, 12, 31), "axes": ("rep", "region")}


def snapshot(
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    settings: Mapping[str, Any] | None = None,
    language: Language = "en",
) -> Snapshot:
    """A plan for 2026 (or as the settings say), without public holidays."""
    pages = blank(BlankRequest(language, {**YEAR, **(settings or {})}, rows, country=""))
    return applied(Snapshot(), ChangeSet(tuple(PutPage(page) for page in pages)))


def reps(*names: str, **more: Any) -> list[dict[str, Any]]:
    """Rows of sb_reps."""
    return [{"name": name, **more} for name in names]


def goal(target: int | None = None, scope: str | None = None, period: str | None = None, **more: Any) -> dict[str, Any]:
    """A row of sb_goals for revenue."""
    return {"metric": "revenue", "target": target, "scope": scope, "period": period, **more}


def members(axis: str, *names: str, **shares: float) -> list[dict[str, Any]]:
    """Rows of sb_members: names without a share, then names with one."""
    bare = [{"axis": axis, "member": name} for name in names]
    return bare + [{"axis": axis, "member": name, "share": share} for name, share in shares.items()]
