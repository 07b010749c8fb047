"""How a column of the catalogue looks and what may be typed into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.catalogue import SETTINGS
from salesbook.book.page import Area, Validation
from salesbook.texts import text

if TYPE_CHECKING:
    from salesbook.book.catalogue import Column, Setting, Table
    from salesbook.texts import Language

FORMAT_OF_KIND = {
    "text": "text",
    "int": "int",
    "number": "general",
    "amount": "int",
    "percent": "percent",
    "date": "date",
    "choice": "text",
    "value": "general",
}
OWN_FORMATS = {"weight": "factor", "factor": "factor", "ramp": "percent0", "before": "int", "after": "int"}
"""Formats of single columns, by their keys."""

CENTS = ("sb_history", "sb_actuals")
"""Tables whose money has cents; everywhere else amounts are targets, whole."""

OF_TABLES = {
    ("sb_incentives", "rate"): "percent2",
    ("sb_incentives", "lower"): "bound",
    ("sb_incentives", "upper"): "bound",
    ("sb_payout", "base"): "money",
    ("sb_payout", "rate"): "percent2",
    ("sb_payout", "amount"): "money",
    ("sb_kpis", "weight"): "percent0",
    ("sb_kpis", "target"): "measure",
    ("sb_scores", "weight"): "percent0",
    ("sb_scores", "target"): "measure",
    ("sb_scores", "actual"): "measure",
    ("sb_scores", "score"): "factor",
    ("sb_scores", "points"): "factor",
}
"""Formats of columns that differ from those of the same key elsewhere."""

TYPED = (("sb_scores", "actual"),)
"""Columns of our own tables into which people type."""

BOUNDS: dict[str, tuple[float, float]] = {"share": (0, 1), "rate": (0, 1), "growth": (-1, 10)}
"""What a percentage may be, by the column's key; a ramp may be a text of several."""

FIRST_DAY, LAST_DAY = "36526", "73050"
"""2000-01-01 and 2099-12-31 as Excel counts days."""

LIST_LIMIT = 255
"""Excel takes a list written into a validation up to this many characters."""


def column_style(table: Table, column: Column) -> str:
    """The style of a data cell: input in the user's tables, output in ours.

    >>> from salesbook.book.catalogue import CATALOGUE
    >>> goals = CATALOGUE["sb_goals"]
    >>> column_style(goals, goals.column("growth"))
    'input:percent'
    """
    form = OF_TABLES.get((table.name, column.key)) or OWN_FORMATS.get(column.key) or FORMAT_OF_KIND[column.kind]
    if table.name in CENTS and column.key in ("amount", "cost", "collected"):
        form = "money"
    ours = table.ours and (table.name, column.key) not in TYPED
    return f"{'output' if ours else 'input'}:{form}"


def choice_list(groups: tuple[str, ...], language: Language) -> str:
    """The words of the choices as a validation's list, in quotes; empty if Excel would not take it."""
    from salesbook import resources

    words = [text("choices", f"{g}.{key}", language) for g in groups for key in resources.texts("choices")[g]]
    listed = ",".join(words)
    return f'"{listed}"' if len(listed) <= LIST_LIMIT else ""


def column_validation(column: Column, area: Area, language: Language) -> Validation | None:
    """What may be typed into a column; a warning only, as the strict reading has the last word."""
    if column.kind == "choice":
        words = choice_list(column.choices, language)
        return Validation(area, "list", words) if words else None
    if column.kind == "date":
        return Validation(area, "date", FIRST_DAY, LAST_DAY, text("sheets", "typed.date", language))
    if column.kind == "percent" and column.key in BOUNDS:
        low, high = BOUNDS[column.key]
        return Validation(area, "decimal", str(low), str(high), text("sheets", "typed.percent", language))
    return None


def setting_style(setting: Setting | None) -> str:
    """The style of a setting's value: settings stand below each other, so each value has its own format."""
    kind = setting.kind if setting else "value"
    return f"input:{'general' if kind in ('text', 'choice', 'number', 'int') else FORMAT_OF_KIND[kind]}"


def setting_named(name: object) -> Setting | None:
    """The setting that a cell of sb_settings names, by key or by either name."""
    return next((s for s in SETTINGS if name in (s.key, s.zh, s.en)), None)
