"""Where people arrive: the start page, the first-run wizard, the choice between desks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from crewdesk.core.clock import now

from ..forms.desk import FirstDeskForm
from ..models import Desk, Person
from ..navigation import home_of
from ..operations.desks import create_first_desk
from ..queries import seats_of
from ..sessions import opens_desk, sign_in
from .answers import address, carried_out, page


def start(request: HttpRequest) -> HttpResponse:
    """Lead to the only desk, to a choice of several, to sign-in, or to the wizard when nothing is there yet."""
    if not request.user.is_authenticated:
        return redirect("account_login" if Desk.objects.exists() else "accounts:welcome")
    seats = _open_seats(request)
    if len(seats) == 1:
        return redirect("accounts:desk-home", desk=seats[0].desk.slug)
    return render(request, "accounts/desks.html", {"seats": seats})


def welcome(request: HttpRequest) -> HttpResponse:
    """Make the first desk and its owner; gone once there is a desk."""
    if Desk.objects.exists():
        raise Http404
    form = FirstDeskForm(request.POST or None)
    if carried_out(form, create_first_desk, at=now()):
        sign_in(request, Person.objects.get(email=form.cleaned_data["owner_email"]))
        return redirect("accounts:desk-home", desk=form.cleaned_data["slug"])
    return page(request, "accounts/welcome.html", form=form)


def desk_home(request: HttpRequest) -> HttpResponse:
    """The first page of the rail: which one is for the rooms to say."""
    return redirect(home_of(request) or address(request, "profile"))


def desk_switch(request: HttpRequest) -> HttpResponse:
    """The desks at which the member works: links for the menu, or a page."""
    template = "accounts/_desk_links.html" if request.htmx else "accounts/desks.html"
    return render(request, template, {"seats": _open_seats(request)})


def _open_seats(request: HttpRequest) -> list:
    return [seat for seat in seats_of(request.user) if opens_desk(request, seat.desk_id)]
