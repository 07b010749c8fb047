"""The only code that knows where templates/ and macros/ are: in the wheel, or in a checkout."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent
_SHIPPED = _PACKAGE / "_shipped"


def folder(name: str) -> Path:
    """The folder `templates` or `macros`."""
    shipped = _SHIPPED / name
    return shipped if shipped.is_dir() else _PACKAGE.parent / name


def template(name: str) -> Path:
    """A file under templates/, by its relative name."""
    return folder("templates") / name


@cache
def texts(name: str) -> dict[str, Any]:
    """One catalogue of texts, `templates/texts/<name>.toml`, parsed."""
    return tomllib.loads(template(f"texts/{name}.toml").read_text(encoding="utf-8"))
