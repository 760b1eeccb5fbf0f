"""Doors through which customers come: e-mail and the web form."""

from .address import SupportAddress
from .hook import HookCall, MailHook
from .incoming import Cause, IncomingMail, Suspension
from .mailbox import Mailbox
from .outgoing import OutgoingMail, ThreadAddress
from .request import FormCount, HeldFile, HeldRequest, SpentProof
from .sender import MailServer
from .webhook import Invocation, Webhook

__all__ = [
    "Cause", "FormCount", "HeldFile", "HeldRequest", "HookCall", "IncomingMail", "Invocation", "MailHook", "MailServer", "Mailbox",
    "OutgoingMail", "SpentProof", "SupportAddress", "Suspension", "ThreadAddress", "Webhook",
]  # fmt: skip
