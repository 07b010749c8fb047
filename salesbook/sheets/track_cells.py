"""The cells of a tracking line: key figures at the left, target and actual per bucket at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.book.values import Content, Formula, Scalar, address
from salesbook.domain import pace
from salesbook.sheets.formulas import literal, same_as, span
from salesbook.sheets.track_figures import PLACES
from salesbook.sheets.track_layout import AS_OF_CELL, AT, FIRST_BUCKET, FIRST_ROW, START_ROW
from salesbook.sheets.track_outlook import outlook

if TYPE_CHECKING:
    from decimal import Decimal
    from fractions import Fraction

    from salesbook.sheets.track_figures import Figures
    from salesbook.sheets.track_layout import Grid
    from salesbook.sheets.track_lines import GridLine

FORMAT = {"attained": "percent", "progress": "percent", "pace": "percent0", "moved": "moved", "streak": "quiet"}
"""Formats of the key figures; the others are whole numbers."""
SUMS = ("target", "due", "actual", "lately")


def criterion(line: GridLine) -> str:
    """The criterion for the line's rep, whose name stands in the line's first row; "" for everybody."""
    return same_as(address(line.row, AT["rep"], fixed="column"), line.name) if line.kind == "rep" else ""


def key_figures(grid: Grid, line: GridLine) -> dict[str, Content]:
    """Column -> content of the line's key figures."""
    figures = grid.figures(line)
    found: dict[str, Content] = {"gap": Formula(_gap(line), pace_gap(figures))}
    for key in SUMS:
        found[key] = Formula(_sum(grid, line, key), getattr(figures, key))
    if line.kind == "rest":
        return found
    found["left"] = Formula(_left(grid, line), figures.remaining)
    if line.kind == "rep":
        found["rank"] = Formula(_rank(grid, line), _or_blank(grid.ranks[line.name]))
    return found | _ratios(line, figures) | outlook(grid, line, _over(grid, line))


def _over(grid: Grid, line: GridLine) -> list[tuple[int, Decimal]]:
    """Target and actual of the buckets that are over."""
    count = sum(bucket.end <= grid.as_of for bucket in grid.span.buckets)
    return [bucket_numbers(grid, line, number) for number in range(count)]


def pace_gap(figures: Figures) -> Decimal:
    """Actual minus what was due; a line without sales is behind by all that was due."""
    return figures.actual - figures.due


def _sum(grid: Grid, line: GridLine, key: str) -> str:
    """Straight from the tables for reps and everybody, over the grid for teams and the rest."""
    if line.kind == "team":
        cells = f"SUM({span(line.first, AT[key], line.last, AT[key])})"
    elif line.kind == "rest":
        cells = f"{address(FIRST_ROW, AT[key])}-{_of_reps(grid, 0, AT[key])}"
    else:
        return _from_tables(grid, line, key)
    return f"ROUND({cells},{PLACES})"


def _from_tables(grid: Grid, line: GridLine, key: str) -> str:
    formulas, rep = grid.formulas, criterion(line)
    if key == "target":
        return formulas.target(rep, formulas.start, formulas.end)
    if key == "due":
        return formulas.due(rep)
    if key == "actual":
        return formulas.actual(rep, formulas.start, formulas.until())
    return formulas.lately(rep)


def _of_reps(grid: Grid, row: int, column: int) -> str:
    """The sum of all reps' cells in a column: of their first rows (0) or their second (1)."""
    which = f"${span(FIRST_ROW, AT['which'], grid.last_row, AT['which']).replace(':', ':$')}"
    words = grid.which(grid.reps[0])[row] if grid.reps else ""
    return f"SUMIF({which},{literal(words)},{span(FIRST_ROW, column, grid.last_row, column)})"


def _left(grid: Grid, line: GridLine) -> str:
    if line.kind == "rep" or not grid.reps:
        return grid.formulas.remaining(criterion(line))
    first, last = (line.first, line.last) if line.kind == "team" else (FIRST_ROW + 2, grid.last_row)
    return f"MAX({span(first, AT['left'], last, AT['left'])})"


def _gap(line: GridLine) -> str:
    return f"ROUND({_at(line, 'actual')}-{_at(line, 'due')},{PLACES})"


