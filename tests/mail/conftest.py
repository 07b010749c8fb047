"""Certificates made for one run of the tests, a clock that only tests move, and mail servers."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import trustme

from salesbook.mail.deliver import Clock
from tests.mail.exim import HOW, Exim, exim_is_there
from tests.mail.post_office import PostOffice, open_office

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Trust:
    """An authority of the tests' own: the file of its certificate, and contexts of servers that it vouches for."""

    ca: str
    authority: trustme.CA

    def server(self, *names: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(*names).configure_cert(context)
        return context


@pytest.fixture(scope="session")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    authority = trustme.CA()
    path = tmp_path_factory.mktemp("trust") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return Trust(str(path), authority)


@pytest.fixture
def office(trust: Trust) -> Iterator[PostOffice]:
    """A server with STARTTLS and logging in."""
    with open_office(trust.server("localhost", "127.0.0.1")) as found:
        yield found


@dataclass
class Hands:
    """A clock whose hands only waiting moves."""

    at: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds

    def local(self) -> datetime:
        return datetime(2026, 1, 5, 9, 0, tzinfo=UTC) + timedelta(seconds=self.at)

    @property
    def clock(self) -> Clock:
        return Clock(self.local, lambda: self.at, self.sleep)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture(scope="session")
def exim(tmp_path_factory: pytest.TempPathFactory, trust: Trust) -> Iterator[Exim]:
    """Debian's mail server, with a configuration, a spool and a port of its own."""
    from tests.conftest import IN_CI

    if not exim_is_there():
        if IN_CI:
            pytest.fail(HOW)
        pytest.skip(HOW)
    with Exim.running(trust.authority) as found:
        yield found
