"""The deep measures 深度数据 below process tracking: those that the workbook names, collection, and the mix."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.book.values import Formula, address
from salesbook.sheets.formulas import metric_is, same_as, span, sumifs
from salesbook.sheets.gap_figures import number
from salesbook.sheets.sums import members, plan_rows
from salesbook.sheets.track_figures import PLACES
from salesbook.texts import LANGUAGES, text

if TYPE_CHECKING:
    from salesbook.book.model import Measure
    from salesbook.book.references import Refs
    from salesbook.sheets.doing_figures import Doing
    from salesbook.sheets.drawing import Drawing

MEASURES = ("measure", "unit", "wanted", "actual", "attained")
MIX = ("product", "planned-share", "actual-share", "difference", "attached")
PRODUCT = "product"


def add_measures(drawing: Drawing, doing: Doing, refs: Refs, row: int) -> int:
    """A line for each measure, the headings in `row`; the row below them.

    The average order value is that of the actuals where nobody typed one; the others are as typed.
    """
    _headings(drawing, refs, row, MEASURES)
    at = row + 1
    for measure in doing.book.measures:
        drawing.put_row(at, 1, (measure.name, measure.unit), "output")
        actual = _actual(measure, doing)
        drawing.put_row(at, 3, (measure.target, None if actual is None else number(actual)), "output:general")
        reached, wanted = address(at, 4), address(at, 3)
        ratio = float(actual / Fraction(measure.target)) if actual is not None and measure.target else ""
        formula = f'IF(OR({reached}="",{wanted}=0),"",{reached}/{wanted})'
        drawing.put(at, 5, Formula(formula, ratio), "output:percent")
        at += 1
    return at + _collected(drawing, doing, refs, at)


def _headings(drawing: Drawing, refs: Refs, row: int, keys: tuple[str, ...]) -> None:
    drawing.put_row(row, 1, (text("doing", f"column.{key}", refs.language) for key in keys), "heading")


def _actual(measure: Measure, doing: Doing) -> Fraction | None:
    if measure.actual is not None:
        return Fraction(measure.actual)
    named = {text("doing", "measure.order", language) for language in LANGUAGES}
    average = doing.average_order if measure.name in named else None
    return None if average is None else Fraction(round(average))


def _collected(drawing: Drawing, doing: Doing, refs: Refs, at: int) -> int:
    """What customers paid of what was sold; a line only where somebody enters it."""
    if doing.collected is None or refs.area("sb_actuals", "collected") is None:
        return 0
    drawing.put_row(at, 1, (text("doing", "measure.cash", refs.language), None), "output")
    sold, paid = (_sold(doing, refs, key) for key in ("amount", "collected"))
    drawing.put(at, 3, Formula(sold, number(doing.sold)), "output:int")
    drawing.put(at, 4, Formula(paid, number(doing.collected)), "output:int")
    ratio = float(doing.collected / doing.sold) if doing.sold else ""
    formula = f'IF({address(at, 3)}=0,"",{address(at, 4)}/{address(at, 3)})'
    drawing.put(at, 5, Formula(formula, ratio), "output:percent")
    return 1


def _sold(doing: Doing, refs: Refs, key: str, *criteria: tuple[str, str]) -> str:
    """A column of the actuals from the plan's start to the as-of day."""
    start, day = doing.book.settings.start, refs.column("sb_actuals", "date")
    since = f'">="&DATE({start.year},{start.month},{start.day})'
    where = (*criteria, (day, since), (day, '"<"&sb_as_of+1'))
    return f"ROUND({sumifs(refs.column('sb_actuals', key), *where)},{PLACES})"


# -- the mix ---------------------------------------------------------------------------------------------------------


def has_mix(doing: Doing) -> bool:
    """Whether plan and actuals name product lines."""
    return any(row.product for row in plan_rows(doing.book)) and bool(doing.book.actuals.axes.get(PRODUCT))


def add_mix(drawing: Drawing, doing: Doing, refs: Refs, row: int) -> None:
    """Product lines: their share of the plan and of what was sold, and how many orders have something of them."""
    _headings(drawing, refs, row, MIX)
    planned = dict.fromkeys(members(doing.book, PRODUCT), 0)
    for leaf in plan_rows(doing.book):
        planned[leaf.product] += leaf.target + leaf.hedge
    sold = dict.fromkeys(planned, Fraction(0))
    actuals = doing.book.actuals
    for i in doing.rows:
        sold[actuals.axes[PRODUCT][i]] = sold.get(actuals.axes[PRODUCT][i], Fraction(0)) + Fraction(actuals.amounts[i])
    attached, total = doing.attached(), sum(planned.values())
    for at, name in enumerate((name for name in sold if name), start=row + 1):
        drawing.put(at, 1, name, "output")
        plan = Fraction(planned.get(name, 0), total) if total else None
        real = sold[name] / doing.sold if doing.sold else None
        _shares(drawing, doing, refs, at, name, plan, real)
        drawing.put(at, 5, float(attached.get(name, Fraction(0))), "output:percent")


def _shares(
    drawing: Drawing, doing: Doing, refs: Refs, at: int, name: str, plan: Fraction | None, real: Fraction | None
) -> None:
    named = same_as(address(at, 1, fixed="column"), name)
    metric = metric_is(refs, "sb_plan", doing.book.settings.metric)

    def handed(*criteria: tuple[str, str]) -> str:
        return "+".join(sumifs(refs.column("sb_plan", key), metric, *criteria) for key in ("target", "hedge"))

    own, whole = handed((refs.column("sb_plan", PRODUCT), named)), handed()
    sold = _sold(doing, refs, "amount", (refs.column("sb_actuals", PRODUCT), named))
    shares = (
        (2, f'IF({whole}=0,"",({own})/({whole}))', plan),
        (3, f'IF({_sold(doing, refs, "amount")}=0,"",{sold}/{_sold(doing, refs, "amount")})', real),
    )
    for column, formula, result in shares:
        drawing.put(at, column, Formula(formula, "" if result is None else float(result)), "output:percent")
    difference = float(real - plan) if plan is not None and real is not None else ""
    cells = address(at, 3), address(at, 2)
    formula = f'IF(COUNT({span(at, 2, at, 3)})<2,"",{cells[0]}-{cells[1]})'
    drawing.put(at, 4, Formula(formula, difference), "output:percent")
