"""A desk of Crewdesk is an account too: one comes into another through the servers as they run."""

import itertools
from io import BytesIO

import pytest
from testing.cast import make_desk

from crewdesk.accounts.models import Group, Membership, Organization, ProfileField, User, UserIdentity
from crewdesk.accounts.operations.identities import add_identity
from crewdesk.accounts.operations.organizations import create_organization, update_organization
from crewdesk.accounts.operations.profile_fields import create_profile_field
from crewdesk.accounts.operations.tokens import create_token
from crewdesk.accounts.operations.users import add_member, create_user, suspend_user, update_user
from crewdesk.cli.tests.conftest import in_process
from crewdesk.connectors.models import ImportRun
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.files.bytes_kept import default_storage
from crewdesk.core.files.store import store
from crewdesk.tickets.models import Attachment, Comment, CustomStatus, Ticket, TicketField, TicketForm
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket
from crewdesk.tickets.operations.definitions.fields import create_field
from crewdesk.tickets.operations.definitions.forms import create_form
from crewdesk.tickets.operations.definitions.statuses import create_status
from crewdesk.tickets.operations.reply import reply
from crewdesk.tickets.operations.update import update_ticket

_counter = itertools.count(1)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
def source(committed_harbor):
    """Harbor, with something of everything."""
    cast = committed_harbor
    with cast.scope():
        said = {"by": cast.ada, "via": Via.WEB, "at": now()}
        company = create_organization(name="Marsh & Söhne", domain_names=["marsh.example"], by=None, at=now(), tags=["big"])
        _profiles(said)
        update_organization(company, by=None, at=now(), organization_fields={"value": "12.50"})
        update_user(cast.cleo, by=None, at=now(), organization=company, tags=["vip"], external_id="C-1", notes="Knows us")
        update_user(cast.cleo, by=None, at=now(), user_fields={"plan": "gold", "since": "2026-01-31", "shoe": 44})
        add_identity(
            cast.cleo, kind="email", value=f"cleo@{cast.desk.slug}.private.example", by=cast.ada, at=now(), verified=True
        )
        topic = create_field(
            type="tagger",
            title="Topic",
            options=[{"name": "Money", "value": "money"}, {"name": "Login", "value": "login"}],
            **said,
        )
        order = create_field(type="text", title="Order", **said)
        whose = create_field(type="lookup", title="Whose", lookup_target="user", **said)
        form = create_form(name="Main", ticket_field_ids=[topic.pk, order.pk], **said)
        waiting = create_status(status_category="pending", agent_label="Waiting for the bank", **said)
        values = {topic.pk: "money", order.pk: "A-17", whose.pk: cast.cleo.pk}
        files = [
            Attachment.objects.create(
                file=store(BytesIO(body), name=name, content_type=kind, by=cast.cleo), uploaded_by=cast.cleo
            )
            for name, body, kind in (("log.txt", b"line\n" * 900, "text/plain"), ("dot.png", PNG, "image/png"))
        ]
        Attachment.objects.filter(pk=files[1].pk).update(is_inline=True, content_id="dot")
        html = "<p>Where is my <b>money</b>? <img src='cid:dot'></p>"
        cast.first = create_ticket(
            requester=cast.cleo,
            said=Said(html_body=html, attachments=files),
            subject="Réclamation\u00a01",
            custom_fields=values,
            form=form,
            **said | {"by": None},
        )
        reply(
            cast.first,
            said=Said(body="On its way"),
            changes={"assignee": cast.ben, "custom_status": waiting, "priority": "high"},
            **said | {"by": cast.ben},
        )
        reply(cast.first, said=Said(body="He is right", public=False), **said)
        suspend_user(create_user(name="Rude", email=f"rude{next(_counter)}@x.example", by=None), by=None, at=now())
        cast.second = create_ticket(
            requester=cast.cleo, said=Said(body="Thanks"), subject="Praise", ccs=[friend()], **said | {"by": None}
        )
        update_ticket(cast.second, changes={"status": "solved", "assignee": cast.ben}, **said)
        cast.token = create_token(user=cast.ada, name="leaving", scopes=("read",), by=None, at=now())[1]
    return cast


def _profiles(said: dict) -> None:
    options = [{"name": "Gold", "value": "gold"}, {"name": "Free", "value": "free"}]
    create_profile_field(kind="user", type="tagger", title="Plan", options=options, **said)
    create_profile_field(kind="user", type="date", title="Since", **said)
    create_profile_field(kind="organization", type="decimal", title="Value", **said)


@pytest.fixture
def target(source):
    """Another desk, where Ben works too; the others of Harbor do not."""
    cast = make_desk(f"target-{next(_counter)}", admin="Olga", customer="Carl")
    with cast.scope():
        cast.ben = add_member(email=source.ben.email, name="Ben", role="agent", by=None)
        Membership.objects.create(group=cast.group, user=cast.ben)
    return cast


def friend() -> User:
    """Somebody who is copied in."""
    return create_user(name="Sue", email=f"sue{next(_counter)}@x.example", by=None)


@pytest.fixture
def come(live_url, source, target, settings, monkeypatch):
    """`come()` runs the command, and gives what it said."""
    settings.FETCH_ALLOW_PRIVATE = ["127.0.0.1/32", "::1/128"]
    monkeypatch.setenv("ZENDESK_TOKEN", source.token)

    def call(*more: str, code: int = 0) -> str:
        done = in_process(
            "import", "zendesk", "--desk", target.desk.slug, "--url", live_url.replace("localhost", "127.0.0.1"), *more
        )
        assert done.returncode == code, done.stderr.decode()
        return done.stderr.decode()

    return call


