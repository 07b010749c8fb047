"""The functions by the names that cells know them by, with what the function wizard says of each."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from salesbook.functions import pay, split, stages, time, track
from salesbook.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.functions.answers import Answers
    from salesbook.texts import Language

LONGEST_HELP = 255
"""What Excel's function wizard takes, for a function and for an argument."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function for cells: its name there, and the call behind it."""

    name: str
    call: Callable[..., Answers]

    @property
    def key(self) -> str:
        """Its table in templates/texts/functions.toml."""
        return self.name.removeprefix("SB_").lower()

    @property
    def arguments(self) -> tuple[tuple[str, bool], ...]:
        """The arguments in their order, each with whether it may be left out."""
        found = inspect.signature(self.call).parameters.values()
        return tuple((one.name, one.default is not inspect.Parameter.empty) for one in found)

    def help(self, language: Language) -> str:
        """What it does, for the function wizard."""
        return text("functions", f"{self.key}.help", language)

    def argument_help(self, argument: str, language: Language) -> str:
        """What an argument is."""
        return text("functions", f"{self.key}.{argument}", language)


@cache
def functions() -> tuple[Function, ...]:
    """All of them, in the order of the work."""
    return (
        Function("SB_SPLIT", split.split),
        Function("SB_FIT", split.fit),
        Function("SB_SEASON", time.season),
        Function("SB_SELLINGDAYS", time.selling_days),
        Function("SB_TIMEPROGRESS", time.time_progress_of),
        Function("SB_PACE", track.pace),
        Function("SB_FORECAST", track.forecast),
        Function("SB_FUNNEL", stages.funnel),
        Function("SB_PAYOUT", pay.payout),
        Function("SB_SCORE", pay.score),
        Function("SB_RANK", track.rank),
        Function("SB_GAP", track.gap),
        Function("SB_WHY", track.why),
    )
