"""What is measured: our way against a reference way, in turns, so that a busy machine slows both."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Measure:
    """Our way and the reference; the goal is the ratio of their times that must not be exceeded."""

    name: str
    ours: Callable[[], object]
    reference: Callable[[], object]
    goal: float
    against: str
    """The reference in words."""
    rounds: int = 5
    unit: str = "ms"
    cold: bool = False
    """The ways run in processes of their own and give the amount themselves."""


@dataclass(frozen=True, slots=True)
class Result:
    """The ratios of all rounds, and the medians of both ways in the measure's unit."""

    measure: Measure
    ratios: tuple[float, ...]
    amounts: tuple[float, float]

    @property
    def value(self) -> float:
        return median(self.ratios)

    @property
    def met(self) -> bool:
        return self.value <= self.measure.goal

    def as_json(self) -> dict[str, object]:
        unit = f"times {self.measure.against}"
        return {"value": round(self.value, 3), "goal": self.measure.goal, "met": self.met, "unit": unit}

    def as_line(self) -> str:
        sign = "ok  " if self.met else "OVER"
        spread = f"{min(self.ratios):.3f}–{max(self.ratios):.3f}"
        ours, theirs = self.amounts
        return (
            f"{sign} {self.measure.name:<24} {self.value:7.3f} ×  ({spread}; goal ≤ {self.measure.goal:.3g})  "
            f"{ours:,.0f} {self.measure.unit} against {theirs:,.0f} {self.measure.unit}: {self.measure.against}"
        )


def run(measure: Measure, rounds: int | None = None) -> Result:
    """Both once to warm up unless they run in processes of their own, then in turns; each round gives one ratio."""
    if not measure.cold:
        measure.ours()
        measure.reference()
    pairs = [_pair(measure, first_ours=bool(turn % 2)) for turn in range(rounds or measure.rounds)]
    ratios = tuple(ours / theirs for ours, theirs in pairs)
    return Result(measure, ratios, (median(p[0] for p in pairs), median(p[1] for p in pairs)))


def _pair(measure: Measure, *, first_ours: bool) -> tuple[float, float]:
    if first_ours:
        ours = _amount(measure, measure.ours)
        return ours, _amount(measure, measure.reference)
    theirs = _amount(measure, measure.reference)
    return _amount(measure, measure.ours), theirs


def _amount(measure: Measure, way: Callable[[], object]) -> float:
    gc.collect()
    start = perf_counter()
    given = way()
    return (perf_counter() - start) * 1000 if measure.unit == "ms" and not measure.cold else float(str(given))
