"""The smallest inputs of what goes wrong when the add-in is made."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from salesbook.errors import HostError, Problem
from salesbook.ribbon.build import build

if TYPE_CHECKING:
    from collections.abc import Callable


def _without_writer() -> Problem:
    kept = sys.modules.get("pyopenvba")
    sys.modules["pyopenvba"] = None  # type: ignore[assignment]
    try:
        build(xlwings="0")
    except HostError as error:
        return error.problems[0]
    finally:
        del sys.modules["pyopenvba"]
        if kept is not None:
            sys.modules["pyopenvba"] = kept
    raise AssertionError("nothing was refused")


CASES: dict[str, Callable[[], Problem]] = {"addin-needs-extra": _without_writer}
