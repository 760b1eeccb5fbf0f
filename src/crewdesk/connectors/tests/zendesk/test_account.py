"""What becomes of an account's people, definitions and tickets."""

from datetime import UTC, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from crewdesk.accounts.models import Group, Membership, User, UserIdentity
from crewdesk.connectors.models import ImportedRow
from crewdesk.core.clock import now
from crewdesk.core.files.models import StoredFile
from crewdesk.core.models import Event
from crewdesk.tickets.models import Attachment, Comment, CustomStatus, Ticket, TicketField, TicketForm
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket
from crewdesk.tickets.operations.definitions.fields import create_field

from .account import URL, Account, bring, noted
from .story import AGENT, CUSTOMER, TICKET


def test_people_come_as_customers_and_the_report_says_whom_to_invite(harbor, account: Account):
    """A list from elsewhere gives nobody a seat."""
    account.lists["users"] = [
        CUSTOMER, AGENT, {"id": 13, "name": "Ben there", "email": "BEN@harbor.example", "role": "agent", "suspended": True},
        {"id": 14, "name": "Bad", "email": "bad@x.example", "role": "end-user", "suspended": True}, {"id": 15, "name": "Gone", "active": False},
        {"id": 16, "name": "Lena again", "email": "lena.private@x.example", "role": "end-user"}, {"id": 18, "name": "Cleo there", "email": "cleo@customer.example"},
    ]  # fmt: skip
    account.lists["identities"] = [
        {"id": 1, "user_id": 11, "type": "email", "value": "Nora@Private.example", "verified": True}, {"id": 2, "user_id": 11, "type": "phone_number", "value": "+1 555"},
        {"id": 3, "user_id": 11, "type": "twitter", "value": "nora"}, {"id": 6, "user_id": 11, "type": "email", "value": "victim@x.example", "verified": False}, {"id": 7, "user_id": 18, "type": "email", "value": "cleo.too@x.example", "verified": True}, {"id": 4, "user_id": 13, "type": "email", "value": "stranger@x.example"},
        {"id": 5, "user_id": 16, "type": "email", "value": "lena@harbor.example", "verified": True},
    ]  # fmt: skip
    work = bring(harbor, account)
    with harbor.scope():
        nora, axel, ben = (
            User.objects.get(email=f"{name}") for name in ("nora@client.example", "axel@acme.example", "ben@harbor.example")
        )
        assert (nora.role, nora.tags, nora.organization.name, nora.email_verified) == ("end_user", ["vip"], "Client", False)
        assert nora.created_at == datetime(2015, 2, 3, 4, 5, 6, tzinfo=UTC)
        assert (axel.role, axel.person_id) == ("end_user", None)
        assert (ben.pk, ben.name, ben.suspended, ben.role) == (harbor.ben.pk, "Ben", False, "agent"), "members stay as they are"
        assert User.objects.get(email="bad@x.example").suspended
        addresses = {
            (one.kind, one.value, one.user_id, one.verified_at) for one in UserIdentity.objects.filter(user__in=[nora, ben])
        }
        assert ("email", "nora@private.example", nora.pk, None) in addresses
        assert ("phone_number", "+1 555", nora.pk, None) in addresses
        values = {value for _kind, value, _user, _at in addresses} | set(harbor.cleo.identities.values_list("value", flat=True))
        assert values.isdisjoint({"victim@x.example", "cleo.too@x.example"})
        assert User.objects.get(pk=harbor.cleo.pk).name == "Cleo", "customers of this desk stay as they are"
        assert not UserIdentity.objects.filter(value="stranger@x.example").exists(), "mail from it would speak for the desk"
        assert UserIdentity.objects.get(value="lena@harbor.example").user_id == harbor.lena.pk
    [invite] = [entry for what, entry in work.report.items() if "invite them" in what]
    assert invite["examples"] == ["axel@acme.example"]
    assert noted(work)["Deleted user: left out"] == noted(work)["Address belongs to somebody else here"] == 1
    assert noted(work)["Address of a kind that there is no room for"] == 1


def test_members_join_the_groups_that_came_and_none_that_was_here(harbor, account):
    account.lists["users"] = [
        AGENT,
        {"id": 13, "email": "ben@harbor.example", "role": "agent"},
        {"id": 17, "email": "liv@harbor.example", "role": "agent"},
    ]
    with harbor.scope():
        Membership.objects.filter(user=harbor.liv).delete()
    account.lists["group_memberships"] = [
        {"id": n, "user_id": user, "group_id": group} for n, (user, group) in enumerate([(12, 4), (13, 4), (17, 3)], 1)
    ]
    bring(harbor, account)
    with harbor.scope():
        assert Group.objects.get(name="Money").memberships.get().user_id == harbor.ben.pk
        assert not Membership.objects.filter(user=harbor.liv).exists()


