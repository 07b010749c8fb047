"""Work done in a process of its own, so that its time and its largest memory are its alone."""

from __future__ import annotations

import gc
import multiprocessing
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection


def spent(work: Callable[..., object], *given: object) -> tuple[float, float]:
    """Milliseconds that the work took, and the largest memory of its process in MB. The work is a module's function."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("spawn").Process(target=_do, args=(theirs, work, given))
    child.start()
    theirs.close()
    try:
        found: tuple[float, float] = ours.recv()
    finally:
        child.join()
    return found


def _do(pipe: Connection, work: Callable[..., object], given: tuple[object, ...]) -> None:
    gc.collect()
    start = perf_counter()
    work(*given)
    pipe.send(((perf_counter() - start) * 1000, peak()))


def peak() -> float:
    """The largest memory of this process so far, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # not what getrusage says, which begins with the parent's
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1024)
