"""The DNS record by which others check our signatures (RFC 6376, 3.6.1)."""

import base64

from cryptography.hazmat.primitives import serialization

from crewdesk.core import vault

from ..models import MailServer
from .servers import place_of


def dns_record(server: MailServer) -> tuple[str, str] | None:
    """Name and value of the TXT record to publish, or None without a key. Raises CannotUnseal."""
    if not server.dkim_key:
        return None
    pem = vault.unseal(server.dkim_key, place=place_of(server.desk_id, "dkim_key"))
    public = serialization.load_pem_private_key(pem.encode(), password=None).public_key()
    spki = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return f"{server.dkim_selector}._domainkey.{server.dkim_domain}", f"v=DKIM1; k=rsa; p={base64.b64encode(spki).decode()}"
