"""Simulations, statements and scorecards: every formula stores what LibreOffice computes, for every rule there is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from salesbook.book.changes import ChangeSet, PutCells
from salesbook.hosts.file import FileHost
from salesbook.jobs.decompose import DecomposeRequest, decompose
from salesbook.jobs.fresh import BlankRequest, blank
from salesbook.jobs.score import ScoreRequest, score
from salesbook.jobs.settle import SettleRequest, settle
from salesbook.jobs.simulate import SimulateRequest, simulate
from tests.libreoffice.calc import assert_recalculated_equal, formulas

if TYPE_CHECKING:
    from pathlib import Path

    from salesbook.book.changes import Outcome
    from salesbook.texts import Language
    from tests.libreoffice.calc import Calc

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

TODAY = date(2026, 7, 2)
NAMES = ("周明远", 'O\'Neil "Bo"', "Li-Na (新)", "赵 铁", "Ann & Co")
PRODUCTS = ("厨柜", "5% Doors")
M = {"every": "month"}
RULES: tuple[dict[str, Any], ...] = (
    {"tier": "floor", "rate": 0.0105, "penalty": 500},
    {"tier": "target", "rate": 0.0155, "reward": 1000.55},
    {"tier": "stretch", "rate": 0.0205, "reward": 3000, "cap": 25000},
    {"lower": 0, "rate": 0.011, "basis": "marginal", "product": PRODUCTS[1]},
    {"lower": 1.1, "rate": 0.033, "reward": 77, "upper": 1.5, "product": PRODUCTS[1]},
    {"rule": "accelerator", "rate": 0.007, "lower": 1.05},
    {"rule": "fixed", "reward": 99, "lower": 0.95, "upper": 1.15},
    {"rule": "piece", "metric": "orders", "reward": 50, "lower": 2, "by": "amount", "cap": 400},
    {"rule": "spiff", "product": PRODUCTS[0], "rate": 0.0033, "lower": 30000, "by": "amount"},
    {"rule": "team", "reward": 300, "rate": 0.0007, "prorate": "yes"},
    {"rule": "champion", "reward": 1000, "lower": 1},
    {"rule": "penalty", "penalty": 88, "rate": 0.0009, "tier": "target"},
    {"rule": "threshold", "lower": 0.85, "rate": 0.5, "metric": "orders"},
    {"rule": "cap", "cap": 5200},
    {"rule": "guarantee", "reward": 2000, "months": 6, "prorate": "yes"},
    {"rule": "tier", "lower": 0, "rate": 0.5, "group": NAMES[1], "metric": "orders"},
    {"tier": "target", "rate": 0.01, "reward": 10, "start": date(2026, 5, 11), **M},
    {"rule": "fixed", "reward": 5, "end": date(2026, 5, 10), **M},
)
KPIS: tuple[dict[str, Any], ...] = (
    {"indicator": "Sales", "weight": 0.35, "cap": 120, "source": "actuals", "measure": "revenue"},
    {"indicator": "Orders*", "weight": 0.15, "target": 7, "cap": 120, "source": "actuals", "measure": "orders"},
    {"indicator": "Lost", "weight": 0.1, "better": "lower", "target": 0, "rule": "linear", "zero": 3},
    {"indicator": "Line", "weight": 0.1, "target": 95.5, "rule": "linear", "zero": 61.3, "cap": 111},
    {"indicator": "Steps", "weight": 0.1, "target": 90, "rule": "step", "steps": "80%=60.5; 110%=100", "cap": 99},
    {"indicator": "Low", "weight": 0.1, "better": "lower", "target": 3, "rule": "step", "steps": "50%=50; 100%=100"},
    {"indicator": "Cost", "weight": 0.05, "better": "lower", "target": 3.3, "floor": 10},
    {"indicator": "Nothing typed", "weight": 0.05, "target": 5},
)


def filled(path: Path, language: Language) -> FileHost:
    """Half a year, five reps in two teams and one in none, two products, orders beside revenue; sales made up."""
    chance = Random(7)
    settings = {
        "plan": "P", "kind": "year", "start": date(2026, 4, 1), "end": date(2026, 6, 30), "unit": 10,
        "axes": ("rep", "product"), "floor": Decimal("0.9"), "stretch": Decimal("1.15"), "flex": Decimal("0.05"),
        "as_of": date(2026, 5, 22),
    }  # fmt: skip
    days = [date(2026, 4 + n // 28, n % 28 + 1) for n in range(52)]
    rows: dict[str, Any] = {
        "sb_goals": [{"metric": "revenue", "target": 1_999_990}, {"metric": "orders", "target": 77}],
        "sb_reps": [
            {"name": name, "team": ("T & U", "T & U", "B", "B", "")[n], "weight": n + 1,
             "start": date(2026, 5, 4) if n == 3 else date(2020, 1, 1)}
            for n, name in enumerate(NAMES)
        ],
        "sb_members": [{"axis": "product", "member": product, "weight": 1} for product in PRODUCTS],
        "sb_incentives": RULES,
        "sb_kpis": KPIS,
        "sb_actuals": [
            {"date": day, "rep": NAMES[n % 5], "product": PRODUCTS[n % 2], "order_no": f"N{n % 37}",
             "amount": Decimal(chance.randint(-900_000, 7_000_000)) / 100}
            for n, day in enumerate(days)
        ],
    }  # fmt: skip
    host = FileHost.create(path, blank(BlankRequest(language, settings, rows, country="")))
    return done(host, decompose(host.read(), DecomposeRequest(), TODAY))


def done(host: FileHost, outcome: Outcome) -> FileHost:
    assert outcome.changes, [(p.code, p.message("en")) for p in outcome.problems]
    host.apply(outcome.changes)
    return host


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rule_recalculates_to_what_python_paid(language: Language, calc: Calc, tmp_path: Path) -> None:
    host = filled(tmp_path / f"pay-{language}.xlsx", language)
    for period in ("", "2026-05"):
        done(host, simulate(host.read(), SimulateRequest(period), TODAY))
        done(host, settle(host.read(), SettleRequest(period), TODAY))
    assert len(formulas(host.path)) > 500
    assert_recalculated_equal(host.path, calc)


def test_other_rates_and_attainments_recalculate_to_what_python_would_pay(calc: Calc, tmp_path: Path) -> None:
    """The sheet is live: with a changed rate LibreOffice comes to what a new simulation stores."""
    host = filled(tmp_path / "live.xlsx", "en")
    done(host, simulate(host.read(), SimulateRequest(), TODAY))
    block = host.read().tables["sb_incentives"]
    at = {key: block.headings.index(key) for key in ("Rate", "Reward", "Penalty")}
    cells = {(0, at["Rate"]): 0.0123, (1, at["Reward"]): 777, (11, at["Penalty"]): 11, (9, at["Rate"]): 0.0011}
    host.apply(ChangeSet((PutCells("sb_incentives", cells),)))
    live = calc.recalculated(host.path)
    done(host, simulate(host.read(), SimulateRequest(), TODAY))
    fresh = calc.recalculated(host.path)
    shown = {key: value for key, value in fresh.items() if key[0] == "Payout simulation" and key[1][0] in "DEFGHIJKL"}
    numbers = {key: value for key, value in shown.items() if isinstance(value, int | float) and int(key[1][1:]) < 48}
    assert len(numbers) > 60
    assert {key: live[key] for key in numbers} == pytest.approx(numbers)
    assert_recalculated_equal(host.path, calc)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_scoring_rule_recalculates_to_pythons_score(language: Language, calc: Calc, tmp_path: Path) -> None:
    host = filled(tmp_path / f"score-{language}.xlsx", language)
    chance = Random(3)
    for period in ("2026-04", "2026-05"):
        done(host, score(host.read(), ScoreRequest(period), TODAY))
        block = host.read().tables["sb_scores"]
        heads = ("考核指标", "实际值") if language == "zh" else ("Indicator", "Actual")
        name, actual = (block.headings.index(head) for head in heads)
        typed = {"Lost": (0, 1, 2, 3, 5), "Line": (61.3, 70.07, 95.5, 130, 0), "Steps": (71.99, 72, 98.9, 99, 108),
                 "Low": (0, 3, 3.01, 6, 6.01), "Cost": (0, 3.3, 3.96, 2.2, 90)}  # fmt: skip
        cells = {
            (n, actual): chance.choice(typed[str(row[name])])
            for n, row in enumerate(block.rows)
            if row[actual] is None and row[name] in typed
        }
        host.apply(ChangeSet((PutCells("sb_scores", cells),)))
        done(host, score(host.read(), ScoreRequest(period), TODAY))
    assert len(formulas(host.path)) > 400
    assert_recalculated_equal(host.path, calc)
