"""Mail processes for tests, and the clients that talk to them."""

import os
import signal
import smtplib
import subprocess
import sys
from contextlib import contextmanager

from testing.browser import free_ports

from crewdesk.core.tests.workers import eventually

MAIN = "crewdesk.channels.email.tests.mail_process"


@contextmanager
def listening(*, failpoint: str = "", protocol: str = "smtp", port: int | None = None, **settings):
    """A listener in a process of its own; yields its port."""
    port = port or free_ports(1)[0]
    environment = (
        os.environ
        | {"MAIL_PORT": str(port), "MAIL_PROTOCOL": protocol, "FAILPOINT": failpoint, "LOG_LEVEL": "CRITICAL"}
        | settings
    )
    process = subprocess.Popen([sys.executable, "-m", MAIN, "listen"], env=environment)
    try:
        eventually(lambda: _answers(port, protocol) or process.poll() is not None)
        assert process.poll() is None
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def run_fetch(desk_id: int, mailbox_id: int, *, failpoint: str = "", **settings) -> int:
    """Look into a mailbox once in a process of its own; its exit code, -9 where it was killed."""
    environment = os.environ | {"FAILPOINT": failpoint, "LOG_LEVEL": "CRITICAL"} | settings
    return subprocess.run(
        [sys.executable, "-m", MAIN, "fetch", str(desk_id), str(mailbox_id)], env=environment, check=False, timeout=60
    ).returncode


@contextmanager
def watching(**settings):
    """A process that watches all mailboxes."""
    process = subprocess.Popen([sys.executable, "-m", MAIN, "watch"], env=os.environ | {"LOG_LEVEL": "CRITICAL"} | settings)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def hand_over(port: int, raw: bytes, to: list[str], *, lmtp: bool = False, sender: str = "cleo@customer.example") -> dict:
    """Deliver as an MTA would; the refused recipients."""
    kind = smtplib.LMTP if lmtp else smtplib.SMTP
    client = (
        kind("127.0.0.1", port, local_hostname="mta.example")
        if lmtp
        else kind("127.0.0.1", port, local_hostname="mta.example", timeout=20)
    )
    with client:
        return client.sendmail(sender, to, raw)


def _answers(port: int, protocol: str) -> bool:
    try:
        (smtplib.LMTP if protocol == "lmtp" else smtplib.SMTP)("127.0.0.1", port).close()
    except OSError:
        return False
    return True
