"""A process that is killed while it saves leaves the old workbook or the new one, whole, and the backups.

What it may leave beside them is one temporary file (`.plan.….tmp`), or half a backup under a name that no backup has
(`plan.partial`). Neither is ever read; the next backup takes the place of the half one, and temporary files go with
the first save that finds them an hour old, when nobody can be writing them any more.
"""

from __future__ import annotations

import io
import os
import signal
import time
import zipfile
from random import Random
from typing import TYPE_CHECKING

import pytest

from salesbook.book.changes import ChangeSet, PutRows
from salesbook.hosts.file import FileHost
from salesbook.hosts.writing import KEPT_BACKUPS, backup_folder
from salesbook.package.reading import snapshot
from tests.package.pages_to_put import table_page

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 500
SAVES = 3
"""A process lives this many saves at the longest, as long as a save takes on this machine now."""
HEADINGS = ("Save", "Check")
ROWS = 12
HOUR = 3_600

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the process that is killed is forked")


def rows(number: int) -> tuple[tuple[int, int], ...]:
    """What the save of a number writes: every row tells which one it was."""
    return tuple((number, number * 7_919 % 10_007 + row) for row in range(ROWS))


def save(path: Path, number: int) -> None:
    FileHost(path).apply(ChangeSet((PutRows("sb_saves", HEADINGS, rows(number)),)))


def number_in(content: bytes) -> int:
    """Which save a workbook is of; it must be whole."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
    found = snapshot(content).tables["sb_saves"].rows
    number = found[0][0]
    assert isinstance(number, int)
    assert found == rows(number)
    return number


def killed_while_saving(path: Path, number: int, seconds: float) -> None:
    """Save number, number + 1 … in a child process, and kill it so long after it began."""
    begun, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(tell, b".")
            while True:
                save(path, number)
                number += 1
        finally:  # only by an error: the parent then sees that it was not the signal that ended it
            os._exit(1)
    os.read(begun, 1)
    os.close(begun)
    os.close(tell)
    time.sleep(seconds)  # the moment is the matter here
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)


def backups(path: Path) -> list[Path]:
    return sorted(backup_folder(path).glob("plan.*.xlsx"))


@pytest.fixture
def plan(tmp_path) -> Path:
    path = tmp_path / "plan.xlsx"
    FileHost.create(path, [table_page("saves", "Saves", "sb_saves", HEADINGS, rows(0))])
    save(path, 1)
    return path


def test_a_kill_at_any_moment_leaves_the_old_workbook_or_the_new_one_and_the_backups(plan):
    chance, last = Random(20_260_101), 1 + SAVES
    begun = time.perf_counter()
    for number in range(2, last + 1):
        save(plan, number)
    longest = time.perf_counter() - begun
    halves = 0
    for _ in range(KILLS):
        killed_while_saving(plan, last + 1, chance.uniform(0, longest))
        now = number_in(plan.read_bytes())
        assert now >= last
        kept = backups(plan)
        assert 1 <= len(kept) <= KEPT_BACKUPS + 1
        assert number_in(kept[-1].read_bytes()) in (now - 1, now)  # a backup made by a save that did not get further
        halves = max(halves, len(list(plan.parent.glob(".plan.*.tmp"))))
        last = now
    assert last > KILLS // 20, "hardly any save got through"
    assert halves > 0, "no kill was in the middle of a save"
    numbers = [number_in(path.read_bytes()) for path in backups(plan)]
    assert numbers == sorted(numbers)


def test_what_a_killed_save_left_is_cleared_once_nobody_can_be_writing_it(plan):
    stale, fresh, other = (plan.with_name(name) for name in (".plan.abc.tmp", ".plan.def.tmp", ".plan2.abc.tmp"))
    half = backup_folder(plan) / "plan.partial"
    for path in (stale, fresh, other, half):
        path.write_bytes(b"half")
    for path in (stale, other):
        os.utime(path, (time.time() - 2 * HOUR,) * 2)
    save(plan, 2)
    assert not stale.exists()
    assert fresh.exists()
    assert other.exists()
    assert not half.exists()
    assert number_in(plan.read_bytes()) == 2
