"""Two desks that are alike in everything but one word, which stands in every text of theirs: seen at the other desk, it is a leak."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.db import connection

from crewdesk.accounts.models import Brand, Group, Holiday, Invitation, Membership, ProfileField, Schedule, UserIdentity
from crewdesk.accounts.operations.merge_organizations import merge_organizations
from crewdesk.accounts.operations.organizations import create_organization
from crewdesk.accounts.operations.tokens import create_token
from crewdesk.accounts.operations.users import add_member, create_user, update_user
from crewdesk.channels.models import IncomingMail, Mailbox, MailHook, MailServer, SupportAddress, Suspension
from crewdesk.channels.webform.setting_up import update_form
from crewdesk.channels.webhooks.operations import create_webhook
from crewdesk.connectors.models import DeskExport, ImportRun
from crewdesk.core.api.models import JobStatus
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.files.store import store
from crewdesk.core.models import Event
from crewdesk.core.tests.rows import insert_row
from crewdesk.tickets.models import Attachment, CustomStatus, Ticket, TicketField, TicketForm
from crewdesk.tickets.operations.bin import delete_ticket
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket
from crewdesk.tickets.operations.links import link_tickets
from crewdesk.tickets.operations.participants import change_participants
from crewdesk.tickets.operations.reply import reply
from crewdesk.tickets.operations.uploads import add_upload

from ..cast import make_desk


@dataclass
class Twin:
    """A desk with its people (by name), the word in all its texts, and one row of every sort (by what the table calls it)."""

    desk: object
    word: str
    scope: Callable
    people: SimpleNamespace
    things: dict[str, object] = field(default_factory=dict)


def build(slug: str, word: str, *, admin: str, customer: str, others: tuple[tuple[str, str], ...], tickets: int) -> Twin:
    """A desk with `tickets` tickets, the rest as every twin."""
    cast = make_desk(slug, admin=admin, others=others, customer=customer)
    with cast.scope():
        cast.leaver = add_member(email=f"leaver@{slug}.example", name=f"{word} Leaver", role="light_agent", by=None)
        for user in (getattr(cast, customer.lower()), cast.leaver):
            user.name, user.notes = f"{user.name} {word}", f"{word} notes"
            user.save()
        cast.customer, cast.admin = getattr(cast, customer.lower()), getattr(cast, admin.lower())
        cast.agent = next(getattr(cast, name.lower()) for name, role in others if role == "agent")
        cast.other_customer = create_user(name=f"{word} other", email=f"other@{slug}.example", by=None, verified=True)
        cast.deleted = create_user(name=f"{word} gone", email=f"gone@{slug}.example", by=None)
        cast.deleted.is_active = False
        cast.deleted.save()
    twin = Twin(cast.desk, word, cast.scope, cast)
    with twin.scope():
        twin.things |= _accounts(twin) | _tickets(twin, tickets)
        twin.things |= _connectors(twin)
        twin.things |= _channels(twin) | {"job": _failed_job(twin), "passkey": _passkey(twin)}
    return twin


def _accounts(twin: Twin) -> dict:
    word, admin, at = twin.word, twin.people.admin, now()
    schedule = Schedule.objects.create(name=f"{word} hours", time_zone="UTC")
    holiday = Holiday.objects.create(
        schedule=schedule, name=f"{word} day", starts_on=date(2026, 12, 24), ends_on=date(2026, 12, 24)
    )
    company = create_organization(name=f"{word} company", by=None, at=at, domain_names=[f"{word}.example"])
    update_user(twin.people.other_customer, by=None, at=at, organization=company)
    other, twice = (create_organization(name=f"{word} {name}", by=None, at=at) for name in ("other company", "company again"))
    merge = merge_organizations(company, twice, by=None, at=at)
    token, twin.things["token_text"] = create_token(user=admin, name=f"{word} token", scopes=["read", "write"], by=None, at=at)
    return _profile_fields(word) | {
        "member": twin.people.leaver.pk, "customer": twin.people.customer.pk, "schedule": schedule.pk, "holiday": holiday.pk, "token": token.pk,
        "agent": twin.people.agent.pk, "other_customer": twin.people.other_customer.pk, "other_address": twin.people.other_customer.email,
        "brand": insert_row(Brand, name=f"{word} brand", is_active=True),
        "group": Group.objects.create(name=f"{word} group").pk, "membership": Membership.objects.get(user=twin.people.agent).pk,
        "organization": company.pk, "other_organization": other.pk, "organization_merge": merge.pk,
        "deleted_user": twin.people.deleted.pk,
        "identity": UserIdentity.objects.get(user=twin.people.customer).pk,
        "other_identity": UserIdentity.objects.get(user=twin.people.other_customer).pk,
        "job_key": JobStatus.objects.create(kind="nothing", user_id=admin.pk, total=0).key,
        "invitation": insert_row(Invitation, email=f"{word}@invited.example", role="agent", expires_at=at.replace(year=at.year + 1)),
    }  # fmt: skip


def _profile_fields(word: str) -> dict:
    made = {}
    for kind in ProfileField.Kind:
        named = {"kind": kind, "title": f"{word} {kind.label} field"}
        field = ProfileField.objects.create(key=f"{word.lower()}_fact", type="text", **named)
        choice = ProfileField.objects.create(key=f"{word.lower()}_choice", type="tagger", **named)
        option = choice.options.create(name=f"{word} option", value=f"{word}_option")
        made |= {f"{kind.value}_field": field.pk, f"{kind.value}_choice": choice.pk, f"{kind.value}_option": option.pk}
    return made


def _tickets(twin: Twin, count: int) -> dict:
    word, by_web = twin.word, {"via": Via.WEB, "at": now()}
    made: list[Ticket] = [
        create_ticket(
            requester=twin.people.customer,
            by=None,
            said=Said(body=f"{word} question {n}"),
            subject=f"{word} subject {n}",
            **by_web,
        )
        for n in range(count)
    ]
    first, other, deleted, *_rest = made
    Ticket.objects.filter(pk=made[-1].pk).update(type="problem")
    Ticket.objects.filter(pk=first.pk).update(type="incident")
    answer = reply(first, by=twin.people.admin, said=Said(body=f"{word} answer"), **by_web)
    reply(first, by=twin.people.admin, said=Said(body=f"{word} note", public=False), **by_web)
    file = store(ContentFile(f"{word} file".encode()), name=f"{word}.txt", content_type="text/plain", by=twin.people.admin)
    attached = Attachment.objects.create(file=file, comment=answer, uploaded_by=twin.people.admin)
    upload = add_upload(
        store(ContentFile(b"later"), name="later.txt", content_type="text/plain", by=twin.people.admin), by=twin.people.admin
    )
    change_participants(first, by=None, add_followers=[twin.people.agent], **by_web)
    link_tickets(first, other, by=None, **by_web)
    delete_ticket(deleted, by=twin.people.admin, **by_web)
    choice = TicketField.objects.create(key=f"{word.lower()}_choice", type="tagger", title=f"{word} choice")
    return {
        "ticket": first.number, "ticket_id": first.pk, "audit": Event.objects.filter(subject_type="ticket", subject_id=first.pk).first().pk,
        "other": other.number, "deleted": deleted.number, "comment": answer.pk,
        "last_ticket": made[-1].number, "upload": upload.upload_token,
        "upload_id": upload.pk, "attachment": attached.pk, "form": TicketForm.objects.create(name=f"{word} form").pk,
        "field": TicketField.objects.create(key=word.lower(), type="text", title=f"{word} field").pk,
        "choice": choice.pk, "option": choice.options.create(name=f"{word} option", value=f"{word}_option").pk,
        "status": CustomStatus.objects.create(status_category="open", agent_label=f"{word} status").pk,
    }  # fmt: skip


def _channels(twin: Twin) -> dict:
    update_form(twin.desk, by=None, at=now(), is_open=True, welcome=f"{twin.word} welcome")
    word, facts = twin.word, {"events": ["ticket.created"], "endpoint": f"https://{twin.word}.example/hook"}
    webhook, _secret = create_webhook(name=f"{word} webhook", **facts, by=twin.people.admin, at=now())
    waiting = insert_row(IncomingMail, raw=f"Subject: {word}\r\n\r\n{word}".encode(), state="suspended", door="smtp", peer="")
    filed = insert_row(IncomingMail, raw=f"{word}".encode(), state="processed", door="smtp", ticket_id=twin.things["ticket_id"])
    insert_row(MailServer, host=f"smtp.{word}.example", security="tls", dkim_domain="", dkim_selector="")
    return {
        "webhook": webhook.pk, "mail": filed,
        "invocation": webhook.invocations.create(kind="webhook.test", state="failed", problem=f"{word} problem", created_at=now()).pk,
        "address": insert_row(SupportAddress, address=f"help@{word}.example", display_name=f"{word} help", is_active=True),
        "mailbox": insert_row(Mailbox, host="127.0.0.1", port=1, username=f"{word}@box.example", security="none", sign_in="password"),
        "hook": insert_row(MailHook, provider="postmark"),
        "suspended": insert_row(Suspension, mail_id=waiting, cause="loop", subject=f"{word} suspended", author_name=word, excerpt=word),
    }  # fmt: skip


def _connectors(twin: Twin) -> dict:
    word, at = twin.word, now()
    rows = store(
        ContentFile(f"email\n{word}@rows.example\n".encode()), name=f"{word}.csv", content_type="text/csv", by=twin.people.admin
    )
    facts = {
        "settings": {"mapping": {"0": "email"}, "examples": [{"line": 2, "problem": word, "cells": [word]}]},
        "state": "checked",
    }
    run = ImportRun.objects.create(
        source="csv", kind="users", name=f"{word}.csv", file=rows, bad_rows=rows, created_at=at, **facts
    )
    whole = ImportRun.objects.create(
        source="zendesk", name=f"zendesk:{word}", state="failed", problem=f"{word} problem", created_at=at,
        report=[{"what": f"{word} stays", "count": 1, "examples": [word]}],
    )  # fmt: skip
    open_for = {"state": "ready", "file": rows, "expires_at": at.replace(year=at.year + 1)}
    return {
        "import_run": run.pk,
        "whole_run": whole.pk,
        "desk_export": DeskExport.objects.create(asked_by=twin.people.admin, created_at=at, **open_for).pk,
    }


def _failed_job(twin: Twin) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts) VALUES ('batch', 'nothing',"
            " jsonb_build_object('desk_id', %s::bigint, '_run', jsonb_build_object('problem', %s::text)), 'failed', 3) RETURNING id",
            [twin.desk.pk, f"{twin.word} problem"],
        )
        return cursor.fetchone()[0]


def _passkey(twin: Twin) -> int:
    from allauth.mfa.models import Authenticator

    data = {"name": f"{twin.word} key", "credential": {}}
    return Authenticator.objects.create(user_id=twin.people.leaver.person_id, type=Authenticator.Type.WEBAUTHN, data=data).pk
