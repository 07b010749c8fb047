"""How long a person waits for `salesbook --version`, and for its help, against Python doing nothing."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from benchmarks.measure import Measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def measures(orders: Path) -> Iterator[Measure]:  # noqa: ARG001
    nothing = _started("-c", "pass")
    against = "python -c pass"
    yield Measure("startup.version", _started("-m", "salesbook", "--version"), nothing, 3.0, against, rounds=15)
    yield Measure("startup.help", _started("-m", "salesbook", "--help"), nothing, 15.0, against, rounds=7)


def _started(*arguments: str) -> Callable[[], None]:
    def start() -> None:
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)

    return start
