"""A real SMTP server in the test process, which keeps what it is given and can be told to refuse."""

from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

from .browser import free_ports


class Postbox:
    """What arrived, oldest first. `answers` are given to the next messages instead of taking them."""

    def __init__(self):
        self.raw: list[bytes] = []
        self.recipients: list[list[str]] = []
        self.answers: list[str] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  (aiosmtpd's name)
        if self.answers:
            return self.answers.pop(0)
        self.raw.append(envelope.content)
        self.recipients.append(envelope.rcpt_tos)
        return "250 OK"

    @property
    def messages(self):
        """The messages, parsed."""
        return [message_from_bytes(raw, policy=default) for raw in self.raw]


@contextmanager
def smtp_server():
    """A Postbox behind an SMTP server on a free port of 127.0.0.1; yields (postbox, port)."""
    postbox = Postbox()
    [port] = free_ports(1)
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield postbox, port
    finally:
        controller.stop()


@pytest.fixture
def postbox(settings):
    """The installation's mail server for this test."""
    with smtp_server() as (box, port):
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_SECURITY, settings.EMAIL_USER = "127.0.0.1", port, "none", ""
        yield box