def shape(cast) -> dict:
    """Everything of a desk that the other one has to have, without keys."""
    with cast.scope():
        titles = {str(field.pk): field.title for field in TicketField.objects.all()}
        emails = dict(User.objects.values_list("pk", "email"))

        def plain(ticket: Ticket) -> dict:
            held = {
                titles[pk]: emails.get(value, value) if titles[pk] == "Whose" else value
                for pk, value in ticket.custom_fields.items()
            }
            said = [
                (
                    one.body,
                    one.html_body.replace(content_id(one), "CID"),
                    one.public,
                    one.author.email,
                    one.created_at.replace(microsecond=0),
                    sorted(map(bytes_of, one.attachments.all())),
                )
                for one in ticket.comments.order_by("id")
            ]
            names = (
                "subject",
                "status",
                "type",
                "priority",
                "via",
                "tags",
                "external_id",
                "comment_count",
                "snippet",
                "is_public",
            )
            stamps = [at and at.replace(microsecond=0) for at in (ticket.created_at, ticket.updated_at, ticket.solved_at)]
            people = sorted((one.kind, one.user.email) for one in ticket.participations.all())
            named = [getattr(row, "name", None) for row in (ticket.group, ticket.organization, ticket.form)] + [
                str(ticket.custom_status or "")
            ]
            return {name: getattr(ticket, name) for name in names} | {
                "held": held,
                "said": said,
                "stamps": stamps,
                "people": people,
                "named": named,
                "requester": ticket.requester.email,
                "assignee": ticket.assignee and ticket.assignee.email,
            }

        return {
            "tickets": sorted((plain(one) for one in Ticket.objects.live()), key=lambda one: one["subject"]),
            "groups": set(Group.objects.values_list("name", flat=True)),
            "organizations": list(Organization.objects.values_list("name", "domain_names", "tags")),
            "profile_fields": [(one.kind, one.key, one.type, one.title, [(o.name, o.value) for o in one.options.all()]) for one in ProfileField.objects.all()],
            "fields": [(one.type, one.title, one.lookup_target, [(o.name, o.value) for o in one.options.all()]) for one in TicketField.objects.all()],
            "forms": [(one.name, [titles[str(pk)] for pk in one.ticket_field_ids]) for one in TicketForm.objects.all()],
            "statuses": list(CustomStatus.objects.values_list("agent_label", "status_category")),
            "customers": {one.email: (one.name, one.tags, one.external_id, one.notes, one.suspended) for one in User.objects.customers() if one.email},
            "addresses": set(UserIdentity.objects.values_list("kind", "value", "user__email")),
        }  # fmt: skip


def content_id(comment: Comment) -> str:
    return next((one.content_id for one in comment.attachments.all() if one.content_id), "no picture")


def bytes_of(one: Attachment) -> tuple:
    with default_storage.open(one.file.key) as content:
        return one.file.name, one.file.content_type, one.is_inline, content.read()


def test_one_desk_comes_into_another(source, target, come):
    said = come()
    theirs, ours = shape(source), shape(target)
    for name in ("tickets", "organizations", "profile_fields", "fields", "forms", "statuses"):
        assert ours[name] == theirs[name], name
    assert theirs["groups"] <= ours["groups"]
    assert theirs["customers"].items() <= ours["customers"].items()
    assert {one for one in theirs["addresses"] if "cleo" in one[1]} <= ours["addresses"]
    with target.scope():
        cleo = User.objects.get(email=source.cleo.email)
        assert cleo.user_fields == {"plan": "gold", "since": "2026-01-31", "shoe": 44}
        assert cleo.organization.organization_fields == {"value": "12.5"}
        numbers = {one.subject: one.number for one in Ticket.objects.all()}
        assert {one.assignee_id for one in Ticket.objects.all()} == {target.ben.pk}
        assert User.objects.filter(suspended=True).count() == 1
        assert numbers == {"Réclamation\u00a01": source.first.number, "Praise": source.second.number}
        for member in (source.ada, source.lena):
            assert f"{User.objects.get(email=member.email, role='end_user', person=None).email}" in said, "whom to invite"
    assert "tickets: 2 created" in said


def test_the_next_run_brings_what_is_new_and_nothing_twice(source, target, come):
    come()
    before = shape(target)
    said = come()
    assert shape(target) == before
    assert "created" not in said.replace("0 created", ""), said
    with source.scope():
        reply(Ticket.objects.get(pk=source.second.pk), said=Said(body="One more thing"), by=source.cleo, via=Via.WEB, at=now())
        update_ticket(
            Ticket.objects.get(pk=source.first.pk),
            changes={"subject": "Anders", "priority": "low"},
            by=source.ada,
            via=Via.WEB,
            at=now(),
        )
        update_user(source.cleo, by=None, at=now(), name="Cleo B.")
        create_ticket(requester=source.cleo, said=Said(body="New"), subject="Zusatz", by=None, via=Via.WEB, at=now())
    come()
    assert shape(target)["tickets"] == shape(source)["tickets"]
    with target.scope():
        assert User.objects.get(email=source.cleo.email).name == "Cleo B."
        assert ImportRun.objects.filter(source="zendesk", state="done").count() == 3


def test_wrong_tokens_and_desks_are_one_line_and_end_with_2(source, target, come, monkeypatch):
    assert "not accepted" in come("--token", "wrong", code=2)
    assert "There is no desk 'nowhere'" in come("--desk", "nowhere", code=2)
    monkeypatch.delenv("ZENDESK_TOKEN")
    assert "ZENDESK_TOKEN" in come(code=2)
    with target.scope():
        assert not ImportRun.objects.exists()


def test_servers_of_this_machine_are_reached_by_the_setting_alone(come, settings):
    settings.FETCH_ALLOW_PRIVATE = []
    assert "private network" in come(code=2)