def test_a_ticket_comes_with_its_past(harbor, account):
    work = bring(harbor, account)
    with harbor.scope():
        ticket = Ticket.objects.get()
        assert (ticket.number, ticket.subject, ticket.status, ticket.priority, ticket.type, ticket.via) == (
            901,
            "Refund",
            "solved",
            "high",
            "question",
            "email",
        )
        assert (ticket.group_id, ticket.organization.name, ticket.tags, ticket.assignee_id) == (
            harbor.group.pk,
            "Client",
            ["money", "vip"],
            None,
        )
        assert ticket.reopens == 2
        assert [at.day for at in (ticket.created_at, ticket.solved_at, ticket.updated_at, ticket.first_replied_at)] == [
            1,
            2,
            3,
            1,
        ]
        first, second, note = Comment.objects.order_by("id")
        assert (first.body, first.html_body, first.author.email) == ("Where is it?", "<p>Where is it?</p>", "nora@client.example")
        assert (second.html_body, second.body, second.public, note.public) == ("<b>On its way</b>", "On its way", True, False)
        assert (ticket.waiting_since, ticket.is_public, ticket.comment_count, ticket.snippet) == (None, True, 3, "He is right")
        told = Event.objects.filter(subject_type="ticket").order_by("at", "id").values_list("kind", "at__year")
        assert [kind for kind, year in told if year == 2016] == [
            "ticket.created",
            "ticket.commented",
            "ticket.commented",
            "ticket.updated",
        ]
    assert noted(work)["Assignee is no agent of this desk"] == 1


def test_nobody_is_told(committed_harbor, account):
    """No job of any kind, so no mail, rule, webhook or thumbnail."""

    def jobs() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args->>'desk_id' = %s", [str(committed_harbor.desk.pk)])
            return cursor.fetchone()[0]

    before = jobs()
    bring(committed_harbor, account)
    with committed_harbor.scope():
        assert (Ticket.objects.count(), jobs() - before) == (1, 0)


def test_numbers_stay_where_they_are_free(harbor, account):
    with harbor.scope():
        said = {"by": harbor.ada, "via": "web", "at": now()}
        mine = create_ticket(requester=harbor.cleo, said=Said(body="x"), number=901, **said)
    account.lists["tickets"] = [TICKET, {**TICKET, "id": 950}, {**TICKET, "id": 10**15, "external_id": "E-1"}]
    work = bring(harbor, account)
    with harbor.scope():
        known = dict(ImportedRow.objects.filter(kind="ticket").values_list("source_id", "our_id"))
        first, second, third = (Ticket.objects.get(pk=known[one]) for one in ("901", "950", str(10**15)))
        assert (second.number, second.external_id) == (950, "")
        assert (first.number > 950, first.external_id, third.external_id) == (True, "zendesk:acme/901", "E-1")
        following = create_ticket(requester=harbor.cleo, said=Said(body="x"), **said)
        assert max(first.number, third.number) < following.number < 1000
        assert Ticket.objects.get(number=901) == mine
    assert noted(work)["Number is taken here: the ticket has a new one"] == 2


def test_deleted_and_merged_tickets_are_counted_and_left_out(harbor, account):
    account.lists["tickets"] = [
        {**TICKET, "status": "deleted"},
        {**TICKET, "id": 902, "status": "closed", "tags": ["closed_by_merge"]},
    ]
    work = bring(harbor, account)
    with harbor.scope():
        assert not Ticket.objects.exists()
    assert (noted(work)["Deleted ticket: left out"], noted(work)["Merged into another ticket: left out"]) == (1, 1)
    assert work.counts["tickets"]["skipped"] == 2


def test_incidents_find_their_problem_and_follow_ups_what_they_follow(harbor, account):
    account.lists["tickets"] = [
        {**TICKET, "type": "incident", "problem_id": 920}, {**TICKET, "id": 910, "via": {"channel": "web", "source": {"rel": "follow_up", "from": {"ticket_id": 920}}}},
        {**TICKET, "id": 920, "type": "problem"}, {**TICKET, "id": 930, "type": "incident", "problem_id": 999},
    ]  # fmt: skip
    work = bring(harbor, account)
    with harbor.scope():
        incident, follow, problem = (Ticket.objects.get(number=number) for number in (901, 910, 920))
        assert (incident.problem_id, follow.followup_of_id) == (problem.pk, problem.pk)
    assert noted(work)["Ticket names another one that is not here"] == 1
    assert "links" not in work.cursor


