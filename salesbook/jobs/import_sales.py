"""Import 导入: the rows of a pasted export go to the table of past or of actual sales, none of them twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING, Any

from salesbook.book.catalogue import AXES, CATALOGUE
from salesbook.book.changes import AppendRows, ChangeSet, Line, Outcome, PutPage
from salesbook.book.pasted_cells import without_rows
from salesbook.book.pasted_names import name_problems
from salesbook.book.pasted_sales import NOTHING, PAID, Asked, PastedSales, paste_sales
from salesbook.book.reading import read
from salesbook.book.reading_people import Names
from salesbook.book.references import Refs, position
from salesbook.errors import Place, Problem, errors_in
from salesbook.jobs.mappings import asked_with, saving
from salesbook.jobs.refresh import followed
from salesbook.texts import in_each

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from salesbook.book.model import Book, Sales
    from salesbook.book.pasted import Export
    from salesbook.book.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """An export, the table it goes to (sb_history or sb_actuals), and what people say about it."""

    table: str
    export: Export
    asked: Asked = field(default_factory=Asked)
    mapping: str = ""
    """The saved mapping that is wanted; "" for the one whose headings are the file's, if there is one."""
    save: str = ""
    """The name under which the file's mapping is saved."""


@dataclass(slots=True)
class _Rows:
    """The rows that the table does not have yet, by columns of the table."""

    columns: dict[str, list[Any]]
    already: int = 0
    already_amount: Decimal = NOTHING

    def __len__(self) -> int:
        return len(self.columns["date"])


def import_sales(snapshot: Snapshot, request: ImportRequest, today: date) -> Outcome:  # noqa: ARG001
    """Append the export's rows. Whole rows that are in the table already are not added again: a file that is
    imported twice adds nothing, and two equal rows in one file are two sales."""
    reading = read(snapshot, only=(request.table, "sb_reps", "sb_members", "sb_mappings"))
    if reading.book is None or reading.errors:
        return Outcome(problems=reading.problems)
    book = reading.book
    asked, of_mapping = asked_with(book, request.export, request.asked, request.mapping, request.table)
    if errors_in(of_mapping):
        return Outcome(problems=of_mapping)
    names, ids = Names.of_book(book), {rep.id: rep.name for rep in book.reps if rep.id}
    pasted = paste_sales(request.export, asked, names, ids, request.table)
    if errors_in(pasted.problems):
        return Outcome(problems=(*of_mapping, *pasted.problems))
    there = book.history if request.table == "sb_history" else book.actuals
    rows = _new_rows(snapshot, request, pasted, there)
    named = name_problems(pasted, names, request.export.name)
    said = (*of_mapping, *without_rows(request.export), *pasted.problems, *named)
    problems = (*said, *_row_problems(request, pasted, rows, there))
    changes = followed(snapshot, _append(snapshot, request.table, rows, book))
    if request.save:
        changes += saving(snapshot, book, request.export, asked, request.save, request.table)
    return Outcome(changes, problems, _summary(request, pasted, rows, there))


def _columns_of(snapshot: Snapshot, table: str) -> list[str]:
    """The columns that the table has, or will have."""
    block = snapshot.tables.get(table)
    columns = CATALOGUE[table].columns
    return [c.key for c in columns if block is None or position(block.headings, c) is not None]


def _new_rows(snapshot: Snapshot, request: ImportRequest, pasted: PastedSales, there: Sales) -> _Rows:
    keys = _columns_of(snapshot, request.table)
    columns = {key: pasted.columns.get(key) or [None] * len(pasted) for key in keys}
    if not len(there):
        return _Rows(columns)
    told = [key for key in keys if key != PAID]
    left = Counter(zip(*(_there(there, key) for key in told), strict=True))
    mask = []
    for row in zip(*(columns[key] for key in told), strict=True):
        known = left[row] > 0
        if known:
            left[row] -= 1
        mask.append(not known)
    new = {key: list(compress(values, mask)) for key, values in columns.items()}
    already = sum(pasted.columns["amount"], NOTHING) - sum(new["amount"], NOTHING)
    return _Rows(new, len(pasted) - len(new["date"]), already)


def _there(there: Sales, key: str) -> list[Any]:
    """A column of the table, empty cells as None."""
    if key in AXES:
        return [v or None for v in there.axes.get(key, ())] or [None] * len(there)
    plural = {"date": "dates", "amount": "amounts", "quantity": "quantities", "cost": "costs"}
    names = plural | {"order_no": "order_nos", "client": "clients"}
    return [v if v != "" else None for v in getattr(there, names[key])]


def _append(snapshot: Snapshot, table: str, rows: _Rows, book: Book) -> ChangeSet:
    """The rows at the end of the table; of a new one where there is none yet."""
    if not len(rows):
        return ChangeSet()
    language = book.settings.language
    refs = Refs(language, snapshot.tables)
    headings = tuple(refs.heading(table, key) for key in rows.columns)
    append = AppendRows(table, headings, tuple(zip(*rows.columns.values(), strict=True)))
    if table in snapshot.tables:
        return ChangeSet((append,))
    from salesbook.sheets.inputs import table_page

    return ChangeSet((PutPage(table_page(table, {}, language)), append))


def _row_problems(request: ImportRequest, pasted: PastedSales, rows: _Rows, there: Sales) -> Iterator[Problem]:
    """What is to be said about the rows as a whole."""
    file, tab = request.export.name, in_each("sheets", f"page.{CATALOGUE[request.table].page}")
    words: dict[str, object]
    costs = pasted.columns.get("cost", [])
    if None in costs:
        yield Problem("costs-missing", Place(file=file), {"count": costs.count(None), "name": file})
    nameless = [i for i, rep in enumerate(pasted.columns.get("rep", ())) if rep is None]
    if nameless:
        amount = sum((pasted.columns["amount"][i] for i in nameless), NOTHING)
        words = {"count": len(nameless), "amount": f"{amount:,f}", "name": file}
        yield Problem("export-rows-without-rep", Place(file=file), words)
    for key in (key for key in pasted.columns if key not in rows.columns):
        column = CATALOGUE[request.table].column(key)
        names = {"zh": column.zh, "en": column.en}
        yield Problem("table-lacks-column", Place(table=request.table), {"column": names, "table": tab})
    again = set(rows.columns.get("order_no", ())) & set(there.order_nos) - {None, ""}
    if again:
        words = {"count": len(again), "example": min(again)}
        yield Problem("orders-seen-before", Place(file=file), {**words, "name": file, "table": tab})


def _summary(request: ImportRequest, pasted: PastedSales, rows: _Rows, there: Sales) -> tuple[Line, ...]:
    """Where every row of the file went, with its amount; then the table before and after."""
    new = sum(rows.columns["amount"], NOTHING)
    total = new + rows.already_amount + pasted.skipped_amount + pasted.outside_amount
    parts = {
        "read": (pasted.read, total),
        "imported": (len(rows), new),
        "already": (rows.already, rows.already_amount),
        "skipped": (pasted.skipped, pasted.skipped_amount),
        "outside": (pasted.outside, pasted.outside_amount),
    }
    lines = []
    for key, (count, amount) in parts.items():
        if count or key in ("read", "imported"):
            lines.append(Line(in_each("import", key), None, count))
            lines.append(Line(in_each("import", f"{key}-amount"), None, amount))
    which = in_each("reading", request.table.removeprefix("sb_"))
    before = sum(there.amounts, NOTHING)
    rows_line = Line(in_each("import", "table-rows", which=which), len(there), len(there) + len(rows))
    return (*lines, rows_line, Line(in_each("import", "table-amount", which=which), before, before + new))
