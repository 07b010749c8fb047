"""Formulas as text: the sheets, tables and names that they speak of, and saying others in their place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape, unescape

if TYPE_CHECKING:
    from collections.abc import Callable

Kind = Literal["sheet", "table", "name", "file"]
"""What a formula speaks of; file: a sheet or a name of another workbook."""

_TOKEN = re.compile(
    r"""
      "(?:[^"]|"")*" | \#[A-Z][A-Z0-9/]*[!?]?         # a text; an error such as #REF!
    | \[(?P<file>\d+)\] (?:[^\W\d][\w.]*)? !?         # another workbook: [1]Sheet! or [1]!name
    | '(?P<quoted>(?:[^']|'')+)'!                     # 'A sheet'!
    | (?P<bare>[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)!     # Sheet! and Sheet1:Sheet3!
    | (?P<table>[^\W\d][\w.]*)(?=\[(?!\d+\]))         # Table[
    | \[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]       # the columns of a table
    | (?<![$:\w.])(?P<name>[^\W\d][\w.\\?]*)(?![\w.\\?]*[(!:])    # a name; or a cell, or TRUE
    """,
    re.VERBOSE,
)
ENTITIES = {"&quot;": '"', "&apos;": "'"}
_CELL = re.compile(r"[A-Z]{1,3}\$?\d{1,7}|TRUE|FALSE", re.IGNORECASE)
_IN_XML = re.compile(
    r"(<(?:\w+:)?(?:f|formula|formula1|formula2|calculatedColumnFormula|totalsRowFormula)\b[^<>]*(?<!/)>)([^<]+)"
)
_IN_SHAPE = re.compile(r'(\b(?:textlink|cellRange)=")([^"]+)')


def said_otherwise(formula: str, say: Callable[[Kind, str], str]) -> str:
    """The formula with each sheet, table and name replaced by what `say` gives for its kind and its plain text.

    >>> said_otherwise("SUM('My sheet'!A1:B2)+Sales[My sheet]&\\"Sales\\"", lambda kind, text: f"<{kind} {text}>")
    'SUM(<sheet My sheet>!A1:B2)+<table Sales>[My sheet]&"Sales"'
    >>> said_otherwise("rate*[2]Data!A1", lambda kind, text: kind.upper())
    'NAME*FILEA1'
    """
    return _TOKEN.sub(lambda found: _said(found, say), formula)


def _said(found: re.Match[str], say: Callable[[Kind, str], str]) -> str:
    if found["quoted"] is not None:
        inside = found["quoted"].replace("''", "'")
        return say("file", inside) if "[" in inside else f"{say('sheet', inside)}!"
    if found["bare"] is not None:
        return f"{say('sheet', found['bare'])}!"
    if found["file"] is not None:
        return found[0] if found["file"] == "0" else say("file", found[0])  # [0]! is the workbook itself
    if found["table"] is not None:
        return say("table", found["table"])
    if found["name"] is not None and not _CELL.fullmatch(found["name"]):
        return say("name", found["name"])
    return found[0]


def speaks_of(formula: str, kind: Kind, name: str) -> bool:
    """Whether a formula speaks of a sheet, a table or a name; a sheet also as an end of Sheet1:Sheet3.

    >>> speaks_of("SUM('My plan'!A1)", "sheet", "my plan"), speaks_of('"Goals!A1"', "sheet", "Goals")
    (True, False)
    """
    folded, found = name.casefold(), False

    def look(said: Kind, text: str) -> str:
        nonlocal found
        names = text.casefold().split(":") if kind == "sheet" else [text.casefold()]
        # a whole table is spoken of as a name: =ROWS(Sales)
        found = found or (folded in names and (said == kind or (kind, said) == ("table", "name")))
        return text

    said_otherwise(formula, look)
    return found


def in_part(xml: bytes, change: Callable[[str], str]) -> bytes:
    """A part with every formula in it changed: of cells, rules, validations, tables, charts, sparklines, shapes."""
    text = xml.decode("utf-8", "surrogateescape")

    def changed(found: re.Match[str]) -> str:
        return change(unescape(found[2], ENTITIES))

    text = _IN_XML.sub(lambda found: found[1] + escape(changed(found)), text)
    text = _IN_SHAPE.sub(lambda found: found[1] + escape(changed(found), {'"': "&quot;"}), text)
    return text.encode("utf-8", "surrogateescape")
