"""Damaged workbooks by the thousand: whatever is in a file, it is read, or refused with a problem, and quickly.

    python -m tests.package.fuzz --count 100000 --seed 1

Every case is read through the file host, and some are changed and read again. Only InputError and HostError may come
out; a case may take five seconds, and one GiB of memory more than the program itself. The cases run in a child process,
so that one that ends it or hangs is told and the others go on. `--case N` runs one case with its traceback.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from salesbook.book.changes import AppendRows, ChangeSet, PutCells, PutPage, PutRows, RemovePage, TrimRows
from salesbook.errors import HostError, InputError
from salesbook.hosts.file import FileHost
from salesbook.package.apply import drawn
from salesbook.package.styles import looks
from tests.package.mutations import mutated
from tests.package.pages_to_put import table_page
from tests.package.rich_workbook import rich_workbook

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

SECONDS = 5.0
MEMORY = 1 << 30
_SHOWN = 20
_NEXT = table_page("next", "Next", "sb_next", ["Name", "Target"], [("Wang", 1)])
CHANGES = (
    PutCells("sb_reps", {(0, 1): 7}),
    PutRows("sb_reps", ("Name", "Target"), (("Sun", 1), ("Qian", 2))),
    AppendRows("sb_reps", ("Name",), (("Sun",), ("Qian",), ("Li",))),
    TrimRows("sb_reps", 1),
    PutPage(_NEXT),
    RemovePage("team"),
)


@cache
def workbooks() -> tuple[bytes, ...]:
    """What is damaged: ours, one as people have them, and ours as openpyxl saves it."""
    import openpyxl

    team = table_page("team", "Team", "sb_reps", ["Name", "Target"], [("Wang", 1), ("Li", 2.5)])
    ours = drawn(looks(), (team, _NEXT))
    saved = BytesIO()
    openpyxl.load_workbook(BytesIO(ours)).save(saved)
    return ours, rich_workbook(), saved.getvalue()


def case(seed: int, number: int) -> tuple[bytes, Random]:
    """A case's bytes, and the chance that goes on with it."""
    chance = Random(f"{seed}/{number}")
    return mutated(chance.choice(workbooks()), chance), chance


def run_case(seed: int, number: int, folder: Path) -> str:
    """What became of a case: a problem's code, read, or changed. Anything else is raised."""
    content, chance = case(seed, number)
    path = folder / "plan.xlsx"
    path.write_bytes(content)
    host = FileHost(path)
    try:
        host.read()
        if chance.random() < 0.6:
            return "read"
        host.apply(ChangeSet(tuple(chance.sample(CHANGES, chance.randint(1, 2)))))
    except (InputError, HostError) as error:
        return _said(error)
    try:
        FileHost(path).read()
    except (InputError, HostError) as error:
        if opens(content):
            raise AssertionError("what was written cannot be read") from error
        return "changed, and as unreadable as before"
    return "changed"


def opens(content: bytes) -> bool:
    """Whether the reader of values opens it: damage in what a change does not need is carried along."""
    import python_calamine

    try:
        python_calamine.load_workbook(BytesIO(content))
    except python_calamine.CalamineError:
        return False
    return True


def _said(error: InputError | HostError) -> str:
    """The first problem's code, once all of them can be said."""
    assert all(p.message("zh") and p.remedy("en") for p in error.problems)
    return error.problems[0].code


@dataclass
class Outcome:
    """How many cases ended how, and those that ended as none may."""

    ended: Counter[str] = field(default_factory=Counter)
    failed: dict[int, str] = field(default_factory=dict)


def run(seed: int, numbers: range) -> Outcome:
    """Run cases, in a child process each time one is needed."""
    outcome, at = Outcome(), numbers.start
    while at < numbers.stop:
        at = _run_until_it_ends(outcome, seed, range(at, numbers.stop))
    return outcome


def _run_until_it_ends(outcome: Outcome, seed: int, numbers: range) -> int:
    """Run cases until the child is through, dies or hangs; gives the next case to run."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=_work, args=(theirs, seed, numbers))
    child.start()
    theirs.close()
    at = numbers.start
    while at < numbers.stop:
        try:
            ended, told = ours.recv() if ours.poll(SECONDS) else ("", "took too long")
        except EOFError:
            ended, told = "", "ended the process"
        if ended:
            outcome.ended[ended] += 1
        else:
            outcome.failed[at] = told
        at += 1
        if told in ("took too long", "ended the process"):
            break
    child.kill()
    child.join()
    return at


def _work(pipe: Connection, seed: int, numbers: range) -> None:
    workbooks()
    _limit_memory()
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            try:
                pipe.send((run_case(seed, number, Path(folder)), ""))
            except BaseException as error:  # what comes out is what is looked for, panics of other languages included
                pipe.send(("", f"{type(error).__name__}: {str(error)[:200]}"))


def _limit_memory() -> None:
    import resource

    pages = int(Path("/proc/self/statm").read_text().split()[0]) if Path("/proc/self/statm").exists() else 0
    if pages:
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MEMORY,) * 2)


def main(arguments: list[str] | None = None) -> int:
    """0 when nothing came out that may not."""
    parser = argparse.ArgumentParser(prog="python -m tests.package.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=1_500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--case", type=int)
    asked = parser.parse_args(arguments)
    if asked.case is not None:
        with tempfile.TemporaryDirectory() as folder:
            print(run_case(asked.seed, asked.case, Path(folder)))
        return 0
    outcome = run(asked.seed, range(asked.first, asked.first + asked.count))
    print(f"{asked.count} cases, {len(outcome.failed)} failed")
    for ended, count in outcome.ended.most_common():
        print(f"{count:8} {ended}")
    for number, told in list(outcome.failed.items())[:_SHOWN]:
        print(f"case {number}: {told}")
    return 1 if outcome.failed else 0


if __name__ == "__main__":
    sys.exit(main())
