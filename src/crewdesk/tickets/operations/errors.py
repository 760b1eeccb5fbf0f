"""Why a verb may refuse."""

from crewdesk.accounts.operations.defining import CannotDefine
from crewdesk.core.operations import Refused

__all__ = [
    "CannotCreate",
    "CannotDefine",
    "CannotLink",
    "CannotMerge",
    "CannotReply",
    "CannotSplit",
    "CannotUpdate",
    "StaleTicket",
]


class CannotCreate(Refused):
    """No ticket was made."""


class CannotReply(Refused):
    """No comment was made."""


class CannotUpdate(Refused):
    """Nothing was changed."""


class CannotMerge(Refused):
    """Nothing was merged."""


class CannotSplit(Refused):
    """Nothing was split off."""


class CannotLink(Refused):
    """Nothing was tied together."""


class StaleTicket(CannotUpdate):
    """Somebody else saved in between. `since` lists the events that the person has not seen."""

    status = 409

    def __init__(self, message: str, *, since: list):
        super().__init__(message, code="UpdateConflict")
        self.since = since
