"""The smallest input for each problem of customers, actions and risks."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest

from salesbook.book.document import Document
from salesbook.book.reading import read
from salesbook.errors import HostError
from salesbook.hosts.word import docx_of, write_pdf
from salesbook.jobs.actions import ActionsRequest, actions
from salesbook.jobs.customers import CustomersRequest, customers
from salesbook.jobs.risks import RisksRequest, risks
from tests.jobs.acting_plans import AS_OF, planned
from tests.snapshots import block, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.errors import Problem


def _risk_without_effect() -> Problem:
    (problem,) = read(snapshot(block("sb_risks", ("新品延期", "供应", "30%")))).problems
    return problem


def _of_customers(code: str, *rows: dict[str, Any]) -> Problem:
    found = customers(planned(sb_customers=list(rows)), CustomersRequest(), AS_OF)
    return next(problem for problem in found.problems if problem.code == code)


def _no_customers() -> Problem:
    return _of_customers("no-customers")


def _visits_unclear() -> Problem:
    return _of_customers("visits-unclear", {"customer": "Alder", "tier": "core", "visits": "now and then"})


def _visits_over_capacity() -> Problem:
    rows = [{"customer": f"C{n}", "owner": "Li", "visits": "2 a week"} for n in range(8)]
    return _of_customers("visits-over-capacity", *rows)


def _no_risks() -> Problem:
    return risks(planned(sb_risks=None), RisksRequest(), AS_OF).problems[-1]


def _no_actions() -> Problem:
    return actions(planned(sb_actions=None), ActionsRequest(), AS_OF).problems[-1]


def _document_needs_extra() -> Problem:
    with patch("salesbook.hosts.word.find_spec", return_value=None), pytest.raises(HostError) as caught:
        docx_of(Document("Plan", "en"), Path("plan.docx"))
    return caught.value.problems[0]


def _document_not_printed() -> Problem:
    """A program in LibreOffice's place that makes nothing."""
    with patch.dict(os.environ, {"SALESBOOK_SOFFICE": "true"}), pytest.raises(HostError) as caught:
        write_pdf(Document("Plan", "en"), Path("plan.pdf"))
    return caught.value.problems[0]


CASES: dict[str, Callable[[], Problem]] = {
    "risk-without-effect": _risk_without_effect,
    "no-customers": _no_customers,
    "visits-unclear": _visits_unclear,
    "visits-over-capacity": _visits_over_capacity,
    "no-risks": _no_risks,
    "no-actions": _no_actions,
    "document-needs-extra": _document_needs_extra,
    "document-not-printed": _document_not_printed,
}
