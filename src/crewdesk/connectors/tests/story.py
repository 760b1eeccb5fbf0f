"""A desk in which something of everything happened."""

from datetime import date

from django.core.files.base import ContentFile

from crewdesk.accounts.models import Brand, Desk
from crewdesk.accounts.operations.groups import update_group
from crewdesk.accounts.operations.organizations import create_organization, update_organization
from crewdesk.accounts.operations.profile_fields import create_profile_field
from crewdesk.accounts.operations.schedules import add_holiday, create_schedule
from crewdesk.accounts.operations.tokens import create_token
from crewdesk.accounts.operations.users import create_user, update_user
from crewdesk.accounts.secrets import hash_of
from crewdesk.channels.email.composing import queue_reply
from crewdesk.channels.models import Cause, HeldFile, IncomingMail, SupportAddress, ThreadAddress
from crewdesk.channels.operations.addresses import add_address
from crewdesk.channels.webform.files import kept
from crewdesk.channels.webform.filing import Sent
from crewdesk.channels.webform.holding import hold_request
from crewdesk.channels.webhooks.operations import create_webhook
from crewdesk.core.clock import now
from crewdesk.core.files.store import store
from crewdesk.core.tests.rows import insert_row
from crewdesk.tickets.models import Attachment, CustomStatus, Draft, FieldType
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket
from crewdesk.tickets.operations.definitions.fields import create_field
from crewdesk.tickets.operations.definitions.forms import create_form
from crewdesk.tickets.operations.links import link_tickets
from crewdesk.tickets.operations.merge import merge_tickets
from crewdesk.tickets.operations.participants import change_participants
from crewdesk.tickets.operations.reply import reply
from crewdesk.tickets.operations.split import split_ticket
from crewdesk.tickets.operations.update import update_ticket

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def tell(cast) -> None:
    """Let the desk of `cast` live a little."""
    with cast.scope():
        said = {"by": cast.ada, "via": "web", "at": now()}
        company = create_organization(name="Marsh & Söhne", domain_names=["marsh.example"], by=None, at=now())
        _profiles(company, said)
        update_user(cast.cleo, by=None, at=now(), organization=company, tags=["vip"], user_fields={"plan": "gold", "ticket": 1})
        hours = create_schedule(name="Tag", time_zone="Europe/Berlin", intervals=[(540, 1020)], by=None, at=now())
        add_holiday(hours, name="Harbor day", starts_on=date(2026, 5, 9), ends_on=date(2026, 5, 10), by=None, at=now())
        Brand.objects.create(name="Harbor", is_default=True)
        update_group(cast.group, by=None, at=now(), schedule=hours, lead=cast.lena)
        fields = _define(said)
        _secrets(cast, said)
        tickets = _tickets(cast, fields, said)
        _mail(cast, tickets[0])
        _held(fields)
        Desk.objects.filter(pk=cast.desk.pk).update(
            settings={"web_form": {"categories": [fields["form"].pk]}, "sample": {"done": 5}}
        )


def _profiles(company, said: dict) -> None:
    options = [{"name": "Gold", "value": "gold"}, {"name": "Free", "value": "free"}]
    create_profile_field(kind="user", type=FieldType.TAGGER, title="Plan", options=options, **said)
    create_profile_field(kind="organization", type=FieldType.DATE, title="Renewal", **said)
    update_organization(company, by=None, at=now(), organization_fields={"renewal": "2027-01-31"})


def _define(said: dict) -> dict:
    choice = create_field(type=FieldType.TAGGER, title="Topic", key="topic", options=[{"name": "Money", "value": "money"}, {"name": "Other", "value": "other"}], **said)  # fmt: skip
    text = create_field(type=FieldType.TEXT, title="Order", key="order", **said)
    link = create_field(type=FieldType.LOOKUP, title="Company", key="company", lookup_target="organization", **said)
    form = create_form(
        name="Main", ticket_field_ids=[choice.pk, text.pk, link.pk],
        agent_conditions=[{"parent_field_id": choice.pk, "value": "money", "child_fields": [{"id": text.pk, "is_required": False}]}], **said,
    )  # fmt: skip
    CustomStatus.objects.create(status_category="pending", agent_label="Waiting for the bank")
    return {"topic": choice, "order": text, "company": link, "form": form}


