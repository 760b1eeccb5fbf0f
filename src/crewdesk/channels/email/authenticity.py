"""Judge a kept message by what is known of the door that it came through."""

from django.conf import settings

from ..models import Mailbox
from .reading.authenticity import Verdict, dns_txt, judge
from .reading.mail import ParsedMail

# Doors behind an MTA of ours, which takes forged results of its own name out of what passes.
BEHIND_OUR_MTA = {"smtp", "lmtp", "pipe"}


def verdict_of(raw: bytes, mail: ParsedMail, *, door: str, mailbox: Mailbox | None = None) -> Verdict:
    """Whether the From domain stands behind the message: by the word of the server in front, else by DKIM over DNS when that is on.

    A provider's webhook carries headers as the sender wrote them: there nobody's word counts.
    """
    authserv, hops = (settings.MAIL_AUTHSERV_ID, 1) if door in BEHIND_OUR_MTA else ("", 1)
    if mailbox is not None:
        authserv, hops = mailbox.authserv_id, mailbox.authserv_hops
    resolver = dns_txt if settings.MAIL_CHECK_DKIM else None
    return judge(raw, mail, trusted_authserv=authserv or None, own_hops=hops, resolver=resolver)
