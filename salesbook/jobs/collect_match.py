"""Which returned file is whose, and which of them cannot be used: by rep, version, fingerprint and seal."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesbook.book.reading_cells import RefusedError
from salesbook.errors import InputError, Place, Problem, errors_in
from salesbook.letters.collected import collected
from salesbook.mail.mailbox import mailbox

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from salesbook.book.model import Book, Issued, Rep
    from salesbook.letters.collected import Collected
    from salesbook.letters.identity import Identity

_CELLS = 5
"""So many cells of a file are named, changed ones and ones that cannot be read."""


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A workbook that came back: its name, its bytes, and the address it came from when it came by mail."""

    name: str
    content: bytes
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Matched:
    """A returned file that can be used, and the rep it is from."""

    rep: Rep
    file: Collected


def matched(book: Book, files: Sequence[ReturnedFile]) -> tuple[list[Matched], list[Problem]]:
    """The files that can be used, in the team's order, and what is wrong with the others."""
    problems: list[Problem] = []
    good: list[Matched] = []
    for file in files:
        found, wrong = _one(book, file)
        problems += wrong
        if found:
            good.append(found)
    alone, twice = _apart(good)
    order = {rep.name: number for number, rep in enumerate(book.reps)}
    return sorted(alone, key=lambda one: order[one.rep.name]), problems + twice


def _one(book: Book, file: ReturnedFile) -> tuple[Matched | None, list[Problem]]:
    """A file read and looked up in the record; None when it cannot be used."""
    try:
        found = collected(file.content, file.name)
    except InputError as error:
        return None, [_placed(problem, file.name) for problem in error.problems]
    wrong = list(_unfit(book, found))
    if wrong or not found.usable:
        return None, wrong or _cut(found)
    rep = next(rep for rep in book.reps if rep.name == found.identity.rep)
    problems = [*found.problems, *_sender(rep, file), *_remarks(found)]
    return Matched(rep, found), problems


def _cut(found: Collected) -> list[Problem]:
    """The problems of a file's cells, the first ones of many: a whole column may be filled in wrongly."""
    wrong = errors_in(found.problems)
    if len(wrong) <= _CELLS:
        return list(found.problems)
    words = {"rep": found.identity.rep, "count": len(wrong) - _CELLS}
    return [*wrong[:_CELLS], Problem("returned-more-cells", Place(file=found.label), words)]


def _placed(problem: Problem, name: str) -> Problem:
    """A problem of a file, with the file's name when it does not have it yet."""
    return problem if str(problem.place) else Problem(problem.code, Place(file=name), problem.words)


def _unfit(book: Book, found: Collected) -> Iterator[Problem]:
    """Why a letter that was read is not to be used: the first reason there is."""
    who, place = found.identity, Place(file=found.label)
    words = {"file": found.label, "rep": who.rep, "serial": who.serial, "version": who.version}
    issued = _issued(book, who)
    if all(rep.name != who.rep for rep in book.reps):
        yield Problem("returned-rep-unknown", place, words)
    elif issued is None:
        yield Problem("returned-not-issued", place, words)
    elif issued.rep != who.rep:
        yield Problem("returned-of-other", place, {**words, "issued": issued.rep})
    elif (last := _last(book, issued)).hash != issued.hash:
        yield Problem("returned-older", place, {**words, "last": last.version, "new": last.serial})
    elif not found.letter.unchanged or (issued.seal and issued.seal != who.seal):
        yield Problem("returned-altered", place, {**words, "cells": _cells(found)})


def _issued(book: Book, who: Identity) -> Issued | None:
    """The letter that a file says it is; of several, made with different templates, the one with its seal."""
    found = [one for one in book.issued if (one.hash, one.version) == (who.hash, who.version)]
    return next((one for one in found if one.seal == who.seal), found[0] if found else None)


def _last(book: Book, issued: Issued) -> Issued:
    """The letter of the same rep and period that was issued last; one that promises the same is as good."""
    return next(o for o in reversed(book.issued) if (o.rep, o.period) == (issued.rep, issued.period))


def _cells(found: Collected) -> dict[str, str]:
    """Where cells were changed, as far as the file tells."""
    places = [f"{one.sheet}!{one.cell}" for one in found.letter.suspects()]
    return _listed([*places[:_CELLS], *(["…"] if len(places) > _CELLS else [])] or ["–"])


def _listed(names: Sequence[str]) -> dict[str, str]:
    """Names beside each other, as a problem's word."""
    return {"zh": "、".join(names), "en": ", ".join(names)}


def _sender(rep: Rep, file: ReturnedFile) -> Iterator[Problem]:
    """A message from another address than the rep's: perhaps passed on, perhaps somebody else's."""
    if not file.sender:
        return
    try:
        own = mailbox(rep.email).address if rep.email else ""
    except RefusedError:
        own = rep.email
    if own.casefold() != file.sender.casefold():
        words = {"rep": rep.name, "sender": file.sender, "address": own or "–"}
        yield Problem("returned-by-other", Place(file=file.name), words)


def _remarks(found: Collected) -> Iterator[Problem]:
    """What is to be said of a sheet that is only partly filled in."""
    words = {"rep": found.identity.rep}
    given = sum(row.own is not None for row in found.rows)
    asked = sum(row.own is not None or row.target != 0 for row in found.rows)  # days off ask for nothing
    if not any(row.actual is not None or row.own is not None or row.comment for row in found.rows):
        yield Problem("returned-empty", Place(file=found.label), words)
    elif 0 < given < asked:
        yield Problem("returned-partly", Place(file=found.label), {**words, "given": given, "rows": asked})


def _apart(good: Iterable[Matched]) -> tuple[list[Matched], list[Problem]]:
    """Of several files of one letter none is used when they differ, and one when they say the same."""
    groups: dict[tuple[str, str], list[Matched]] = defaultdict(list)
    for one in good:
        groups[one.rep.name, one.file.identity.hash].append(one)
    alone, problems = [], []
    for group in groups.values():
        same = len({_said(one.file) for one in group}) == 1
        if same:
            alone.append(group[-1])
        if len(group) > 1:
            words = {"rep": group[0].rep.name, "files": _listed([one.file.label for one in group])}
            place = Place(file=group[-1].file.label)
            problems.append(Problem("returned-twice-same" if same else "returned-twice", place, words))
    return alone, problems


def _said(file: Collected) -> tuple[tuple[object, ...], ...]:
    """What the rep filled in."""
    return tuple((row.start, row.actual, row.own, row.comment) for row in file.rows)