def _secrets(cast, said: dict) -> None:
    create_token(user=cast.ada, name="Token", scopes=["read"], by=None, at=now())
    create_webhook(name="Hook", events=["ticket.created"], endpoint="https://hooks.example/x", by=cast.ada, at=now())


def _tickets(cast, fields: dict, said: dict) -> list:
    values = {fields["topic"].pk: "money", fields["order"].pk: "A-17", fields["company"].pk: cast.cleo.organization_id}
    made = [
        create_ticket(
            requester=cast.cleo, said=Said(body=f"Question {n}", html_body=f"<p>Question {n} <img src='cid:x'></p>"), subject=f"Réclamation {n}",
            custom_fields=values if n == 0 else {}, form=fields["form"], **said | {"by": None},
        )
        for n in range(4)
    ]  # fmt: skip
    first, second, third, fourth = made
    picture = store(PNG, name="dot.png", content_type="image/png", by=cast.ada)
    attached = Attachment.objects.create(file=picture, uploaded_by=cast.ada, is_inline=True, content_id="x")
    # Words of a client's own, of which some are ours by chance.
    facts = {"custom": {"ticket": first.pk, "of": 5, "comments": [1, 2]}}
    reply(first, said=Said(body="Answer", attachments=[attached], metadata=facts), **said)
    reply(
        first,
        said=Said(body="Note for @Ben", public=False, mentions=[cast.ben.pk]),
        changes={"subject": "Anders", "assignee": cast.ben},
        **said,
    )
    follow = create_user(name="Colleague", email="colleague@marsh.example", by=None)
    change_participants(first, add_ccs=[follow], **said)
    link_tickets(first, second, **said)
    merge_tickets(second, [third], **said)
    split_ticket(fourth, reply(fourth, said=Said(body="Another matter"), **said | {"by": cast.cleo}), **said)
    file = store(ContentFile(b"late"), name="late.txt", content_type="text/plain", by=cast.ada)
    Attachment.objects.create(file=file, uploaded_by=cast.ada, upload_token="unclaimed-secret")
    Draft.objects.create(ticket=first, user=cast.ben, html_body="<p>half a sent</p>", upload_token="draft-secret")
    update_ticket(second, changes={"status": "solved"}, **said)
    return made


def _mail(cast, ticket) -> None:
    add_address(address=f"help@{cast.desk.slug}.example", by=cast.ada, at=now())
    insert_row(IncomingMail, raw=b"Subject: \xff raw\r\n\r\nbytes", state="processed", door="smtp", ticket_id=ticket.pk)
    comment = ticket.comments.filter(author=cast.ada, public=True).first()
    queue_reply(comment, at=now())
    assert ThreadAddress.objects.exists()


def _held(fields: dict) -> None:
    """A request of the web form that waits for a person, and a file of another that was never sent."""
    for token in ("sent", "never sent"):
        file = store(ContentFile(b"what I saw"), name=f"{token}.txt", content_type="text/plain", by=None)
        HeldFile.objects.create(file=file, token_hash=hash_of(token), created_at=now())
    sent = Sent(
        subject="Is anybody there?", body="I have written often.", address="vera@visitor.example", name="Vera", form=fields["form"],
        custom_fields={str(fields["order"].pk): "A-18"},
    )  # fmt: skip
    hold_request(sent, kept("sent"), cause=Cause.UNPROVED, at=now())


def forget_addresses(cast) -> None:
    """As if the desk had left this installation: its addresses are free."""
    with cast.scope():
        SupportAddress.objects.all().delete()
