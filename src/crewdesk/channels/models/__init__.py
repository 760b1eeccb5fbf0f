"""Doors through which customers come: so far e-mail."""

from .address import SupportAddress
from .hook import HookCall, MailHook
from .incoming import Cause, IncomingMail, Suspension
from .mailbox import Mailbox
from .outgoing import OutgoingMail, ThreadAddress
from .sender import MailServer
from .webhook import Invocation, Webhook

__all__ = [
    "Cause", "HookCall", "IncomingMail", "Invocation", "MailHook", "MailServer", "Mailbox", "OutgoingMail", "SupportAddress", "Suspension",
    "ThreadAddress", "Webhook",
]  # fmt: skip
