"""What the acknowledgement says: our words in the customer's language, or the desk's own."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from crewdesk.accounts.models import Desk

# Nothing here is a customer's text: the acknowledgement goes to addresses that nobody has proved.
PLACEHOLDERS = ("number", "desk")
PLACEHOLDER = re.compile(r"\{(\w*)\}")
KEY = "mail"


def mail_settings(desk: Desk) -> dict[str, Any]:
    """This room's part of the desk's settings: `acknowledges`, `acknowledgements` by language, `raw_days`, and `unproved_an_hour`: how many
    automatic mails may go to addresses that nobody has proved.
    """
    return {"acknowledges": True, "acknowledgements": {}, "raw_days": 30, "unproved_an_hour": 50, **desk.settings.get(KEY, {})}


def acknowledgement_of(desk: Desk, locale: str) -> str | None:
    """The text with its placeholders in braces, or None where the desk sends none."""
    chosen = mail_settings(desk)
    if not chosen["acknowledges"]:
        return None
    return chosen["acknowledgements"].get(locale) or default_acknowledgement(locale)


def filled(wording: str, facts: dict[str, Any]) -> str:
    """`wording` with its placeholders replaced. No format language: that would let a text ask for more than it is given."""
    return PLACEHOLDER.sub(lambda found: str(facts[found[1]]) if found[1] in PLACEHOLDERS else found[0], wording)


def default_acknowledgement(locale: str) -> str:
    """Our words in `locale`."""
    with override(locale):
        return _(
            "Thank you for writing to {desk}. Your message arrived; its number is #{number}.\n\n"
            "A person will read it and answer by e-mail. Answer this e-mail to add something."
        )
