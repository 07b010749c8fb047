"""Sending one message after another: at a steady rate, again after what passes, and none of them twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from salesbook.errors import Place, Problem
from salesbook.mail.ledger import Entry
from salesbook.mail.transport import Deferred, Refused, Stopped, Unreachable, Unsure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from salesbook.mail.ledger import Ledger, State
    from salesbook.mail.message import Mail
    from salesbook.mail.transport import Transport

WAITS = (5.0, 20.0, 60.0)
"""Seconds before each further try: what a server puts off for a moment passes, what it greylists is for a later run."""

End = Literal["sent", "deferred", "refused", "maybe", "already"]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one message; `said` is what the server or the program said."""

    mail: Mail
    end: End
    said: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """The time as the ledger writes it, seconds for measuring, and waiting: the caller's, so that tests need none."""

    local: Callable[[], datetime]
    seconds: Callable[[], float]
    sleep: Callable[[float], None]


@dataclass(slots=True)
class Rate:
    """At most so many messages a minute, evenly apart."""

    per_minute: int
    clock: Clock
    _next: float = field(default=float("-inf"))

    def wait(self) -> None:
        """Until the next message may go."""
        missing = self._next - self.clock.seconds()
        if missing > 0:
            self.clock.sleep(missing)
        self._next = max(self.clock.seconds(), self._next) + 60 / self.per_minute


@dataclass(frozen=True, slots=True)
class Post:
    """How messages go out: by what way, at what rate, and where it is written down."""

    transport: Transport
    ledger: Ledger
    put: Callable[[Entry], None]
    """Writes an entry, and returns when it is kept."""
    clock: Clock
    per_minute: int = 20
    waits: Sequence[float] = WAITS


def deliver(mails: Iterable[Mail], post: Post, tell: Callable[[Result], None]) -> tuple[Problem, ...]:
    """Send what the ledger does not say was sent, and `tell` of each message what became of it.

    What cannot be sent is told and passed over; the problems are why no more could be sent at all.
    """
    rate = Rate(post.per_minute, post.clock)
    try:
        for mail in mails:
            standing = post.ledger.standing(mail.key)
            if standing == "new":
                tell(_delivered(mail, post, rate))
            else:
                tell(Result(mail, "maybe" if standing == "maybe" else "already"))
    except Stopped as stopped:
        return (stopped.problem,)
    finally:
        post.transport.close()
    return ()


def _delivered(mail: Mail, post: Post, rate: Rate) -> Result:
    """Try until the message is taken, refused for good, or put off once too often. Raises Stopped."""
    said = Deferred()
    for wait in (0.0, *post.waits):
        if wait:
            post.clock.sleep(wait)
        rate.wait()
        try:
            return _once(mail, post)
        except Deferred as deferred:
            said = deferred
    if isinstance(said, Unreachable):
        raise Stopped(Problem("mail-server-unreachable", Place(), {"reason": said.said}))
    return Result(mail, "deferred", said.said)


def _once(mail: Mail, post: Post) -> Result:
    """One try. The ledger has its lines before anybody else hears of it. Raises Deferred, Stopped."""
    note = _Note(mail, post)
    try:
        said = post.transport.send(mail, note.commit)
    except Unsure as unsure:
        return Result(mail, "maybe", unsure.said)
    except Refused as refused:
        note("refused", refused.said)
        return Result(mail, "refused", refused.said)
    except Deferred as deferred:
        if note.committed:
            note("deferred", deferred.said)
        raise
    note("sent", said)
    return Result(mail, "sent", said)


@dataclass(slots=True)
class _Note:
    """Writes the entries of one message."""

    mail: Mail
    post: Post
    committed: bool = False

    def __call__(self, state: State, said: str = "") -> None:
        at = self.post.clock.local().replace(tzinfo=None).isoformat(timespec="seconds")
        self.post.put(Entry(self.mail.key, state, at, self.mail.to.address, said))

    def commit(self) -> None:
        self("sending")
        self.committed = True
