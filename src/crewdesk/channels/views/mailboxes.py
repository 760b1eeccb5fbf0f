"""Mailboxes that are fetched."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crewdesk.accounts.views.answers import after_recent_sign_in, carried_out
from crewdesk.core.clock import now

from ..forms.mailboxes import MailboxForm
from ..models import Mailbox
from ..operations.mailboxes import remove_mailbox, save_mailbox, try_mailbox
from .answers import address, done, initial_of, settings_page


def mailboxes(request: HttpRequest) -> HttpResponse:
    return settings_page(request, "mailboxes", "mailbox", mailboxes=Mailbox.objects.defer("secret").order_by("host", "username"))


@after_recent_sign_in
def add(request: HttpRequest) -> HttpResponse:
    form = MailboxForm(request.POST or None)
    if carried_out(form, save_mailbox, None, by=request.member, at=now()):
        return done(request, _("The mailbox is added. Its mail is fetched within a minute."), "mailbox-list")
    return settings_page(request, "mailbox_add", "mailbox", form=form)


@after_recent_sign_in
def update(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Mailbox, pk=pk)
    form = MailboxForm(request.POST or None, initial=initial_of(row, MailboxForm.base_fields))
    if carried_out(form, save_mailbox, row, by=request.member, at=now()):
        return done(request, _("The mailbox is saved."), "mailbox-update", pk=pk)
    return settings_page(request, "mailbox", "mailbox", form=form, row=row)


@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign in to the mailbox now and say how it went."""
    problem = try_mailbox(get_object_or_404(Mailbox, pk=pk), by=request.member, at=now())
    if problem:
        messages.error(request, problem)
        return redirect(address(request, "mailbox-update", pk=pk))
    return done(request, _("The sign-in works."), "mailbox-update", pk=pk)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    remove_mailbox(get_object_or_404(Mailbox, pk=pk), by=request.member, at=now())
    return done(request, _("The mailbox is removed. What was fetched stays."), "mailbox-list")
