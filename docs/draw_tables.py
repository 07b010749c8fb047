"""Writes the list of tables in docs/workbook.md from the catalogue: python docs/draw_tables.py

A test holds the two together.
"""

from __future__ import annotations

from pathlib import Path

from salesbook.book.catalogue import CATALOGUE, SETTINGS, Column, Table
from salesbook.texts import text

PAGE = Path(__file__).parent / "workbook.md"
START = "<!-- from the catalogue: python docs/draw_tables.py -->"


def tables() -> str:
    """All tables and settings, as Markdown."""
    return "\n".join([START, "", *(_table(t) for t in CATALOGUE.values()), *_settings()]) + "\n"


def _table(table: Table) -> str:
    sheet = " / ".join(text("sheets", f"page.{table.page}", language) for language in ("zh", "en"))
    who = "written by salesbook" if table.ours else "yours"
    columns = "; ".join(_column(c) for c in table.columns)
    return f"**`{table.name}`** · {sheet} · {who}\n: {columns}\n"


def _column(column: Column) -> str:
    kind = f" [{column.kind}]" if column.kind != "text" else ""
    return f"{column.zh} / {column.en}" + (" **(must be there)**" if column.required else "") + kind


def _settings() -> list[str]:
    rows = [f"| {s.zh} | {s.en} | {s.kind} | {'' if s.default is None else s.default} |" for s in SETTINGS]
    return ["## Settings", "", "| zh | en | kind | default |", "|---|---|---|---|", *rows]


if __name__ == "__main__":
    head = PAGE.read_text(encoding="utf-8").split(START)[0]
    PAGE.write_text(head + tables(), encoding="utf-8")
