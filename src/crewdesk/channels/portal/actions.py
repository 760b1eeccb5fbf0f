"""What a customer does about a request of theirs."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crewdesk.accounts.operations.users import find_or_create_requester
from crewdesk.accounts.secrets import new_secret
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.operations import NotPermitted, Refused
from crewdesk.tickets.models import Ticket
from crewdesk.tickets.operations.participants import change_participants
from crewdesk.tickets.operations.requesters import reopen_request, solve_request

from ..webform import answering, files
from ..webform.answering import ration
from ..webform.counting import Kind, count, network_of
from .forms import AnswerForm, CopyForm
from .views import done, page_of, request_of

COPIES_AN_HOUR = 30


@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answer, and say with the same press that it is solved, or not solved after all; a closed request is followed up by a new one."""
    ticket, form = request_of(request, number), AnswerForm(request.POST)
    token = request.POST.get("token") or new_secret()
    problems = files.keep_all(
        request.FILES.getlist("files"), token=token, customer=request.member, network=network_of(request), at=now()
    )
    if "drop" in request.POST:
        files.drop(token, request.POST["drop"])
        return _again(request, ticket, token, problems, status=422 if problems else 200)
    problems += [problem for of_field in form.errors.values() for problem in of_field]
    if problems:
        return _again(request, ticket, token, problems, status=422)
    try:
        return _answered(request, ticket, form.cleaned_data["body"], token)
    except NotPermitted:
        raise
    except Refused as refusal:
        return _again(request, ticket, token, [refusal.message], status=422)


@require_POST
def copy_in(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody else get the answers too. Whose the address is, and whether anybody knows it, is not told."""
    ticket, form = request_of(request, number), CopyForm(request.POST)
    if not form.is_valid():
        return page_of(request, ticket, status=422, copy_form=form)
    try:
        if count(Kind.ADDRESS, f"copies of {request.member.pk}", at=now()) > COPIES_AN_HOUR:
            raise Refused(_("You have added many people within an hour. Please add the others later."))
        _copy_in(request, ticket, form.cleaned_data["address"])
    except NotPermitted:
        raise
    except Refused as refusal:
        form.add_error("address", refusal.message if refusal.field == "base" else _("This address cannot be added here."))
        return page_of(request, ticket, status=422, copy_form=form)
    return done(request, ticket, _("Added. They get every answer from now on."))


def _answered(request: HttpRequest, ticket: Ticket, body: str, token: str) -> HttpResponse:
    ration(request.member, at=now())
    held = files.kept(token)
    if not body.strip() and not held:
        return _moved(request, ticket)
    is_solved = ticket.requester_id == request.member.pk and "solved" in request.POST
    answered = answering.answer(ticket, by=request.member, body=body, held=held, at=now(), is_solved=is_solved)
    if answered != ticket:
        return done(request, answered, _("Your new request is sent. Its number is #%(number)s.") % {"number": answered.number})
    return done(request, ticket, _("Thank you. We are glad that it is solved.") if is_solved else _("Your message is sent."))


def _moved(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """Pressed without a word."""
    if "solved" in request.POST:
        solve_request(ticket, by=request.member, via=Via.WEB, at=now())
        return done(request, ticket, _("Thank you. We are glad that it is solved."))
    if "reopen" in request.POST:
        reopen_request(ticket, by=request.member, via=Via.WEB, at=now())
        return done(request, ticket, _("Your request is open again."))
    raise Refused(_("Write something, or add a file."))


def _copy_in(request: HttpRequest, ticket: Ticket, address: str) -> None:
    user = find_or_create_requester(address=address.strip().lower(), name="", by=request.member, via=Via.WEB)
    change_participants(ticket, add_ccs=[user], by=request.member, via=Via.WEB, at=now())


def _again(request: HttpRequest, ticket: Ticket, token: str, problems: list[str], *, status: int) -> HttpResponse:
    """The page with what was written and the files that came with it."""
    form = AnswerForm(initial={"body": request.POST.get("body", ""), "token": token})
    return page_of(request, ticket, form=form, status=status, problems=problems, files=files.kept(token))
