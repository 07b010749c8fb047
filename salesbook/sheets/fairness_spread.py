"""The spread of what is asked of reps: formulas over the column of growths, and what they come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.domain.fairness import ENOUGH
from salesbook.domain.why import rounded
from salesbook.sheets.fairness_layout import AT, BAND, BASE, GROWTH, LINES, NOISE, TARGET, Rows
from salesbook.sheets.formulas import span

if TYPE_CHECKING:
    from decimal import Decimal
    from fractions import Fraction

    from salesbook.book.values import Scalar
    from salesbook.sheets.fairness_lines import Fairness

HAIR = "0.0000000005"
"""Half of the last decimal place to which growths are told apart."""


def spread_formulas(rows: Rows) -> dict[str, str]:
    """Of each line; empty texts where nobody is compared."""
    first_row, last_row = rows.compared
    growths = span(first_row, GROWTH, last_row, GROWTH)
    base, target = (span(first_row, column, last_row, column) for column in (BASE, TARGET))
    whole, first, third = AT["whole"], AT["first"], AT["third"]
    reach = f"1.5*({third}-{first})"
    many = f"COUNT({growths})>={ENOUGH}"
    beyond = f"({growths}>{AT['high']}+{HAIR})+({growths}<{AT['low']}-{HAIR})"
    some = {
        "whole": f"SUM({target})/SUM({base})-1",
        "lowest": f"MIN({growths})",
        "highest": f"MAX({growths})",
        "median": f"MEDIAN({growths})",
        "first": f"QUARTILE({growths},1)",
        "third": f"QUARTILE({growths},3)",
        "variation": f"STDEVP({growths})/(1+AVERAGE({growths}))",
        "low": f"ROUND(IF({many},MIN({whole}-{BAND},{first}-{reach}),{whole}-{BAND}),{NOISE})",
        "high": f"ROUND(IF({many},MAX({whole}+{BAND},{third}+{reach}),{whole}+{BAND}),{NOISE})",
        "count": f"SUMPRODUCT(ISNUMBER({growths})*({beyond}))",
    }
    return {key: f'IF(COUNT({growths})=0,"",{formula})' for key, formula in some.items()}


def spread_results(fairness: Fairness) -> dict[str, Scalar]:
    """What the formulas come to."""
    found = fairness.found
    if found is None:
        return dict.fromkeys(LINES, "")
    given: dict[str, Fraction | Decimal] = {
        "whole": found.whole, "lowest": found.lowest, "highest": found.highest, "median": found.median,
        "first": found.quarters[0], "third": found.quarters[1],
        "low": rounded(found.fences[0], NOISE), "high": rounded(found.fences[1], NOISE),
    }  # fmt: skip
    count = sum(fairness.stands_out(line) != 0 for line in fairness.compared)
    return {**{key: float(value) for key, value in given.items()}, "variation": found.variation, "count": count}
