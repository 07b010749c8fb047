"""The ledger: what its lines say, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.errors import HostError, InputError
from salesbook.mail.ledger import Entry, Key, Ledger, read_ledger
from salesbook.mail.ledger_file import LedgerFile, ledger_of, ledger_path

if TYPE_CHECKING:
    from pathlib import Path

KEY = Key("李伟", 1, "ab12")
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
states = st.sampled_from(["sending", "sent", "deferred", "refused", "asked-again", "said-sent"])
entries = st.builds(Entry, st.builds(Key, texts, st.integers(0, 99), texts), states, texts, texts, texts)


def of(*states: str) -> Ledger:
    return Ledger.of(Entry(KEY, state, "2026-01-05T09:00:00") for state in states)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("states", "standing"),
    [
        ((), "new"),
        (("sending",), "maybe"),
        (("sending", "sent"), "sent"),
        (("sending", "deferred"), "new"),
        (("refused",), "new"),
        (("sending", "said-sent"), "sent"),
        (("sending", "asked-again"), "new"),
        (("sending", "sent", "asked-again"), "new"),
        (("sending", "sent", "asked-again", "sending"), "maybe"),
    ],
)
def test_the_last_line_decides(states: tuple[str, ...], standing: str) -> None:
    assert of(*states).standing(KEY) == standing


def test_a_letter_of_another_version_or_content_is_another_letter() -> None:
    ledger = of("sending", "sent")
    assert ledger.standing(Key("李伟", 2, "ab12")) == ledger.standing(Key("李伟", 1, "cd34")) == "new"


@given(st.lists(entries, max_size=8))
def test_lines_are_read_as_they_were_written(written: list[Entry]) -> None:
    content = "".join(f"{entry.line()}\n" for entry in written).encode()
    assert read_ledger(content, "x").last == Ledger.of(written).last


@pytest.mark.parametrize(
    "line", [b"{}", b"[]", b"nonsense", b'{"rep": "a", "version": 1, "hash": "x", "at": "", "state": "gone"}', b"\xff"]
)
def test_a_damaged_line_stops_everything(line: bytes) -> None:
    whole = Entry(KEY, "sent", "2026-01-05T09:00:00").line().encode()
    with pytest.raises(InputError) as caught:
        read_ledger(whole + b"\n" + line + b"\n" + whole + b"\n", "plan.sent.jsonl")
    (problem,) = caught.value.problems
    assert (problem.code, problem.words["line"]) == ("ledger-damaged", 2)


def test_the_file_is_beside_the_workbook_and_grows(tmp_path: Path) -> None:
    plan = tmp_path / "2026 方案.xlsx"
    assert ledger_of(plan).last == {}
    for state in ("sending", "sent"):
        with LedgerFile(plan) as ledger:
            ledger.put(Entry(KEY, state, "2026-01-05T09:00:00", "li@example.com"))  # type: ignore[arg-type]
    assert ledger_path(plan) == tmp_path / "2026 方案.sent.jsonl"
    assert len(ledger_path(plan).read_text(encoding="utf-8").splitlines()) == 2
    assert ledger_of(plan).standing(KEY) == "sent"


def test_a_damaged_file_is_not_written_to_and_lets_go(tmp_path: Path) -> None:
    plan = tmp_path / "plan.xlsx"
    ledger_path(plan).write_bytes(b"nonsense\n")
    for _ in range(2):
        with pytest.raises(InputError), LedgerFile(plan):
            pass
    assert ledger_path(plan).read_bytes() == b"nonsense\n"


def test_another_process_waits_no_matter_how_the_first_one_ended(tmp_path: Path) -> None:
    plan = tmp_path / "plan.xlsx"
    code = (
        "import sys; from pathlib import Path; from salesbook.mail.ledger_file import LedgerFile\n"
        f"with LedgerFile(Path({str(plan)!r})):\n print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        with pytest.raises(HostError), LedgerFile(plan):
            pass
        other.kill()
        other.wait()
    with LedgerFile(plan) as ledger:
        assert ledger.ledger.last == {}
