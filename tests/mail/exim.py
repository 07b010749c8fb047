"""Debian's mail server, started for the tests: it takes mail into a spool of its own and delivers nothing."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import trustme

HOW = (
    "Exim is not installed: these tests send mail to a server that is not written in Python. On Debian or Ubuntu: "
    "apt-get install --no-install-recommends exim4-daemon-light"
)
USER, PASSWORD = "chen", "letmein-2026"
_PROGRAM = "/usr/sbin/exim4"
_OWN_USER = "Debian-exim"
"""Who it works as when root starts it; anybody else starts it as themselves."""
_SECONDS = 20

_CONFIGURATION = """
primary_hostname = localhost
spool_directory = {folder}/spool
log_file_path = {folder}/log-%slog
pid_file_path = {folder}/exim.pid
queue_only = true
exim_user = {owner}
exim_group = {group}
admin_groups = {group}
host_lookup =
rfc1413_hosts =
tls_advertise_hosts = *
tls_certificate = {folder}/server.pem
tls_privatekey = {folder}/server.key
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}
acl_smtp_rcpt = recipient
acl_smtp_data = accept

begin acl
recipient:
  deny !authenticated = *
       message = log in first
  deny recipients = nobody@example.com
       message = no such person here
  defer recipients = later@example.com
       message = not now
  accept

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and {{{{eq{{$auth2}}{{{user}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_set_id = $auth2
"""


def exim_is_there() -> bool:
    return Path(_PROGRAM).exists()


@dataclass(frozen=True)
class Exim:
    """A running server."""

    folder: Path
    port: int

    @classmethod
    @contextmanager
    def running(cls, authority: trustme.CA) -> Iterator[Exim]:
        """A server on a free port; it ends with the tests, and by itself when they are killed."""
        folder = Path(tempfile.mkdtemp(prefix="salesbook-exim-"))
        try:
            _furnish(folder, authority)
            port = _free_port()
            command = [_PROGRAM, "-C", str(folder / "exim.conf"), "-bdf", "-oX", f"127.0.0.1.{port}"]
            process = subprocess.Popen(
                ["timeout", "600", *command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
            try:
                _wait_for(port, process)
                yield cls(folder, port)
            finally:
                process.terminate()
                process.communicate(timeout=_SECONDS)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def taken(self, address: str) -> list[bytes]:
        """The messages in the spool for an address, as they came, oldest first."""
        heads = sorted((self.folder / "spool" / "input").glob("*-H"))
        return [_message(head) for head in heads if f"\n{address}\n" in head.read_text("utf-8", "replace")]


def _furnish(folder: Path, authority: trustme.CA) -> None:
    """Configuration, certificate and spool; run by root, exim works as its own user, who must own them."""
    import grp
    import pwd

    certificate = authority.issue_cert("localhost", "127.0.0.1")
    (folder / "server.pem").write_bytes(b"".join(blob.bytes() for blob in certificate.cert_chain_pems))
    (folder / "server.key").write_bytes(certificate.private_key_pem.bytes())
    (folder / "spool").mkdir()
    owner = _OWN_USER if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    group = _OWN_USER if os.geteuid() == 0 else grp.getgrgid(os.getegid()).gr_name
    text = _CONFIGURATION.format(folder=folder, user=USER, password=PASSWORD, owner=owner, group=group)
    (folder / "exim.conf").write_text(text, encoding="utf-8")
    if os.geteuid() == 0:
        for path in (folder, folder / "spool", folder / "server.pem", folder / "server.key"):
            shutil.chown(path, _OWN_USER, _OWN_USER)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until the server answers."""
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)  # nothing tells when a daemon listens
        else:
            return
    process.kill()
    raise RuntimeError(process.communicate()[0].decode(errors="replace"))


def _message(head: Path) -> bytes:
    """A message from the two files of Exim's spool: headers, each with its length before it, and the body."""
    raw = head.read_bytes()
    lines, at = b"", raw.index(b"\n\n") + 2
    while at < len(raw):
        found = re.compile(rb"(\d{3,})([A-Z* ]) ").match(raw, at)
        assert found, raw[at : at + 40]
        end = found.end() + int(found[1])
        lines += raw[found.end() : end] if found[2] != b"*" else b""
        at = end
    body = Path(str(head)[: -len("-H")] + "-D").read_bytes().partition(b"\n")[2]
    return lines + b"\n" + body
