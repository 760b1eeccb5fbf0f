"""The e-mails of this room: invitation, magic link, and what allauth sends about an account."""

import json

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from .models import Desk, Invitation, MagicLink
from .secrets import seal_text, unseal_text

PLACE = "account mail"


def site_address(path: str) -> str:
    """The public address of a path. Never built from a request: its Host header is what somebody typed."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def invitation_mail(desk: Desk, invitation: Invitation, secret: str) -> EmailMultiAlternatives:
    """The e-mail that offers a seat at the desk."""
    path = reverse("accounts:invitation-accept", kwargs={"desk": desk.slug, "secret": f"{invitation.pk}-{secret}"})
    with translation.override(desk.locale):
        subject = _("You are invited to join %(desk)s") % {"desk": desk.name}
        return _mail(
            "invitation",
            invitation.email,
            subject,
            {
                "desk": desk,
                "invitation": invitation,
                "action_url": site_address(path),
                "action_label": _("Accept the invitation"),
            },
        )


def magic_link_mail(desk: Desk, link: MagicLink, secret: str, code: str) -> EmailMultiAlternatives:
    """The e-mail that lets a customer in."""
    path = reverse("accounts:magic-link-use", kwargs={"desk": desk.slug, "secret": secret})
    with translation.override(link.user.locale or desk.locale):
        subject = _("Your sign-in code for %(desk)s: %(code)s") % {"desk": desk.name, "code": code}
        return _mail(
            "magic_link",
            link.address,
            subject,
            {
                "desk": desk,
                "code": code,
                "action_url": site_address(path),
                "action_label": _("Sign in"),
            },
        )


def sealed_mail(message: EmailMultiAlternatives) -> str:
    """A rendered e-mail as it may wait in the job table: it can hold a link that lets somebody in."""
    html = next((part.content for part in message.alternatives if part.mimetype == "text/html"), "")
    return seal_text(json.dumps([message.subject, message.body, html, message.from_email, message.to]), place=PLACE)


def open_mail(sealed: str) -> EmailMultiAlternatives:
    """The reverse of `sealed_mail`."""
    subject, body, html, sender, to = json.loads(unseal_text(sealed, place=PLACE))
    return _message(subject, body, html, sender, to)


def _mail(template: str, address: str, subject: str, context: dict) -> EmailMultiAlternatives:
    body, html = (
        render_to_string(f"accounts/email/{template}.{kind}", context | {"subject": subject}) for kind in ("txt", "html")
    )
    return _message(subject, body.strip(), html, settings.DEFAULT_FROM_EMAIL, [address])


def _message(subject: str, body: str, html: str, sender: str, to: list[str]) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(subject, body, sender, to, headers={"Auto-Submitted": "auto-generated"})
    if html:
        message.attach_alternative(html, "text/html")
    return message
