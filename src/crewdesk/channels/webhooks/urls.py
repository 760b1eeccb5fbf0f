"""Addresses of the pages of webhooks, each with its right."""

from crewdesk.accounts.routes import route

from . import views
from .operations import RIGHT

_ALL = "d/<slug:desk>/settings/webhooks/"
_ONE = f"{_ALL}<int:pk>/"

routes = [
    route(_ALL, views.webhooks, right=RIGHT, name="webhook-list"),
    route(f"{_ALL}new/", views.add, right=RIGHT, name="webhook-create"),
    route(_ONE, views.webhook, right=RIGHT, name="webhook-update"),
    route(f"{_ONE}secret/", views.renew, right=RIGHT, name="webhook-secret"),
    route(f"{_ONE}disable/", views.disable, right=RIGHT, name="webhook-disable"),
    route(f"{_ONE}enable/", views.enable, right=RIGHT, name="webhook-enable"),
    route(f"{_ONE}test/", views.test, right=RIGHT, name="webhook-test"),
    route(f"{_ONE}delete/", views.delete, right=RIGHT, name="webhook-delete"),
    route(f"{_ONE}calls/<int:invocation>/", views.call, right=RIGHT, name="webhook-call"),
    route(f"{_ONE}calls/<int:invocation>/replay/", views.replay, right=RIGHT, name="webhook-replay"),
]
