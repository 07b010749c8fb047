"""Sending many: the rate, the retries, and that nothing is lost and nothing sent twice, whatever breaks when."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.errors import HostError, Place, Problem
from salesbook.mail.deliver import WAITS, Post, Result, deliver
from salesbook.mail.ledger import Ledger
from salesbook.mail.ledger_file import LedgerFile, ledger_of, ledger_path
from salesbook.mail.transport import Deferred, Refused, Stopped, Unreachable, Unsure
from tests.mail.conftest import Hands
from tests.mail.letters import a_mail
from tests.mail.test_smtp import smtp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from salesbook.mail.message import Mail
    from tests.mail.conftest import Trust
    from tests.mail.post_office import PostOffice


class Killed(BaseException):
    """The process is gone: nothing after it runs."""


class Pretended:
    """A transport that does what a script says, and remembers what a server would have."""

    def __init__(self, acts: Iterable[str] = ()) -> None:
        self.acts = list(acts)
        self.taken: Counter[str] = Counter()
        self.tries: list[str] = []
        self.closed = 0

    def send(self, mail: Mail, commit: Callable[[], None]) -> str:
        act = self.acts.pop(0) if self.acts else "take"
        self.tries.append(mail.to.address)
        self._before(act)
        commit()
        if act in ("take", "kill after", "unsure taken"):
            self.taken[mail.to.address] += 1
        self._after(act)
        return "250 OK"

    def _before(self, act: str) -> None:
        problems = {"kill before": Killed(), "defer": Deferred("451"), "refuse": Refused("550")}
        problems |= {"unreachable": Unreachable("gone"), "stop": Stopped(Problem("mail-without-server", Place()))}
        if act in problems:
            raise problems[act]

    def _after(self, act: str) -> None:
        problems = {"kill after": Killed(), "unsure taken": Unsure("?"), "unsure lost": Unsure("?")}
        problems |= {"kill between": Killed(), "defer late": Deferred("452"), "refuse late": Refused("554")}
        if act in problems:
            raise problems[act]

    def close(self) -> None:
        self.closed += 1


ACTS = (
    "take", "defer", "refuse", "unreachable", "stop", "unsure taken", "unsure lost", "defer late", "refuse late",
    "kill before", "kill between", "kill after",
)  # fmt: skip
MAILS = [a_mail(str(n), f"{n}@example.com") for n in range(4)]


def run(transport: Pretended, plan: Path, mails: Iterable[Mail] = MAILS, hands: Hands | None = None) -> list[str]:
    """One run of the program: how each message ended, and the codes of problems; "killed" where it was."""
    ends: list[str] = []

    def tell(result: Result) -> None:
        ends.append(result.end)

    clock = (hands or Hands()).clock
    with LedgerFile(plan) as ledger:
        try:
            problems = deliver(mails, Post(transport, ledger.ledger, ledger.put, clock), tell)
        except Killed:
            return [*ends, "killed"]
    return [*ends, *(p.code for p in problems)]


def test_each_goes_once(tmp_path: Path) -> None:
    transport = Pretended()
    assert run(transport, tmp_path / "plan.xlsx") == ["sent"] * 4
    assert run(transport, tmp_path / "plan.xlsx") == ["already"] * 4
    assert transport.taken == {mail.to.address: 1 for mail in MAILS}
    assert transport.closed == 2


@given(runs=st.lists(st.lists(st.sampled_from(ACTS), max_size=12), max_size=5))
def test_nothing_is_sent_twice_and_nothing_lost_whatever_breaks(runs: list[list[str]]) -> None:
    with TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.xlsx"
        transport = Pretended()
        for acts in runs:
            transport.acts = list(acts)
            run(transport, plan)
        transport.acts = []
        run(transport, plan)
        ledger = ledger_of(plan)
    for mail in MAILS:
        standing = ledger.standing(mail.key)
        assert standing in ("sent", "maybe")
        assert transport.taken[mail.to.address] <= 1
        assert transport.taken[mail.to.address] == 1 or standing == "maybe"


def test_what_may_have_been_sent_waits_for_a_person(tmp_path: Path) -> None:
    plan = tmp_path / "plan.xlsx"
    assert run(Pretended(["take", "kill after"]), plan) == ["sent", "killed"]
    transport = Pretended()
    assert run(transport, plan) == ["already", "maybe", "sent", "sent"]
    assert transport.tries == ["2@example.com", "3@example.com"]


def test_a_line_that_was_half_written_when_the_power_went_says_nothing(tmp_path: Path) -> None:
    plan = tmp_path / "plan.xlsx"
    run(Pretended(), plan, MAILS[:1])
    whole = ledger_path(plan).read_bytes()
    for cut in range(len(whole)):
        ledger_path(plan).write_bytes(whole[:cut])
        transport = Pretended()
        (end,) = run(transport, plan, MAILS[:1])
        first_line = cut > whole.index(b"\n")
        assert (end, sum(transport.taken.values())) == (("maybe", 0) if first_line else ("sent", 1))


def test_messages_are_evenly_apart(tmp_path: Path, hands: Hands) -> None:
    run(Pretended(), tmp_path / "plan.xlsx", hands=hands)
    assert hands.slept == [3.0, 3.0, 3.0]


def test_what_passes_is_tried_again_after_a_while(tmp_path: Path, hands: Hands) -> None:
    transport = Pretended(["defer", "defer late", "defer"])
    assert run(transport, tmp_path / "plan.xlsx", MAILS[:1], hands) == ["sent"]
    assert transport.tries == ["0@example.com"] * 4
    assert hands.slept == [*WAITS]


def test_who_is_put_off_too_often_waits_for_the_next_run(tmp_path: Path) -> None:
    plan = tmp_path / "plan.xlsx"
    assert run(Pretended(["defer"] * 4), plan, MAILS[:2]) == ["deferred", "sent"]
    assert run(Pretended(), plan, MAILS[:2]) == ["sent", "already"]


def test_a_whole_message_that_was_put_off_is_no_doubt(tmp_path: Path) -> None:
    plan = tmp_path / "plan.xlsx"
    assert run(Pretended(["defer late"] * 4), plan, MAILS[:1]) == ["deferred"]
    assert ledger_of(plan).standing(MAILS[0].key) == "new"
    assert run(Pretended(), plan, MAILS[:1]) == ["sent"]


def test_who_is_refused_can_be_tried_in_the_next_run(tmp_path: Path) -> None:
    plan = tmp_path / "plan.xlsx"
    assert run(Pretended(["refuse late"]), plan, MAILS[:2]) == ["refused", "sent"]
    assert run(Pretended(["refuse"]), plan, MAILS[:2]) == ["refused", "already"]


def test_a_server_that_is_gone_stops_the_run(tmp_path: Path) -> None:
    transport = Pretended(["take", *["unreachable"] * 4])
    assert run(transport, tmp_path / "plan.xlsx") == ["sent", "mail-server-unreachable"]
    assert set(transport.tries) == {"0@example.com", "1@example.com"}


def test_a_problem_that_only_people_can_solve_stops_at_once(tmp_path: Path, hands: Hands) -> None:
    assert run(Pretended(["stop"]), tmp_path / "plan.xlsx", hands=hands) == ["mail-without-server"]
    assert hands.slept == []


def test_two_senders_at_once_are_one_too_many(tmp_path: Path) -> None:
    plan = tmp_path / "plan.xlsx"
    with LedgerFile(plan), pytest.raises(HostError) as caught:
        run(Pretended(), plan)
    assert [p.code for p in caught.value.problems] == ["mail-being-sent"]
    assert run(Pretended(), plan) == ["sent"] * 4


def test_a_line_that_breaks_on_a_real_server_is_neither_lost_nor_sent_twice(
    office: PostOffice, trust: Trust, tmp_path: Path
) -> None:
    """Dropped before the answer, once with the message taken and once without."""
    lines = {"0@example.com": "drop", "1@example.com": "lose"}
    office.at_data = lambda office, address: lines.pop(address, None)
    plan, ends = tmp_path / "plan.xlsx", []
    for _ in range(2):
        with LedgerFile(plan) as ledger:
            post = Post(smtp(office.port, trust), ledger.ledger, ledger.put, Hands().clock)
            deliver(MAILS, post, lambda result: ends.append(result.end))
    assert ends == ["maybe", "maybe", "sent", "sent", "maybe", "maybe", "already", "already"]
    assert [office.count(mail.to.address) for mail in MAILS] == [1, 0, 1, 1]


def test_a_thousand_messages_over_one_connection(office: PostOffice, trust: Trust, hands: Hands) -> None:
    mails = [a_mail(str(n), f"{n}@example.com", attachments=(), html="") for n in range(1000)]
    ledger, ends = Ledger({}), Counter[str]()
    post = Post(smtp(office.port, trust), ledger, ledger.put, hands.clock, per_minute=60)
    assert deliver(mails, post, lambda result: ends.update([result.end])) == ()
    assert ends == {"sent": 1000}
    assert [to for to, _ in office.received] == [mail.to.address for mail in mails]
    assert hands.at == pytest.approx(999)


def test_the_connection_that_waited_too_long_is_made_anew(office: PostOffice, trust: Trust, tmp_path: Path) -> None:
    transport = smtp(office.port, trust)
    transport.send(MAILS[0], lambda: None)
    assert transport._open
    assert transport._open.sock
    transport._open.sock.close()
    with LedgerFile(tmp_path / "plan.xlsx") as ledger:
        post = Post(transport, ledger.ledger, ledger.put, Hands().clock)
        ends: list[str] = []
        deliver(MAILS[1:2], post, lambda result: ends.append(result.end))
    assert ends == ["sent"]
