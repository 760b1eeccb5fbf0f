"""Addresses of the web form."""

from crewdesk.accounts.rights import CUSTOMER, PUBLIC
from crewdesk.accounts.routes import route

from . import embedding, setup_views, views
from .setting_up import RIGHT

_FORM = "h/<slug:desk>/request/"

routes = [
    route(_FORM, views.new, right=PUBLIC, name="request-new"),
    route(f"{_FORM}alike/", views.alike, right=CUSTOMER, name="request-alike"),
    route(f"{_FORM}sent/", views.sent, right=PUBLIC, name="request-sent"),
    route(f"{_FORM}confirm/<str:secret>/", views.confirmed, right=PUBLIC, name="request-confirm"),
    route(f"{_FORM}embed/", embedding.framed, right=PUBLIC, name="request-embed"),
    route(f"{_FORM}embed/sent/", embedding.framed_sent, right=PUBLIC, name="request-embed-sent"),
    route("h/<slug:desk>/embed.js", embedding.script, right=PUBLIC, name="request-script"),
    route("d/<slug:desk>/settings/form/", setup_views.form_setup, right=RIGHT, name="form-settings"),
]
