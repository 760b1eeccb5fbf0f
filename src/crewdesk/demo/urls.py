"""Addresses of the demo; part of the program only while CREWDESK_DEMO is on."""

from crewdesk.accounts.rights import PUBLIC
from crewdesk.accounts.routes import route

from . import views

app_name = "demo"
urlpatterns = [
    route("demo/mailbox/", views.mailbox, right=PUBLIC, name="mailbox"),
    route("demo/mailbox/new/", views.write, right=PUBLIC, name="mailbox-write"),
    route("demo/mailbox/<str:address>/", views.mailbox, right=PUBLIC, name="mailbox-open"),
    route("demo/mailbox/<str:address>/<slug:key>/", views.body, right=PUBLIC, name="letter"),
    route("demo/mailbox/<str:address>/<slug:key>/answer/", views.answer, right=PUBLIC, name="letter-answer"),
    route("demo/enter/", views.enter, right=PUBLIC, name="enter"),
    route("demo/link/", views.ask_for_link, right=PUBLIC, name="customer-link"),
]
