"""The functions as xlwings' server calls them: `CallUDF("salesbook.functions.registered", "SB_SPLIT", …)`.

Arguments come as COM gives them ("raw"), so that one module of ours converts them; error values leave as their COM
numbers, which the VBA wrapper turns into CVErr. All other numbers leave as floats, so the two cannot be mistaken.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from salesbook.functions.answers import ExcelError
from salesbook.functions.listed import functions
from salesbook.texts import system_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.functions.listed import Function

CATEGORY = "salesbook"


def for_excel(function: Function) -> Callable[..., Any]:
    """The call with error values as COM's numbers, under its cell name."""

    @wraps(function.call)
    def call(*given: Any) -> Any:
        return tuple(
            tuple(value.value if isinstance(value, ExcelError) else value for value in row)
            for row in function.call(*given)
        )

    call.__name__ = function.name
    call.__annotations__ = {}
    return call


def register(func: Callable[..., Any], arg: Callable[..., Any], ret: Callable[..., Any]) -> dict[str, Any]:
    """The functions with xlwings' decorators `func`, `arg` and `ret` on them, by name."""
    language = system_language()
    found = {}
    for function in functions():
        call = for_excel(function)
        call.__doc__ = function.help(language)
        call = func(category=CATEGORY, call_in_wizard=False)(call)
        for name, _ in function.arguments:
            call = arg(name, "raw", doc=function.argument_help(name, language))(call)
        found[function.name] = ret("raw")(call)
    return found


def __getattr__(name: str) -> Any:
    """A function by its cell name, made when xlwings' server first asks for one."""
    if not name.startswith("SB_"):
        raise AttributeError(name)
    from xlwings import udfs

    globals().update(register(udfs.xlfunc, udfs.xlarg, udfs.xlret))
    return globals()[name]
