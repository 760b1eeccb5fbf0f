"""Kinds of addresses in the dialect's words."""

from crewdesk.core.operations import Refused

from ..models import UserIdentity

Kind = UserIdentity.Kind
OURS = {
    "email": Kind.EMAIL,
    "phone_number": Kind.PHONE,
    "phone": Kind.PHONE,
    "any_channel": Kind.EXTERNAL,
    "external": Kind.EXTERNAL,
}
THEIRS = {Kind.EMAIL: "email", Kind.PHONE: "phone_number"}


def identity_kind(name: str | None) -> str:
    """Our kind. Raises Refused for one that we have no word for."""
    if name not in OURS:
        raise Refused(f"Type: is one of {', '.join(OURS)}", field="type", code="InvalidValue" if name else "BlankValue")
    return OURS[name]
