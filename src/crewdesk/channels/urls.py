"""The doors' addresses, each with its right."""

from crewdesk.accounts.rights import PUBLIC
from crewdesk.accounts.routes import route

from .portal.urls import routes as portal
from .views import acknowledgement, addresses, delivery, hooks, mailboxes, raw, servers, suspended, suspended_file
from .webform.urls import routes as webform
from .webhooks.urls import routes as webhooks

app_name = "channels"
_SETTINGS = "d/<slug:desk>/settings/mail/"
_SUSPENDED = "d/<slug:desk>/suspended/"

urlpatterns = [
    *webhooks,
    *webform,
    *portal,
    route(_SETTINGS, addresses.addresses, right="mail.update", name="address-list"),
    route(f"{_SETTINGS}addresses/new/", addresses.add, right="mail.update", name="address-create"),
    route(f"{_SETTINGS}addresses/<int:pk>/", addresses.update, right="mail.update", name="address-update"),
    route(f"{_SETTINGS}mailboxes/", mailboxes.mailboxes, right="mail.update", name="mailbox-list"),
    route(f"{_SETTINGS}mailboxes/new/", mailboxes.add, right="mail.update", name="mailbox-create"),
    route(f"{_SETTINGS}mailboxes/<int:pk>/", mailboxes.update, right="mail.update", name="mailbox-update"),
    route(f"{_SETTINGS}mailboxes/<int:pk>/test/", mailboxes.test, right="mail.update", name="mailbox-test"),
    route(f"{_SETTINGS}mailboxes/<int:pk>/remove/", mailboxes.remove, right="mail.update", name="mailbox-remove"),
    route(f"{_SETTINGS}sending/", servers.update, right="mail.update", name="server-update"),
    route(f"{_SETTINGS}sending/test/", servers.test, right="mail.update", name="server-test"),
    route(f"{_SETTINGS}sending/key/", servers.make_key, right="mail.update", name="server-key"),
    route(f"{_SETTINGS}sending/remove/", servers.remove, right="mail.update", name="server-remove"),
    route(f"{_SETTINGS}webhooks/", hooks.hooks, right="mail.update", name="hook-list"),
    route(f"{_SETTINGS}webhooks/new/", hooks.create, right="mail.update", name="hook-create"),
    route(f"{_SETTINGS}webhooks/<int:pk>/revoke/", hooks.revoke, right="mail.update", name="hook-revoke"),
    route(f"{_SETTINGS}acknowledgement/", acknowledgement.update, right="mail.update", name="acknowledgement-update"),
    route(_SUSPENDED, suspended.suspended, right="suspended.read", name="suspended-list"),
    route(f"{_SUSPENDED}<int:pk>/", suspended.suspended, right="suspended.read", name="suspended-show"),
    route(f"{_SUSPENDED}recover/", suspended.recover, right="suspended.recover", name="suspended-recover"),
    route(f"{_SUSPENDED}delete/", suspended.discard, right="suspended.delete", name="suspended-discard"),
    route("files/suspended/<str:token>/<str:name>", suspended_file.serve, right=PUBLIC, name="suspended-file"),
    route("d/<slug:desk>/mail/<int:pk>/raw/", raw.raw, right="ticket.list", name="mail-raw"),
    route(
        "d/<slug:desk>/tickets/<int:number>/comments/<int:pk>/retry/",
        delivery.retry,
        right="ticket.answer",
        name="delivery-retry",
    ),
    route("hooks/mail/<slug:provider>/<slug:desk>/<slug:secret>/", hooks.call, right=PUBLIC, name="hook"),
]
