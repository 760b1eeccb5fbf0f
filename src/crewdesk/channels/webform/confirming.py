"""The letter that lets a request through which came without a proof of work: for browsers without scripts."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from crewdesk.accounts.mails import site_address
from crewdesk.accounts.models import Desk

from ..email.acknowledging import AUTOMATIC, may_mail
from ..email.composing import schedule
from ..email.configuration import configuration
from ..email.sweeping import send_queued
from ..email.threads import new_token
from ..models import HeldRequest, OutgoingMail


def send_confirmation(held: HeldRequest, secret: str, *, at: datetime) -> OutgoingMail | None:
    """Queue the letter, under the caps of automatic mail to unproved addresses. Nothing that was typed into the form is in it."""
    if not may_mail(held.address, proved=False, at=at):
        return None
    desk, sender = configuration().desk, configuration().default_sender
    with override(held.locale or desk.locale):
        subject, (text, html) = _("Please confirm your request to %(desk)s") % {"desk": desk.name}, _rendered(desk, secret)
    mail = OutgoingMail(
        kind=OutgoingMail.Kind.UNVERIFIED_ACKNOWLEDGEMENT, to_address=held.address, from_address=sender.address,
        from_name=sender.name, reply_to=sender.address, subject=subject, text=text, html=html, headers=dict(AUTOMATIC),
        message_id=f"<{new_token()}@{settings.MAIL_DOMAIN}>",
    )  # fmt: skip
    schedule([mail], at=at, lease=None)
    mail.save(force_insert=True)
    send_queued(desk.pk)
    return mail


def _rendered(desk: Desk, secret: str) -> tuple[str, str]:
    path = reverse("channels:request-confirm", kwargs={"desk": desk.slug, "secret": secret})
    context = {"desk": desk, "action_url": site_address(path), "action_label": _("Confirm the request")}
    return tuple(render_to_string(f"channels/webform/email/confirm.{kind}", context) for kind in ("txt", "html"))
