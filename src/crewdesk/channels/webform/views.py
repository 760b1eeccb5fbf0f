"""The form: choosing a category, filling it in, sending it."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from crewdesk.accounts.secrets import new_secret
from crewdesk.core.clock import now
from crewdesk.core.operations import Refused
from crewdesk.tickets.models import FieldType

from . import files
from .alike import alike_among, open_request
from .answering import answer, ration
from .categories import Category, category_of, offered_forms
from .filing import file_request
from .forms import RequestForm, name_of
from .holding import confirm, hold_request
from .judging import TRAP, Evidence, SendAgain, TooMany, doubt
from .proving import Proof, new_challenge
from .visiting import Visit, visit_of

# Of what is being typed, in a look for what was asked before.
MOST_READ = 5_000


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form on the desk's own page."""
    visit = visit_of(request)
    if not visit.may_write:
        return redirect(f"{visit.sign_in}?{urlencode({'next': visit.here})}")
    return respond(request, visit)


def respond(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The choice of a category where there are several, else the form; and what comes of sending it."""
    forms = offered_forms(visit.settings)
    asked = request.POST.get("category") or request.GET.get("category", "")
    chosen = next((form for form in forms if str(form.pk) == asked), forms[0] if len(forms) == 1 else None)
    if chosen is None and forms and request.method == "POST":
        # The desk has just taken the category away: what was written goes on under another one, before the writer's eyes.
        return _received(request, visit, _filled_form(request, visit, category_of(forms[0])), is_moved=True)
    if chosen is None and forms:
        return render(
            request, "channels/webform/categories.html", _shared(visit) | {"categories": [category_of(form) for form in forms]}
        )
    filled = _filled_form(request, visit, category_of(chosen))
    return _received(request, visit, filled) if request.method == "POST" else _page(request, visit, filled)


@require_POST
def alike(request: HttpRequest) -> HttpResponse:
    """The customer's own open requests that look like what is being typed. Only ever those of whoever is signed in."""
    subject, body = (request.POST.get(name, "")[:MOST_READ] for name in ("subject", "body"))
    return render(request, "channels/webform/_alike.html", {"alike": alike_among(request.member, subject, body)})


def sent(request: HttpRequest, *, embedded: bool = False) -> HttpResponse:
    """Thanks; the same whoever's the address is, and whatever became of the request."""
    visit = visit_of(request, embedded=embedded)
    return render(request, "channels/webform/sent.html", _shared(visit) | {"has_letter": "confirm" in request.GET})


@never_cache
@require_http_methods(["GET", "POST"])
def confirmed(request: HttpRequest, secret: str) -> HttpResponse:
    """A mail scanner that follows the link sees a button; only the button lets the request through. The page shows nothing of it."""
    visit = visit_of(request)
    if request.method == "POST":
        confirm(secret, at=now())
        return redirect(visit.sent_to)
    return render(request, "channels/webform/confirm.html", _shared(visit))


def _filled_form(request: HttpRequest, visit: Visit, category: Category) -> RequestForm:
    return RequestForm(
        request.POST or None, category=category, customer=visit.customer, asks_severity=visit.settings.asks_severity, locale=visit.language
    )  # fmt: skip


def _received(request: HttpRequest, visit: Visit, form: RequestForm, *, is_moved: bool = False) -> HttpResponse:
    token = request.POST.get("files_token") or new_secret()
    problems = files.keep_all(
        request.FILES.getlist("files"), token=token, customer=visit.customer, network=visit.network, at=now()
    )
    files.drop(token, request.POST.get("drop", ""))
    shown = {"token": token, "file_problems": problems}
    if is_moved:
        return _page(request, visit, form, status=422, **shown, is_moved=True)
    if "drop" in request.POST:
        return _page(request, visit, form, **shown, is_draft=True)
    if visit.customer is not None and (number := request.POST.get("add_to", "")):
        return _added(request, visit, form, number, shown)
    if problems or not form.is_valid():
        return _page(request, visit, form, status=422, **shown)
    if _has_unseen(request, form):
        return _page(request, visit, form, **shown, has_more=True)
    return _filed(request, visit, form, shown)


def _filed(request: HttpRequest, visit: Visit, form: RequestForm, shown: dict[str, Any]) -> HttpResponse:
    content, held, at = form.sent(), files.kept(shown["token"]), now()
    evidence = Evidence.of(request, network=visit.network, at=at)
    try:
        cause = doubt(visit, evidence, address=content.address, at=at)
        if cause is not None:
            hold_request(content, held, cause=cause, at=at)
            return redirect(_thanks(visit, evidence))
        ticket = file_request(content, held, at=at)
    except TooMany:
        return _page(request, visit, form, status=429, **shown, is_refused=True)
    except SendAgain:
        return _page(request, visit, form, status=422, **shown, is_stale=True)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, visit, form, status=422, **shown)
    if visit.customer is None:
        return redirect(visit.sent_to)
    messages.success(request, _("Your request is sent. Its number is #%(number)s.") % {"number": ticket.number})
    return redirect(visit.address("my-request", number=ticket.number))


