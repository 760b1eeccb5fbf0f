"""Addresses of the customer's pages."""

from crewdesk.accounts.rights import CUSTOMER
from crewdesk.accounts.routes import route

from . import actions, views

_ALL = "h/<slug:desk>/requests/"
_ONE = f"{_ALL}<int:number>/"

routes = [
    route(_ALL, views.requests, right=CUSTOMER, name="my-requests"),
    route(_ONE, views.one, right=CUSTOMER, name="my-request"),
    route(f"{_ONE}news/", views.news, right=CUSTOMER, name="my-request-news"),
    route(f"{_ONE}answer/", actions.answer, right=CUSTOMER, name="my-request-answer"),
    route(f"{_ONE}copies/", actions.copy_in, right=CUSTOMER, name="my-request-copy"),
]
