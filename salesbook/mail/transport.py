"""What every way of sending can do, and the four things that can keep a message from being taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesbook.errors import Problem
    from salesbook.mail.message import Mail


class NotTaken(Exception):  # noqa: N818
    """Why a message was not taken, in the words of whoever said so; each kind has consequences of its own."""

    def __init__(self, said: str = "") -> None:
        self.said = said
        super().__init__(said)


class Deferred(NotTaken):
    """Certainly not taken now; the same may be tried again."""


class Unreachable(Deferred):
    """There was no server to give it to; that concerns all messages."""


class Refused(NotTaken):
    """Certainly not taken, and trying again as it is would not help."""


class Unsure(NotTaken):
    """The answer did not come: it may have been taken or not."""


class Stopped(Exception):  # noqa: N818
    """No message at all can be sent this way before somebody has acted on the problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)


class Transport(Protocol):
    """A way in which messages leave."""

    def send(self, mail: Mail, commit: Callable[[], None]) -> str:
        """Give one message away and tell what was answered.

        `commit` is called once, right before the moment from which the message may be taken; when it raises, nothing
        may be given away. Raises Deferred, Unreachable, Refused, Unsure or Stopped; Unsure only after `commit`, and
        Unreachable only before it.
        """
        ...

    def close(self) -> None:
        """Let go of what is open; may be called more than once."""
        ...
