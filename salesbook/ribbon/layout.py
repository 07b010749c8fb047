"""The tab as Excel's customUI XML, from macros/ribbon.toml, in both of its namespaces; words come by callbacks."""

from __future__ import annotations

import tomllib
from typing import Any
from xml.sax.saxutils import quoteattr

from salesbook import resources

NAMESPACES = {
    "customUI14.xml": "http://schemas.microsoft.com/office/2009/07/customui",
    "customUI.xml": "http://schemas.microsoft.com/office/2006/01/customui",
}
"""The part of each namespace: Excel 2010 and later read the first, Excel 2007 the second."""


def groups() -> list[dict[str, Any]]:
    """The groups and their buttons, from left to right."""
    text = (resources.folder("macros") / "ribbon.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["group"]
    return found


def buttons() -> list[str]:
    """The names of all buttons."""
    return [button["name"] for group in groups() for button in group["buttons"]]


def custom_ui(namespace: str) -> str:
    """The whole part for a namespace."""
    inner = "".join(_group(group) for group in groups())
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<customUI xmlns="{namespace}"><ribbon><tabs><tab id="sbTab" getLabel="SbLabel" keytip="Y1">'
        f"{inner}</tab></tabs></ribbon></customUI>\n"
    )


def words() -> dict[str, dict[str, str]]:
    """What the callbacks look up, by the control's id."""
    texts = resources.texts("ribbon")
    found = {"sbTab": texts["tab"], "no_python": texts["no_python"]}
    for group in groups():
        found[f"sbGroup_{group['name']}"] = texts["group"][group["name"]]
    for name in buttons():
        found[f"sb_{name}"] = texts["button"][name]
        found[f"tip.sb_{name}"] = texts["tip"][name]
    return found


def _group(group: dict[str, Any]) -> str:
    inner = "".join(_button(button) for button in group["buttons"])
    return f'<group id="sbGroup_{group["name"]}" getLabel="SbLabel">{inner}</group>'


def _button(button: dict[str, Any]) -> str:
    attributes = {
        "id": f"sb_{button['name']}",
        "tag": button["name"],
        "imageMso": button["image"],
        "size": "large" if button.get("large") else "normal",
        "getLabel": "SbLabel",
        "getScreentip": "SbTip",
        "keytip": button["key"],
        "onAction": "SbClick",
    }
    return "<button " + " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items()) + "/>"
