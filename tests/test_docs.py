"""The pages that describe the workbook say what the code says."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parent.parent / "docs"


@pytest.mark.skipif(not DOCS.is_dir(), reason="the documentation is not beside the tests")
def test_the_list_of_tables_is_that_of_the_catalogue() -> None:
    drawn = runpy.run_path(str(DOCS / "draw_tables.py"))
    assert (DOCS / "workbook.md").read_text(encoding="utf-8").endswith(drawn["tables"]())
