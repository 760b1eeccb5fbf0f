"""Doors through which customers come: so far e-mail."""

from .address import SupportAddress
from .incoming import IncomingMail, Suspension
from .mailbox import Mailbox
from .outgoing import OutgoingMail, ThreadAddress
from .sender import MailServer

__all__ = ["IncomingMail", "MailServer", "Mailbox", "OutgoingMail", "SupportAddress", "Suspension", "ThreadAddress"]
