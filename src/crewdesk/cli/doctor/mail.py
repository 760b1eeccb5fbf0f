"""Mail in and out."""

import smtplib
import ssl
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError

from .finding import Finding, State, judge

TIMEOUT_SECONDS = 5


def outgoing() -> Finding:
    """Whether the installation's mail server answers. It is greeted only: `crewdesk mail test` sends."""
    if not settings.EMAIL_HOST:
        advice = "Set EMAIL_HOST and its login; desks with a server of their own and the demo need none."
        return Finding(State.WARN, "mail server", "none is set", advice)
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    kind = smtplib.SMTP_SSL if settings.EMAIL_SECURITY == "tls" else smtplib.SMTP
    try:
        with kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=TIMEOUT_SECONDS) as server:
            if settings.EMAIL_SECURITY == "starttls":
                server.starttls(context=ssl.create_default_context())
            code, _text = server.ehlo()
    except (OSError, smtplib.SMTPException) as problem:
        return Finding(State.FAIL, "mail server", f"{where}: {problem}", "Check EMAIL_HOST, EMAIL_PORT and EMAIL_SECURITY.")
    return judge(code == 250, "mail server", f"{where} answers", f"It answered the greeting with {code}.")


def mailboxes() -> Iterator[Finding]:
    """A finding for each mailbox that cannot be fetched, or one that says that all can."""
    from crewdesk.accounts.models import Desk
    from crewdesk.channels.models import Mailbox
    from crewdesk.core.tenancy import desk_scope

    troubled = 0
    try:
        for desk in Desk.objects.order_by("slug"):
            with desk_scope(desk.pk):
                for mailbox in Mailbox.objects.filter(is_active=True).exclude(problem=""):
                    troubled += 1
                    yield Finding(
                        State.WARN, f"mailbox {mailbox}", mailbox.problem, f"Mend it under {settings.SITE_URL}/d/{desk.slug}/"
                    )
    except DatabaseError:
        return
    if not troubled:
        yield Finding(State.OK, "mailboxes", "none in trouble")
