"""The one place where what goes wrong becomes an error value in a cell, and a text that says why."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import wraps
from itertools import cycle
from typing import TYPE_CHECKING, Any

from salesbook import resources
from salesbook.domain.apportion import NothingToCarryError, UnusableWeightsError
from salesbook.domain.funnel import FunnelError
from salesbook.domain.gap import BrokenFunnelError
from salesbook.domain.period import PeriodError
from salesbook.functions.answers import Answer, Answers, ExcelError, RefusedError
from salesbook.functions.arguments import Cell, checked, grid
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from salesbook.texts import Language


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong last: the function, the error that its cell shows, and why."""

    function: str
    error: ExcelError
    reason: str
    words: Mapping[str, object] = field(default_factory=dict)

    def said(self, language: Language) -> str:
        """In a sentence."""
        own = self.reason in resources.texts("functions")["reason"]
        catalogue, key = ("functions", f"reason.{self.reason}") if own else ("reasons", self.reason)
        words = {"given": "", **self.words}
        return f"{self.function}: {text(catalogue, key, language, **words)}"


_last: list[Failure] = []


def last_error(language: Language) -> str:
    """Why the last function that failed did so; "" if none has."""
    return _last[-1].said(language) if _last else ""


def forget() -> None:
    """Start as if no function had failed."""
    _last.clear()


def cell_function(call: Callable[..., Answers]) -> Callable[..., Answers]:
    """A function for cells: whatever goes wrong inside it is an error value, never an exception."""

    @wraps(call)
    def guarded(*given: Any) -> Answers:
        try:
            return call(*given)
        except Exception as error:
            return ((_failed(call.__name__, error),),)

    return guarded


def each(name: str, call: Callable[..., Answer], *ranges: Any) -> Answers:
    """The call for every cell of ranges of one shape; a single cell, row or column goes along with the others.

    A cell that fails shows its own error and leaves the others alone; where any of the ranges is empty the result is.

    >>> each("SB_X", lambda a, b: float(a * b), ((1.0, 2.0), (3.0, None)), 10.0)
    ((10.0, 20.0), (30.0, ''))
    """
    grids = [grid(given) for given in ranges]
    height, width = max(len(rows) for rows in grids), max(len(rows[0]) for rows in grids)
    for rows in grids:
        if len(rows) not in (1, height) or len(rows[0]) not in (1, width):
            raise RefusedError(ExcelError.VALUE, "not-one-shape")
    tall = [cycle(rows) for rows in grids]
    return tuple(
        tuple(_one(name, call, cells) for _, *cells in zip(range(width), *(cycle(next(rows)) for rows in tall)))  # noqa: B905
        for _ in range(height)
    )


def _one(name: str, call: Callable[..., Answer], cells: list[Cell]) -> Answer:
    if None in cells:
        return ""
    try:
        return call(*map(checked, cells))
    except Exception as error:
        return _failed(name, error)


def _failed(function: str, error: Exception) -> ExcelError:
    """Remember why, and give the error that the cell shows."""
    failure = _failure(function, error)
    _last[:] = [failure]
    return failure.error


def _failure(function: str, error: Exception) -> Failure:
    name = function if function.startswith("SB_") else f"SB_{function.replace('_', '').upper()}"
    match error:
        case RefusedError():
            return Failure(name, error.error, error.reason, error.words)
        case FunnelError():
            return Failure(name, ExcelError.NUM, error.reason, {"given": error.stage})
        case PeriodError():
            return Failure(name, ExcelError.VALUE, error.reason, {"given": error.given})
        case UnusableWeightsError():
            places = ", ".join(str(int(member) + 1) for member in error.members)
            return Failure(name, ExcelError.NUM, "unusable-weights", {"given": places})
        case NothingToCarryError():
            return Failure(name, ExcelError.VALUE, "no-parts")
        case BrokenFunnelError():
            return Failure(name, ExcelError.NUM, "broken-funnel", {"given": error.stage})
    if type(error).__name__ == "NoRoundingError":  # its module loads numpy, which most functions do without
        return Failure(name, ExcelError.NUM, "margins-differ", {"given": getattr(error, "short", "")})
    return Failure(name, ExcelError.VALUE, "unexpected", {"given": f"{type(error).__name__}: {error}"})
