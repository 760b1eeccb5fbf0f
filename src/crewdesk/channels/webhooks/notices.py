"""The e-mail that says that a webhook was turned off."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from crewdesk.accounts.mails import site_address
from crewdesk.accounts.models import Desk, Role, User
from crewdesk.core.jobs import Lane, defer, job
from crewdesk.core.models import Event
from crewdesk.core.tenancy import desk_scope

from ..models import Webhook

TOLD = (Role.ADMIN, Role.OWNER)


def tell_admins(event: Event) -> None:
    """Leave an e-mail to each admin."""
    for user_id in User.objects.staff().filter(role__in=TOLD, suspended=False).exclude(email="").values_list("pk", flat=True):
        defer(mail_disabled, desk_id=event.desk_id, webhook_id=event.subject_id, user_id=user_id)


@job(lane=Lane.OUTBOUND, in_desk=False)
def mail_disabled(*, desk_id: int, webhook_id: int, user_id: int) -> None:
    """Send the notice to one admin, unless the webhook works again or is gone."""
    with desk_scope(desk_id):
        webhook = Webhook.objects.filter(pk=webhook_id, state=Webhook.State.DISABLED).first()
        message = webhook and _message(Desk.objects.get(pk=desk_id), webhook, User.objects.get(pk=user_id))
    if message:
        message.send()


def _message(desk: Desk, webhook: Webhook, to: User) -> EmailMultiAlternatives:
    path = reverse("channels:webhook-update", kwargs={"desk": desk.slug, "pk": webhook.pk})
    with translation.override(to.locale or desk.locale):
        subject = _("The webhook “%(name)s” was turned off") % {"name": webhook.name}
        context = {
            "desk": desk,
            "webhook": webhook,
            "subject": subject,
            "action_url": site_address(path),
            "action_label": _("Look at it"),
        }
        text, html = (render_to_string(f"channels/webhooks/email/disabled.{kind}", context) for kind in ("txt", "html"))
    message = EmailMultiAlternatives(
        subject, text.strip(), settings.DEFAULT_FROM_EMAIL, [to.email], headers={"Auto-Submitted": "auto-generated"}
    )
    message.attach_alternative(html, "text/html")
    return message