def _thanks(visit: Visit, evidence: Evidence) -> str:
    """By what came with the form alone: why a request waits would tell whose the address is."""
    return visit.sent_to if visit.customer or evidence.proof is Proof.GOOD else f"{visit.sent_to}?confirm"


def _added(request: HttpRequest, visit: Visit, form: RequestForm, number: str, shown: dict[str, Any]) -> HttpResponse:
    """The customer found that they have asked before: what they wrote goes there."""
    ticket = open_request(visit.customer, number)
    text = form.take_words()
    if ticket is None:
        form.add_error("body", _("That request does not take an answer any more."))
    if text and ticket is not None and not shown["file_problems"]:
        try:
            ration(visit.customer, at=now())
            answer(ticket, by=visit.customer, body=text, held=files.kept(shown["token"]), at=now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Added to your request."))
            return redirect(visit.address("my-request", number=ticket.number))
    return _page(request, visit, form, status=422, **shown)


def _has_unseen(request: HttpRequest, form: RequestForm) -> bool:
    """Without scripts, fields that a choice asks for were not on the page yet: they are shown before anything is sent."""
    seen = request.POST.get("seen", "")
    if seen == "all" or not form.category.conditions:
        return False
    return not {str(pk) for pk in form.category.shown(form.values_now)} <= set(seen.split())


def _page(
    request: HttpRequest, visit: Visit, form: RequestForm, *, status: int = 200, token: str = "", is_draft: bool = False, **more
) -> HttpResponse:
    token = token or new_secret()
    if is_draft:
        # Nothing was sent yet, so nothing is wrong yet.
        form = RequestForm(
            initial=form.data.dict() | _lists(form), category=form.category, customer=visit.customer, asks_severity=visit.settings.asks_severity
        )  # fmt: skip
    values = form.values_now
    shown, needed = form.category.shown(values), form.category.needed(values)
    extra = [(field.pk, form[name_of(field)], field.pk in shown, field.pk in needed) for field in form.category.fields]
    context = {
        "form": form, "category": form.category, "extra": extra, "conditions": json.dumps(form.category.for_browser),
        "always_needed": json.dumps([field.pk for field in form.category.fields if field.required_in_portal]), "seen": " ".join(str(pk) for pk in shown), "token": token, "files": files.kept(token), "most_files": files.MOST_FILES,
        "challenge": None if visit.customer else _challenge(request, visit), "trap": TRAP,
    }  # fmt: skip
    return render(request, "channels/webform/form.html", _shared(visit) | context | more, status=status)


def _lists(form: RequestForm) -> dict[str, list[str]]:
    return {
        name_of(field): form.data.getlist(name_of(field)) for field in form.category.fields if field.type == FieldType.MULTISELECT
    }


def _challenge(request: HttpRequest, visit: Visit):
    """The one that was solved already, as long as it is good: whoever corrects a mistake does not start anew."""
    at = now()
    evidence = Evidence.of(request, network=visit.network, at=at)
    if evidence.proof is Proof.GOOD:
        return {"text": evidence.challenge.text, "bits": evidence.challenge.bits, "answer": evidence.answer}
    fresh = new_challenge(network=visit.network, at=at)
    return {"text": fresh.text, "bits": fresh.bits, "answer": ""}


def _shared(visit: Visit) -> dict[str, Any]:
    layout = "channels/webform/embedded.html" if visit.embedded else "channels/portal/base.html"
    return {"layout": layout, "visit": visit, "customer": visit.customer}