def test_definitions_become_ours(harbor, account):
    with harbor.scope():
        said = {"by": harbor.ada, "via": "web", "at": now()}
        create_field(
            type="tagger", title="Topic", options=[{"name": "Money", "value": "money"}, {"name": "Ours", "value": "ours"}], **said
        )
        create_field(type="tagger", title="Colour", options=[{"name": "Red", "value": "red"}], **said)
    account.lists |= {
        "ticket_fields": [
            {"id": 1, "type": "subject", "title": "Subject"}, {"id": 21, "type": "tagger", "title": "topic", "custom_field_options": [{"name": "Money!", "value": "money"}, {"name": "Login", "value": "login"}, {"name": "Red", "value": "red"}]},
            {"id": 22, "type": "text", "title": "Order"}, {"id": 23, "type": "partialcreditcard", "title": "Card"}, {"id": 24, "type": "regexp", "title": "Odd", "regexp_for_validation": "(?=x)"},
            {"id": 25, "type": "lookup", "title": "Whose", "relationship_target_type": "zen:user"}, {"id": 26, "type": "multiselect", "title": "Many", "custom_field_options": [{"name": "A", "value": "a"}, {"name": "B", "value": "b"}]},
            {"id": 27, "type": "checkbox", "title": "Tick", "tag": "red"}, {"id": 28, "type": "date", "title": "Day"},
        ],
        "ticket_forms": [{"id": 31, "name": "Main", "ticket_field_ids": [1, 21, 22, 23], "agent_conditions": [
            {"parent_field_id": 21, "value": "login", "child_fields": [{"id": 22, "is_required": True, "required_on_statuses": {"type": "SOME_STATUSES", "statuses": ["solved"], "custom_statuses": [41]}}]},
            {"parent_field_id": 21, "value": "login", "child_fields": [{"id": 23}]},
        ]}],
        "custom_statuses": [
            {"id": 40, "status_category": "open", "agent_label": "Open", "default": True}, {"id": 41, "status_category": "solved", "agent_label": "Refunded", "end_user_label": "Paid back"},
            {"id": 42, "status_category": "closed", "agent_label": "Never"},
        ],
    }  # fmt: skip
    values = {21: "login", 22: 17, 23: "XXXX-1234", 25: 11, 26: ["b", "zzz"], 28: "2016-05-04", 27: True, 99: "?"}
    account.lists["tickets"] = [
        {
            **TICKET,
            "ticket_form_id": 31,
            "custom_status_id": 41,
            "custom_fields": [{"id": pk, "value": value} for pk, value in values.items()],
        }
    ]
    work = bring(harbor, account)
    with harbor.scope():
        topic, order = TicketField.objects.get(title="Topic"), TicketField.objects.get(title="Order")
        assert [(one.name, one.value) for one in topic.options.all()] == [
            ("Money", "money"),
            ("Ours", "ours"),
            ("Login", "login"),
        ]
        assert TicketField.objects.get(title="Odd").type == "text"
        assert [status.agent_label for status in CustomStatus.objects.all()] == ["Refunded"]
        form, status = TicketForm.objects.get(), CustomStatus.objects.get()
        assert form.ticket_field_ids == [topic.pk, order.pk]
        [condition] = form.agent_conditions
        assert condition["child_fields"][0]["id"] == order.pk
        assert condition["child_fields"][0]["required_on_statuses"]["custom_statuses"] == [status.pk]
        ticket = Ticket.objects.get()
        held = {TicketField.objects.get(pk=pk).title: value for pk, value in ticket.custom_fields.items()}
        assert held == {
            "Topic": "login",
            "Order": "17",
            "Whose": User.objects.get(name="Nora").pk,
            "Many": ["b"],
            "Day": "2016-05-04",
            "Tick": True,
        }
        assert (ticket.form_id, ticket.custom_status_id, ticket.tags) == (form.pk, status.pk, ["b", "login", "money", "vip"])
    report = noted(work)
    assert report["Field has a type that there is no room for: its values stay behind"] == 1
    assert report["Option has a tag that another field uses: it stays behind"] == 1
    assert report["Checkbox sets a tag that another field uses: it sets none here"] == 1
    assert report["Condition of a form speaks of a field that is not here: it stays behind"] == 1
    assert report["Status has no place here: its tickets have its category alone"] == 1
    assert report["Value does not fit its field: it stays behind"] == 1
    assert work.report["Value of a field that is not here: it stays behind"]["examples"] == ["#901 23", "#901 99"]


