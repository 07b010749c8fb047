"""What holds for all tests: none fails by the clock; LibreOffice is there, or its tests skip and say how to get it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.libreoffice.calc import Calc, soffice

if TYPE_CHECKING:
    from collections.abc import Sequence

IN_CI = os.environ.get("CI", "").lower() in ("1", "true")

# In continuous integration every run tries the same examples, so that a change is judged by itself alone; people's
# machines go on looking for new ones.
settings.register_profile("no clock", deadline=None, derandomize=IN_CI)
settings.load_profile("no clock")

HOW = (
    "LibreOffice is not installed: these tests recalculate workbooks with it. On Debian or Ubuntu: "
    "apt-get install --no-install-recommends libreoffice-calc libreoffice-writer python3-uno"
)


def must_be_there() -> bool:
    """In continuous integration a skipped recalculation would pass unseen."""
    return IN_CI or os.environ.get("SALESBOOK_REQUIRE_LIBREOFFICE") == "1"


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    for item in items:
        if "calc" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.libreoffice)


@pytest.fixture(scope="session")
def calc(tmp_path_factory: pytest.TempPathFactory) -> Calc:
    """LibreOffice with a fresh profile of its own."""
    if soffice() is None:
        if must_be_there():
            pytest.fail(HOW)
        pytest.skip(HOW)
    return Calc(tmp_path_factory.mktemp("libreoffice"))
