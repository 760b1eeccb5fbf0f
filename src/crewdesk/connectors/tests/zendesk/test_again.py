"""The next run brings what is new or changed at the other side, and leaves alone what people changed here."""

from crewdesk.accounts.models import Organization, User
from crewdesk.accounts.operations.users import update_user
from crewdesk.connectors.models import ImportRun
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.models import Event
from crewdesk.core.tenancy.walls import desk_models
from crewdesk.tickets.models import Comment, Ticket
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.reply import reply
from crewdesk.tickets.operations.update import update_ticket

from .account import bring, noted, status
from .story import CUSTOMER, SAID, TICKET

LATER = {"updated_at": "2016-02-01T10:00:00Z"}
MORE = {"id": 9, "author_id": 11, "body": "Still nothing", "created_at": "2016-02-01T09:00:00Z"}


def counts() -> dict[str, int]:
    """Rows of every table of the desk in scope, but for what an import remembers of itself."""
    return {model._meta.label: model.objects.count() for model in desk_models() if model not in (ImportRun, Event)}


def said(harbor) -> dict:
    return {"by": harbor.ben, "via": Via.WEB, "at": now()}


def test_nothing_new_brings_nothing(harbor, account):
    bring(harbor, account)
    with harbor.scope():
        before = counts()
    work = bring(harbor, account)
    with harbor.scope():
        assert counts() == before
    assert sum(each["created"] + each["updated"] for each in work.counts.values()) == 0
    assert not any("comments.json" in url for url in account.asked[len(account.asked) // 2 :]), "nothing is asked for twice"


def test_what_changed_there_changes_here(harbor, account):
    bring(harbor, account)
    account.lists["tickets"].append(
        {
            **TICKET,
            **LATER,
            "status": "open",
            "subject": "Refund, again",
            "tags": ["late"],
            "priority": None,
            "email_cc_ids": [12],
        }
    )
    account.lists["users"].append({**CUSTOMER, **LATER, "name": "Nora B.", "suspended": True})
    account.lists["organizations"] = [{"id": 5, "name": "Client & Co"}]
    account.comments(901, *SAID, MORE)
    work = bring(harbor, account)
    with harbor.scope():
        ticket = Ticket.objects.get()
        assert (ticket.status, ticket.subject, ticket.tags, ticket.priority, ticket.solved_at) == (
            "open",
            "Refund, again",
            ["late"],
            "",
            None,
        )
        assert (ticket.reopens, ticket.comment_count, ticket.snippet, ticket.updated_at.month) == (3, 4, "Still nothing", 2)
        assert ticket.waiting_since == Comment.objects.get(body="Still nothing").created_at
        assert ticket.participations.get().user.name == "Axel"
        user = User.objects.get(email="nora@client.example")
        assert (user.name, user.suspended) == ("Nora B.", True)
        assert Organization.objects.get().name == "Client & Co"
        changes = Event.objects.filter(subject_type="ticket", kind="ticket.updated").latest("id").changes
        assert (changes["status"], changes["version"] <= ticket.version, "wording" in changes["subject"][0]) == (
            ["solved", "open"],
            True,
            True,
        )
        versions = list(
            Event.objects.filter(subject_type="ticket").order_by("changes__version").values_list("changes__version", flat=True)
        )
        assert versions == list(range(1, ticket.version + 1))
    assert (work.counts["tickets"]["updated"], work.counts["comments"]["created"]) == (1, 1)


def test_what_people_changed_here_stays_and_new_comments_come(harbor, account):
    bring(harbor, account)
    with harbor.scope():
        ticket = Ticket.objects.get()
        reply(ticket, said=Said(body="We look into it", public=False), changes={"status": "pending"}, **said(harbor))
        update_user(User.objects.get(email="nora@client.example"), by=harbor.ada, at=now(), name="Ms Nora")
    account.lists["tickets"].append({**TICKET, **LATER, "status": "closed", "subject": "Other"})
    account.lists["users"].append({**CUSTOMER, **LATER, "name": "Nora B."})
    account.comments(901, *SAID, MORE)
    work = bring(harbor, account)
    with harbor.scope():
        ticket = Ticket.objects.get()
        assert (ticket.status, ticket.subject, ticket.comment_count, ticket.snippet) == (
            "pending",
            "Refund",
            5,
            "We look into it",
        )
        assert User.objects.get(email="nora@client.example").name == "Ms Nora"
    assert work.report["Changed on both sides: the ticket stays as it is here"]["examples"] == ["#901"]


def test_what_the_desk_does_by_itself_is_no_hand_on_it(harbor, account):
    """A solved ticket closes after days; whoever reopened it there reopens it here."""
    bring(harbor, account)
    with harbor.scope():
        update_ticket(Ticket.objects.get(), changes={"status": "closed"}, by=None, via=Via.SYSTEM, at=now())
    account.lists["tickets"].append({**TICKET, **LATER, "status": "open"})
    bring(harbor, account)
    with harbor.scope():
        ticket = Ticket.objects.get()
        assert (ticket.status, ticket.closed_at) == ("open", None)


def test_tickets_that_were_thrown_away_here_do_not_come_back(harbor, account):
    bring(harbor, account)
    with harbor.scope():
        Ticket.objects.update(deleted_at=now())
    account.lists["tickets"].append({**TICKET, **LATER, "status": "open"})
    account.comments(901, *SAID, MORE)
    bring(harbor, account)
    with harbor.scope():
        assert (Ticket.objects.get().status, Comment.objects.count()) == ("solved", 3)


def test_what_became_internal_there_is_internal_here_and_redaction_is_told(harbor, account):
    bring(harbor, account)
    account.lists["tickets"].append({**TICKET, **LATER})
    account.comments(901, {**SAID[0], "body": "Where is ▇▇▇▇?"}, {**SAID[1], "public": False}, SAID[2])
    work = bring(harbor, account)
    with harbor.scope():
        assert list(Comment.objects.order_by("id").values_list("public", flat=True)) == [True, False, False]
    assert noted(work)["Redacted at the other side since: redact it here too"] == 1


def test_a_new_answer_is_public_where_the_one_before_it_became_internal(harbor, account):
    account.comments(901, SAID[0])
    bring(harbor, account)
    account.lists["tickets"].append({**TICKET, **LATER})
    account.comments(901, {**SAID[0], "public": False}, MORE)
    bring(harbor, account)
    with harbor.scope():
        assert list(Comment.objects.order_by("id").values_list("public", flat=True)) == [False, True]
        assert Ticket.objects.get().is_public


def test_a_public_answer_that_is_older_than_a_word_from_here_makes_its_ticket_public(harbor, account):
    account.comments(901, SAID[2])
    bring(harbor, account)
    with harbor.scope():
        assert not Ticket.objects.get().is_public
        reply(Ticket.objects.get(), said=Said(body="We look into it", public=False), **said(harbor))
    account.lists["tickets"].append({**TICKET, **LATER})
    account.comments(901, SAID[2], MORE)
    bring(harbor, account)
    with harbor.scope():
        assert Ticket.objects.get().is_public


def test_a_ticket_of_which_all_became_internal_is_not_public(harbor, account):
    bring(harbor, account)
    account.lists["tickets"].append({**TICKET, **LATER})
    account.comments(901, *({**one, "public": False} for one in SAID))
    bring(harbor, account)
    with harbor.scope():
        assert not Ticket.objects.get().is_public


def test_a_ticket_that_goes_while_it_is_fetched_is_left_out(harbor, account):
    account.answers["/api/v2/tickets/901/comments"] = status(404)
    work = bring(harbor, account)
    with harbor.scope():
        assert not Ticket.objects.exists()
    assert "Ticket had no conversation when it was asked for, as if deleted in between: left out" in noted(work)


def test_a_domain_belongs_to_one_organization_and_moves_where_it_moves_there(harbor, account):
    account.lists["organizations"] = [
        {"id": n, "name": f"Client {n}", "domain_names": domains}
        for n, domains in ((5, ["a.example", "b.example"]), (6, []), (7, []))
    ]
    bring(harbor, account)
    account.lists["organizations"] = [
        {"id": n, "name": f"Client {n}", "domain_names": domains}
        for n, domains in ((5, ["a.example", "new.example"]), (6, ["b.example", "new.example"]), (7, ["b.example"]))
    ]
    work = bring(harbor, account)
    with harbor.scope():
        assert dict(Organization.objects.filter(name__startswith="Client ").values_list("name", "domain_names")) == {
            "Client 5": ["a.example", "new.example"],
            "Client 6": ["b.example"],
            "Client 7": [],
        }
    assert work.report["Domain belongs to another organization here"]["count"] == 2


def test_deleted_there_is_still_here(harbor, account):
    bring(harbor, account)
    account.lists["tickets"].append({**TICKET, **LATER, "status": "deleted"})
    work = bring(harbor, account)
    with harbor.scope():
        assert Ticket.objects.get().status == "solved"
    assert noted(work)["Deleted at the other side, and still here"] == 1
