"""Files put into a folder: each whole, all or a problem."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from salesbook.errors import HostError, Place, Problem
from salesbook.hosts.writing import named_problems, refuse_open_elsewhere, replace_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesbook.book.changes import OutputFile


def write_files(folder: Path | str, files: Sequence[OutputFile], *, overwrite: bool = True) -> tuple[Path, ...]:
    """Write files into a folder, which is made when missing; gives their paths in order.

    Raises HostError before anything is written when a file is open elsewhere, or exists and must not be overwritten;
    all such files are named at once.
    """
    place = Path(folder)
    paths = tuple(place / file.name for file in files)
    problems = [problem for path in paths for problem in _in_the_way(path, overwrite=overwrite)]
    if problems:
        raise HostError(*problems)
    with named_problems(place):
        place.mkdir(parents=True, exist_ok=True)
    for path, file in zip(paths, files, strict=True):
        replace_whole(path, file.content)
    return paths


def _in_the_way(path: Path, *, overwrite: bool) -> tuple[Problem, ...]:
    if not path.exists():
        return ()
    if not overwrite:
        return (Problem("file-exists", Place(file=path.name), {"file": str(path)}),)
    try:
        refuse_open_elsewhere(path)
    except HostError as error:
        return error.problems
    return ()
