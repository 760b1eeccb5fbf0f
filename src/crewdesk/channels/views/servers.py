"""The server by which mail leaves, and its signature."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crewdesk.accounts.views.answers import after_recent_sign_in, carried_out
from crewdesk.core.clock import now

from ..email.dkim_record import dns_record
from ..email.servers import outgoing_server
from ..forms.servers import DkimForm, ServerForm, TestMailForm
from ..models import MailServer
from ..operations.servers import make_dkim_key, remove_server, save_server, send_test_mail
from .answers import done, initial_of, settings_page


@after_recent_sign_in
def update(request: HttpRequest) -> HttpResponse:
    server = outgoing_server()
    form = ServerForm(request.POST or None, initial=initial_of(server, ServerForm.base_fields) if server else None)
    if carried_out(form, save_server, by=request.member, at=now()):
        return done(request, _("The server is saved. Send a test message."), "server-update")
    return _page(request, form=form)


@require_POST
def test(request: HttpRequest) -> HttpResponse:
    form = TestMailForm(request.POST)
    if carried_out(form, send_test_mail, desk=request.desk, by=request.member, at=now()):
        return done(request, _("The server took the message."), "server-update")
    return _page(request, test_form=form)


@require_POST
@after_recent_sign_in
def make_key(request: HttpRequest) -> HttpResponse:
    form = DkimForm(request.POST)
    if carried_out(form, make_dkim_key, _server(), by=request.member, at=now()):
        return done(request, _("Publish the record below; mail is signed from now on."), "server-update")
    return _page(request, dkim_form=form)


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    remove_server(_server(), by=request.member, at=now())
    return done(request, _("Mail leaves by the installation's server again."), "server-update")


def _server() -> MailServer:
    server = outgoing_server()
    if server is None:
        raise Http404
    return server


def _page(request: HttpRequest, **forms) -> HttpResponse:
    server = outgoing_server()
    shown = {
        "form": ServerForm(initial=initial_of(server, ServerForm.base_fields) if server else None), "test_form": TestMailForm(initial={"to": request.member.email}),
        "dkim_form": DkimForm(initial={"domain": request.member.email.rpartition("@")[2]}), **forms,
    }  # fmt: skip
    response = settings_page(
        request,
        "server",
        "server",
        server=server,
        record=dns_record(server) if server else None,
        installation=settings.EMAIL_HOST,
        **shown,
    )
    if any(form.errors for form in forms.values()):
        response.status_code = 422
    return response
