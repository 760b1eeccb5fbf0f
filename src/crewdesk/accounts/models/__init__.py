"""Persons, desks, users and what groups them."""

from .desk import Brand, Desk, DeskHost, Seat
from .field_type import FieldType
from .group import Group, Membership
from .organization import Organization
from .person import Person
from .profile_field import ProfileField, ProfileFieldOption
from .schedule import Holiday, Schedule, ScheduleInterval
from .session import BrowserSession
from .token import ApiToken, Invitation, MagicLink
from .user import Role, User, UserIdentity

__all__ = [
    "ApiToken",
    "Brand",
    "BrowserSession",
    "Desk",
    "DeskHost",
    "FieldType",
    "Group",
    "Holiday",
    "Invitation",
    "MagicLink",
    "Membership",
    "Organization",
    "Person",
    "ProfileField",
    "ProfileFieldOption",
    "Role",
    "Schedule",
    "ScheduleInterval",
    "Seat",
    "User",
    "UserIdentity",
]