def _rank(grid: Grid, line: GridLine) -> str:
    """One more than the reps who attained more, so that equal ones share a place."""
    own = _at(line, "attained")
    column = _fixed_rows(grid, "attained")
    listed = f"({_fixed_rows(grid, 'which')}={literal(grid.which(line)[0])})"
    return f'IF({own}="","",1+SUMPRODUCT({listed}*ISNUMBER({column})*({column}>{own})))'


def _fixed_rows(grid: Grid, key: str) -> str:
    first = address(FIRST_ROW, AT[key], fixed="row column")
    return f"{first}:{address(grid.last_row, AT[key], fixed='row column')}"


def _ratios(line: GridLine, figures: Figures) -> dict[str, Content]:
    """Attainment, progress, pace, needed per day, landing; blank where there is nothing to compare with."""
    target, due, actual, left = (_at(line, key) for key in ("target", "due", "actual", "left"))
    attained, progress = figures.attainment(), figures.progress()
    at, pr = _at(line, "attained"), _at(line, "progress")
    return {
        "attained": Formula(f'IF({target}>0,{actual}/{target},"")', _or_blank(attained)),
        "progress": Formula(f'IF({target}>0,{due}/{target},"")', _or_blank(progress)),
        "pace": Formula(f'IF({at}="","",IF({pr}=0,"",{at}/{pr}))', _or_blank(pace.pace(attained, progress))),
        "needed": Formula(
            f'IF({left}=0,"",({target}-{actual})/{left})',
            _or_blank(pace.required_per_day(figures.target, figures.actual, figures.remaining)),
        ),
        "landing": Formula(
            f'IF({target}>0,IF({due}=0,"",{actual}*{target}/{due}),"")',
            _or_blank(pace.landing(figures.actual, progress)),
        ),
    }


def _at(line: GridLine, key: str) -> str:
    return address(line.row, AT[key])


def _or_blank(value: Fraction | int | None) -> Scalar:
    if value is None:
        return ""
    return value if isinstance(value, int) else float(value)


def bucket_cells(grid: Grid, line: GridLine, number: int) -> tuple[Formula, Formula]:
    """Target and actual of a line in a bucket (from 0); the actual is blank where the bucket is to come."""
    bucket, column = grid.span.buckets[number], FIRST_BUCKET + number
    start, end = address(START_ROW, column, fixed="row"), address(grid.end_row, column, fixed="row")
    target, actual = _bucket_formulas(grid, line, column, start, end)
    planned, sold = bucket_numbers(grid, line, number)
    to_come = f'IF({start}>{AS_OF_CELL},"",{actual})'
    return Formula(target, planned), Formula(to_come, "" if bucket.start > grid.as_of else sold)


def _bucket_formulas(grid: Grid, line: GridLine, column: int, start: str, end: str) -> tuple[str, str]:
    if line.kind in ("rep", "all"):
        rep = criterion(line)
        until = f"MIN({end},{AS_OF_CELL})"
        return grid.formulas.target(rep, start, end), grid.formulas.actual(rep, start, until)
    if line.kind == "team":
        words = grid.which(grid.reps[0])
        return tuple(_of_team(line, word, column) for word in words)  # type: ignore[return-value]
    whole = (address(FIRST_ROW + row, column) for row in (0, 1))
    target, actual = (f"{cell}-{_of_reps(grid, row, column)}" for row, cell in enumerate(whole))
    return target, f"ROUND({actual},{PLACES})"


def _of_team(line: GridLine, word: str, column: int) -> str:
    which = f"${span(line.first, AT['which'], line.last, AT['which']).replace(':', ':$')}"
    return f"ROUND(SUMIF({which},{literal(word)},{span(line.first, column, line.last, column)}),{PLACES})"


def bucket_numbers(grid: Grid, line: GridLine, number: int) -> tuple[int, Decimal]:
    """What was handed down for a bucket, and what was sold in it up to the as-of day."""
    bucket, ledger = grid.span.buckets[number], grid.ledger
    until = min(bucket.end, grid.as_of)

    def of(rep: str | None) -> tuple[int, Decimal]:
        return ledger.target(rep, bucket.start, bucket.end), ledger.actual(rep, bucket.start, until)

    if line.kind in ("rep", "all"):
        return of(line.name or None)
    every = [of(rep) for rep in (line.reps if line.kind == "team" else grid.of_reps)]
    target, actual = sum(t for t, _ in every), sum((a for _, a in every), start=0 * of(None)[1])
    if line.kind == "team":
        return target, actual
    planned, sold = of(None)
    return planned - target, sold - actual
