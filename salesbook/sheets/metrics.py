"""Which metric a sheet shows: the plan's only one, or the one that a cell of the sheet switches to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.page import Area, Validation
from salesbook.book.values import address
from salesbook.sheets.formulas import literal, metric_is, metric_word
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from salesbook.book.model import Book
    from salesbook.book.references import Refs
    from salesbook.sheets.drawing import Drawing


def plan_metrics(book: Book) -> tuple[str, ...]:
    """The metrics that the plan has rows of: the main one first, the others as they come."""
    main = book.settings.metric
    return tuple(dict.fromkeys((main, *(row.metric for row in book.plan))))


@dataclass(frozen=True, slots=True)
class MetricShown:
    """The metrics of a sheet and, where there are several, the fixed address of the cell that switches."""

    metrics: tuple[str, ...]
    cell: str
    refs: Refs

    @property
    def switched(self) -> bool:
        return len(self.metrics) > 1

    @property
    def words(self) -> tuple[str, ...]:
        """What the cell offers."""
        return tuple(text("choices", f"metric.{metric}", self.refs.language) for metric in self.metrics)

    def criterion(self, table: str) -> tuple[str, str]:
        """Column and criterion of a table's rows of the metric, by the words that stand in that table."""
        column, wanted = metric_is(self.refs, table, self.metrics[0])
        if not self.switched:
            return column, wanted
        written = tuple(metric_word(self.refs, table, metric) for metric in self.metrics)
        shown = self.cell if written == self.words else self.choice(literal(word) for word in written)
        return column, f'"="&{shown}'

    def choice(self, values: Iterable[str]) -> str:
        """The one of the values, a piece of formula for each metric, that belongs to the metric shown."""
        given = tuple(values)
        words = ",".join(literal(word) for word in self.words)
        return f"CHOOSE(MATCH({self.cell},{{{words}}},0),{','.join(given)})" if self.switched else given[0]

    def put(self, drawing: Drawing, row: int, column: int) -> None:
        """Draw the switch, its label to the left of it; nothing where there is nothing to switch."""
        if not self.switched:
            return
        language = self.refs.language
        drawing.put(row, column, text("sheets", "view.metric", language), "subheading")
        drawing.put(row, column + 1, self.words[0], "input")
        cell = Area(row, column + 1, row, column + 1)
        message = text("sheets", "view.switch-metric", language)
        drawing.validations.append(Validation(cell, "list", literal(",".join(self.words)), "", message, strict=True))


def metric_shown(book: Book, refs: Refs, row: int, column: int) -> MetricShown:
    """The metrics of the plan, switched by the cell in a row and a column."""
    return MetricShown(plan_metrics(book), address(row, column, fixed="row column"), refs)
