"""The rooms and the direction between them: docs/architecture.md, held by walking the imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).resolve().parent.parent / "salesbook"
if not PACKAGE.is_dir():  # the tests run against an installed wheel
    import salesbook

    PACKAGE = Path(salesbook.__file__).parent

COMMON = {"errors", "texts", "resources", "__init__"}
MAY_IMPORT: dict[str, set[str]] = {
    "domain": set(),
    "book": {"domain"},
    "package": {"book"},
    "sheets": {"book", "domain"},
    "letters": {"package", "book", "domain"},
    "hosts": {"package", "book"},
    "mail": {"book", "domain"},
    "jobs": {"sheets", "letters", "mail", "book", "domain"},
    "functions": {"domain"},
    "ribbon": {"functions", "jobs", "hosts", "book", "domain"},
    "cli": {"ribbon", "jobs", "hosts", "letters", "mail", "sheets", "book", "domain"},
    "__main__": {"cli"},
}
HEAVY_ONLY_IN = {
    "openpyxl": {"package", "letters", "sheets"},
    "lxml": {"package", "letters"},
    "pandas": {"book/pasted"},
    "python_calamine": {"package", "book/pasted"},
    "numpy": {"domain"},
    "click": {"cli"},
    "docx": {"hosts"},
    "pypdf": {"hosts/pdf"},
    "holidays": {"book/holidays"},
    "keyring": {"mail"},
    "win32com": {"mail"},
    "xlwings": {"functions/registered", "hosts/excel_printer", "hosts/live", "ribbon"},
    "pyopenvba": {"ribbon"},
}


def modules() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if "_shipped" not in p.parts)


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of each import, those inside functions and under TYPE_CHECKING included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            yield node.lineno, node.module or ""
            if node.module == "salesbook":
                yield from ((node.lineno, f"salesbook.{alias.name}") for alias in node.names)


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def complaints() -> list[str]:
    found = []
    for path in modules():
        here = room(path)
        inner = path.relative_to(PACKAGE).with_suffix("").as_posix()
        for line, name in imports(path):
            top, _, rest = name.partition(".")
            if top == "salesbook" and rest:
                there = rest.split(".")[0]
                allowed = MAY_IMPORT.get(here, set()) | COMMON | {here}
                if there not in allowed and there != "__version__":
                    found.append(f"{path}:{line}: {here} may not import {there}")
            if top in HEAVY_ONLY_IN and not any(inner.startswith(w) for w in HEAVY_ONLY_IN[top]):
                found.append(f"{path}:{line}: {top} does not belong in {inner}")
    return found


def test_rooms_import_only_what_stands_to_their_right() -> None:
    assert complaints() == []


def test_every_module_stands_in_a_known_room() -> None:
    assert {room(p) for p in modules()} <= COMMON | set(MAY_IMPORT)


def test_no_module_is_a_drawer() -> None:
    drawers = ("util", "helper", "manager", "common", "misc")
    assert [p for p in modules() if any(word in p.stem for word in drawers)] == []


@pytest.mark.parametrize("heavy", ["openpyxl", "pandas", "numpy", "lxml", "holidays", "click"])
def test_the_version_is_said_without_loading_heavy_libraries(heavy: str) -> None:
    code = (
        "import sys; sys.argv = ['salesbook', '--version']\n"
        "from salesbook.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"sys.exit({heavy!r} in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_jobs_and_domain_never_read_the_clock() -> None:
    clock = {"today", "now", "utcnow", "time_ns"}
    found = [
        f"{path}:{node.lineno}"
        for path in modules()
        if room(path) not in {"cli", "hosts", "ribbon", "__main__"}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in clock
    ]
    assert found == []