def test_a_field_of_many_options_costs_no_more_questions(harbor, account):
    def asked(more: int) -> int:
        options = [{"name": f"Option {n}", "value": f"option_{n}"} for n in range(field.options.count() + more)]
        account.lists["ticket_fields"] = [{"id": 21, "type": "tagger", "title": "Topic", "custom_field_options": options}]
        with CaptureQueriesContext(connection) as queries:
            bring(harbor, account, "fields")
        assert field.options.count() == len(options)
        return len(queries)

    account.lists["ticket_fields"] = [{"id": 21, "type": "tagger", "title": "Topic"}]
    with harbor.scope():
        field = create_field(type="tagger", title="Topic", by=harbor.ada, via="web", at=now())
        bring(harbor, account, "fields")
        assert asked(1) == asked(50)


def test_what_there_is_no_room_for_is_counted_by_name(harbor, account):
    account.lists |= {
        "macros": [{"id": 1, "title": "Close"}, {"id": 2, "title": "Thanks"}],
        "brands": [{"id": 1, "name": "Only"}],
    }
    account.lists["tickets"] = [{**TICKET, "satisfaction_rating": {"score": "good"}}]
    account.comments(901, {"id": 1, "author_id": 11, "body": "Call of 3 minutes", "type": "VoiceComment"})
    account.answers["/api/v2/help_center/articles"] = {"articles": [{"id": 7, "title": "How to"}]}
    work = bring(harbor, account)
    assert work.report["Macros stay behind"] == {
        "what": "Macros stay behind", "count": 2, "examples": ["Close", "Thanks"], "step": "leftovers",
    }  # fmt: skip
    assert work.report["Articles of the Help Center stay behind"]["examples"] == ["How to"]
    assert not any("Brands" in what for what in work.report)
    assert (
        noted(work)["Satisfaction ratings stay behind"] == noted(work)["Recordings of calls stay behind; their words came"] == 1
    )


def file(pk: int, name: str, **more) -> dict:
    return {
        "id": pk,
        "file_name": name,
        "content_url": f"{URL}/attachments/token/{pk}/?name={name}",
        "content_type": "text/plain",
        "size": 3,
        **more,
    }


def test_files_come_along_and_what_cannot_be_had_is_reported(harbor, account, settings):
    settings.UPLOAD_LIMIT_MB = 1
    picture = file(4, "dot.png", inline=True, content_type="image/png")
    account.comments(
        901,
        {"id": 1, "author_id": 11, "html_body": f'<p>See <img src="{picture["content_url"]}"> and <img src="https://track.example/x"></p>', "attachments": [
            file(1, "log.txt"), file(2, "gone.txt", deleted=True), file(3, "evil.exe", malware_scan_result="malware_found"), picture,
            file(5, "huge.bin", size=5_000_000), file(6, "lost.txt"), {"id": 7, "file_name": "bare"}, file(8, "late.txt"),
        ]},
    )  # fmt: skip
    for pk, body in ((1, b"abc"), (4, b"\x89PNG\r\n\x1a\n"), (3, b"virus")):
        account.answers[f"/attachments/token/{pk}/"] = body
    account.answers["/api/v2/attachments/8"] = {"attachment": file(88, "late.txt")}
    account.answers["/attachments/token/88/"] = b"fresh"
    work = bring(harbor, account)
    with harbor.scope():
        comment = Comment.objects.get()
        files = {one.file.name: one for one in Attachment.objects.select_related("file")}
        assert set(files) == {"log.txt", "dot.png", "late.txt"}
        assert (files["log.txt"].file.size, files["dot.png"].is_inline, StoredFile.objects.count()) == (3, True, 3)
        assert f'data-cid="{files["dot.png"].content_id}"' in comment.html_body
        assert 'data-remote-src="https://track.example/x"' in comment.html_body
    report = noted(work)
    assert report["File was redacted at the other side"] == 2
    assert report["File has malware in it: it was not fetched"] == report["File could not be fetched"] == 1
    assert report["File is larger than 1 MB (UPLOAD_LIMIT_MB): it was not fetched"] == 1
    assert not any("token/3/" in url or "token/5/" in url for url in account.asked)
