"""What was sent to whom: a line is written before a server may have a message, and one when it has answered.

A letter is known by its rep, its version and its hash. A line "sending" with nothing after it means that the program
or the connection broke at the one moment after which nobody here can know: such a letter is never sent again unasked.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from salesbook.errors import InputError, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

State = Literal["sending", "sent", "deferred", "refused", "asked-again", "said-sent"]
"""sending: from here on a server may have it; sent, deferred (may be tried again), refused: what it answered.

asked-again: a person wants it sent again; said-sent: a person says that it has arrived or was sent by hand."""

Standing = Literal["new", "sent", "maybe"]
_STANDING: dict[str, Standing] = {"sent": "sent", "said-sent": "sent", "sending": "maybe"}


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """One letter: a rep's, of a version of the plan, with a certain content."""

    rep: str
    version: int
    hash: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `at` is ISO local time to the second, `said` what the server or the program said."""

    key: Key
    state: State
    at: str
    to: str = ""
    said: str = ""

    def line(self) -> str:
        """Its JSON, without a line's end."""
        rep, version, digest = self.key.rep, self.key.version, self.key.hash
        said = {"at": self.at, "state": self.state, "rep": rep, "version": version, "hash": digest}
        return json.dumps({**said, "to": self.to, "said": self.said}, ensure_ascii=False)


@dataclass(slots=True)
class Ledger:
    """The entries in their order; the last of a letter says how it stands."""

    last: dict[Key, Entry]

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Ledger:
        return cls({entry.key: entry for entry in entries})

    def standing(self, key: Key) -> Standing:
        """Whether a letter is new (it may be sent), sent, or maybe sent.

        >>> key = Key("李伟", 1, "ab12")
        >>> Ledger.of([Entry(key, "sending", "2026-01-05T09:00:00")]).standing(key)
        'maybe'
        """
        entry = self.last.get(key)
        return _STANDING.get(entry.state, "new") if entry else "new"

    def put(self, entry: Entry) -> None:
        self.last[entry.key] = entry


def read_ledger(content: bytes, label: str) -> Ledger:
    """The ledger of a file's bytes. What stands behind the last line's end was cut off while it was written, and what
    it was to allow did not happen: it is not read.

    Raises InputError (`ledger-damaged`) for any other line that is not whole: nothing may be sent twice on a guess.
    """
    lines = content.split(b"\n")[:-1]
    return Ledger.of(_entry(line, number, label) for number, line in enumerate(lines, 1) if line.strip())


def _entry(line: bytes, number: int, label: str) -> Entry:
    try:
        said = json.loads(line)
        key = Key(str(said["rep"]), int(said["version"]), str(said["hash"]))
        if said["state"] not in get_args(State):
            raise ValueError(said["state"])
        return Entry(key, said["state"], str(said["at"]), str(said.get("to", "")), str(said.get("said", "")))
    except (ValueError, KeyError, TypeError):
        raise InputError(Problem("ledger-damaged", Place(file=label), {"file": label, "line": number})) from None
