"""Which desk an address leads to, when no desk is in scope."""

from django.conf import settings
from django.db import connection

from crewdesk.accounts.models import Desk

from .threads import token_in


def desk_of(address: str) -> int | None:
    """The desk behind a reply address, the address that the desk was born with (`slug@MAIL_DOMAIN`), or a support address."""
    local, _at, domain = address.lower().rpartition("@")
    if token := token_in(address):
        return _ask("crewdesk_desk_of_reply_token", token)
    if domain == settings.MAIL_DOMAIN.lower():
        return Desk.objects.filter(slug=local).values_list("pk", flat=True).first()
    return _ask("crewdesk_desk_of_address", address) or _ask("crewdesk_desk_of_address", f"{local.partition('+')[0]}@{domain}")


def _ask(function: str, value: str) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [value])
        return cursor.fetchone()[0]
