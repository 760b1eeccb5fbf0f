"""The words below every reply."""

import re

from crewdesk.accounts.models import User
from crewdesk.tickets.models import Ticket

from .configuration import configuration

_PLACEHOLDER = re.compile(r"\{\{\s*agent\.(name|signature)\s*\}\}")


def signature_for(author: User, ticket: Ticket) -> str:
    """The brand's template filled with the agent's name and signature, or without one the agent's signature alone."""
    brand = configuration().brand_of(ticket)
    if brand is None or not brand.signature_template:
        return author.signature
    facts = {"name": author.public_name, "signature": author.signature}
    return _PLACEHOLDER.sub(lambda found: facts[found[1]], brand.signature_template).strip()
