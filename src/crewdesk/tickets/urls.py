"""The workspace's addresses, each with its right. What a verb asks beyond it, it asks itself."""

from crewdesk.accounts.routes import route

from .views import actions, bulk, compose, export, list, messages, new, people, presence, properties, search, ticket
from .views.definitions import fields, statuses, ticket_forms

app_name = "tickets"
_DESK = "d/<slug:desk>/tickets/"
_ONE = f"{_DESK}<int:number>/"
_COMMENT = f"{_ONE}comments/<int:comment_id>/"
_SETTINGS = "d/<slug:desk>/settings/tickets/"
_FORM = f"{_SETTINGS}forms/<int:pk>/"

urlpatterns = [
    route("d/<slug:desk>/inbox/", list.inbox, right="ticket.list", name="inbox"),
    route(_DESK, list.ticket_list, right="ticket.list", name="list"),
    route(f"{_DESK}view/<slug:key>/", list.ticket_list, right="ticket.list", name="view"),
    route(f"{_DESK}view/<slug:key>/export.<slug:kind>", export.export, right="ticket.export", name="export"),
    route(f"{_DESK}rows/", list.changed_rows, right="ticket.list", name="rows"),
    route(f"{_DESK}counts/", list.view_counts, right="ticket.list", name="counts"),
    route(f"{_DESK}next/", list.next_ticket, right="ticket.list", name="next"),
    route(f"{_DESK}new/", new.new_ticket, right="ticket.create_for", name="new"),
    route(f"{_DESK}bulk/", bulk.bulk, right="ticket.update", name="bulk"),
    route(f"{_DESK}bulk/groups/", bulk.groups, right="group.read", name="bulk-groups"),
    route(f"{_DESK}search/", search.search, right="ticket.search", name="search"),
    route(f"{_DESK}pick/", search.pick, right="ticket.search", name="pick"),
    route(f"{_DESK}palette/", search.palette, right="ticket.search", name="palette"),
    route(f"{_DESK}people/", people.people, right="user.read", name="people"),
    route(_ONE, ticket.ticket_page, right="ticket.list", name="ticket"),
    route(f"{_ONE}news/", ticket.news, right="ticket.list", name="news"),
    route(f"{_ONE}earlier/", ticket.earlier, right="ticket.list", name="earlier"),
    route(f"{_ONE}presence/", presence.presence, right="ticket.list", name="presence"),
    route(f"{_ONE}comments/", compose.send, right="ticket.note", name="send"),
    route(f"{_ONE}draft/", compose.draft, right="ticket.note", name="draft"),
    route(f"{_ONE}uploads/", compose.upload, right="ticket.note", name="upload"),
    route(f"{_ONE}uploads/remove/", compose.take_back, right="ticket.note", name="take-back"),
    route(f"{_ONE}update/", properties.update, right="ticket.update", name="update"),
    route(f"{_ONE}follow/", properties.follow, right="ticket.follow", name="follow"),
    route(f"{_ONE}participants/", properties.participants, right="ticket.follow", name="participants"),
    route(f"{_ONE}notes/", properties.notes, right="user.update", name="notes"),
    route(f"{_ONE}followup/", actions.followup, right="ticket.create_for", name="followup"),
    route(f"{_ONE}merge/", actions.merge, right="ticket.merge", name="merge"),
    route(f"{_ONE}link/", actions.link, right="ticket.link", name="link"),
    route(f"{_ONE}link/<int:other>/remove/", actions.unlink, right="ticket.link", name="unlink"),
    route(f"{_ONE}spam/", actions.spam, right="ticket.mark_spam", name="spam"),
    route(f"{_ONE}delete/", actions.delete, right="ticket.delete", name="delete"),
    route(f"{_ONE}restore/", actions.restore, right="ticket.restore", name="restore"),
    route(_COMMENT, messages.menu, right="ticket.list", name="message"),
    route(f"{_COMMENT}private/", messages.private, right="ticket.redact", name="private"),
    route(f"{_COMMENT}split/", messages.split, right="ticket.split", name="split"),
    route(f"{_COMMENT}redact/", messages.redact, right="ticket.redact", name="redact"),
    route(f"{_COMMENT}body/", ticket.message_body, right="ticket.list", name="body"),
    route(_SETTINGS, fields.fields, right="field.update", name="field-list"),
    route(f"{_SETTINGS}fields/add/", fields.add, right="field.update", name="field-create"),
    route(f"{_SETTINGS}fields/<int:pk>/", fields.update, right="field.update", name="field-update"),
    route(f"{_SETTINGS}fields/<int:pk>/move/", fields.move, right="field.update", name="field-move"),
    route(f"{_SETTINGS}forms/", ticket_forms.forms, right="field.update", name="form-list"),
    route(f"{_SETTINGS}forms/add/", ticket_forms.add, right="field.update", name="form-create"),
    route(_FORM, ticket_forms.update, right="field.update", name="form-update"),
    route(f"{_FORM}move/", ticket_forms.move, right="field.update", name="form-move"),
    route(f"{_FORM}conditions/add/", ticket_forms.add_condition, right="field.update", name="condition-create"),
    route(f"{_FORM}conditions/remove/", ticket_forms.remove_condition, right="field.update", name="condition-remove"),
    route(f"{_SETTINGS}statuses/", statuses.statuses, right="field.update", name="status-list"),
    route(f"{_SETTINGS}statuses/add/", statuses.add, right="field.update", name="status-create"),
    route(f"{_SETTINGS}statuses/<int:pk>/", statuses.update, right="field.update", name="status-update"),
]
