"""A score as a live formula over the cells of its line: the rules of `salesbook.domain.score`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from salesbook.book.model import Kpi


def score_formula(kpi: Kpi, target: str, actual: str) -> str:
    """The points, an empty text where target or actual is empty or the target cannot be attained.

    >>> from decimal import Decimal
    >>> from salesbook.book.model import Kpi
    >>> score_formula(Kpi("Sales", Decimal(1)), "D9", "E9")
    'IF(OR(D9="",E9=""),"",IF(D9<=0,"",ROUND(MAX(0,MIN(100,E9/D9*100)),2)))'
    """
    points = f"ROUND(MAX({_number(kpi.floor)},MIN({_number(kpi.cap)},{_points(kpi, target, actual)})),2)"
    if kpi.rule == "linear":
        points = f'IF({target}={_number(kpi.zero)},"",{points})'
    elif kpi.better == "higher":
        points = f'IF({target}<=0,"",{points})'
    return f'IF(OR({target}="",{actual}=""),"",{points})'


def _points(kpi: Kpi, target: str, actual: str) -> str:
    if kpi.rule == "linear":
        zero = _number(kpi.zero)
        return f"({actual}-{zero})/({target}-{zero})*100"
    if kpi.rule == "step":
        return _steps(kpi, target, actual)
    if kpi.better == "higher":
        return f"{actual}/{target}*100"
    return f"IF({actual}<=0,{_number(kpi.cap)},{target}/{actual}*100)"


def _steps(kpi: Kpi, target: str, actual: str) -> str:
    """The highest step reached; bounds are rounded, as 1.1 times a target is no binary fraction."""
    found = _number(kpi.floor)
    for part, score in kpi.steps:
        if kpi.better == "lower":
            reached = f"{target}>=ROUND({_number(part)}*{actual},6)"
        else:
            reached = f"{actual}>=ROUND({_number(part)}*{target},6)"
        found = f"IF({reached},{_number(score)},{found})"
    return found


def _number(value: Decimal | None) -> str:
    """A number as formulas write it; a negative one in brackets."""
    shown = "0" if value is None else f"{value:f}"
    return f"({shown})" if shown.startswith("-") else shown
