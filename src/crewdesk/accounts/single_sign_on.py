"""The way through a desk's identity provider and back; allauth speaks the protocol."""

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from requests import RequestException

from crewdesk.core.clock import now
from crewdesk.core.operations import Refused
from crewdesk.core.tenancy import desk_scope

from .models import Desk, Person
from .operations.invitations import accept_invitation, invited_person, open_invitation
from .operations.single_sign_on import provider_of
from .sessions import provider_prefix

PENDING_KEY = "invitation_by_single_sign_on"


def leave_for_provider(request: HttpRequest, *, process: str = "login", next_url: str) -> HttpResponse:
    """Send the browser to the provider of `request.desk`; it comes back to `next_url`.

    By way of a page and not by a redirect: the content security policy lets forms of ours lead to ourselves only.
    Raises Refused when the desk has no provider or it does not answer.
    """
    app = provider_of(request.desk)
    if app is None:
        raise Refused(_("This desk has no single sign-on."))
    provider = get_adapter().get_provider(request, app.provider_id)
    try:
        answer = provider.redirect(request, process=process, next_url=next_url)
    except (RequestException, OAuth2Error, ValueError, KeyError) as problem:
        raise Refused(_("%(name)s does not answer. Try again, or sign in another way.") % {"name": app.name}) from problem
    if answer.status_code != 302:
        raise Refused(_("%(name)s does not answer. Try again, or sign in another way.") % {"name": app.name})
    return render(request, "accounts/leaving.html", {"provider": app, "address": answer.headers["Location"]})


def keep_invitation(request: HttpRequest, secret: str) -> None:
    """Remember the invitation that is being accepted by single sign-on."""
    request.session[PENDING_KEY] = {"desk": request.desk.pk, "secret": secret}


def accept_pending_invitation(request: HttpRequest, sociallogin) -> bool:
    """Make the member whose invitation led to the provider, and link the subject that came back. False when there is none.

    The address is the invited one, which the link proved; what the provider says about e-mail is not looked at.
    """
    pending = request.session.pop(PENDING_KEY, None)
    desk = pending and Desk.objects.filter(pk=pending["desk"]).first()
    if desk is None or not sociallogin.account.provider.startswith(provider_prefix(desk)):
        return False
    try:
        with desk_scope(desk.pk):
            invitation = open_invitation(pending["secret"], at=now())
            # Somebody who has an account links it from within, signed in; a link in a mailbox is not enough to take it over.
            if invitation is None or invited_person(invitation) is not None:
                return False
            member = accept_invitation(pending["secret"], name=invitation.name, at=now())
            sociallogin.connect(request, Person.objects.get(pk=member.person_id))
    except Refused:
        return False
    return True
