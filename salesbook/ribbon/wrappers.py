"""The functions as VBA: a wrapper for each, generated from the Python functions, and what the wizard is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.functions.listed import functions
from salesbook.texts import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.functions.listed import Function

NAME = "Functions"
LINE = "\r\n"


def module() -> str:
    """The source of the module, without its attributes.

    >>> "Public Function SB_RANK(ByRef values As Variant) As Variant" in module()
    True
    """
    lines = ["' Generated from the Python functions: do not edit.", "Option Explicit", ""]
    for function in functions():
        lines += _wrapper(function)
    return LINE.join([*lines, *_describe()]) + LINE


def words() -> dict[str, Mapping[str, str]]:
    """What the wizard is told, by key of the hidden sheet: the function's name, then its arguments numbered from 1."""
    found: dict[str, Mapping[str, str]] = {}
    for function in functions():
        found[function.name] = {str(language): function.help(language) for language in LANGUAGES}
        for at, (name, _) in enumerate(function.arguments, 1):
            said = {str(language): function.argument_help(name, language) for language in LANGUAGES}
            found[f"{function.name}.{at}"] = said
    return found


def _wrapper(function: Function) -> list[str]:
    declared = ", ".join(f"{'Optional ' if free else ''}ByRef {name} As Variant" for name, free in function.arguments)
    given = ", ".join(f"Runtime.Given({name})" for name, _ in function.arguments)
    return [
        f"Public Function {function.name}({declared}) As Variant",
        f'    {function.name} = Runtime.Answer("{function.name}", Array({given}))',
        "End Function",
        "",
    ]


def _describe() -> list[str]:
    lines = ["Public Sub Describe()", "    On Error Resume Next"]
    for function in functions():
        keys = [f'Word("{function.name}.{at}")' for at in range(1, len(function.arguments) + 1)]
        lines.append(
            f'    Application.MacroOptions Macro:="{function.name}", Category:="salesbook", '
            f'Description:=Word("{function.name}"), ArgumentDescriptions:=Array({", ".join(keys)})'
        )
    return [*lines, "End Sub"]
