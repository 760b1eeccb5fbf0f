"""What a customer sees of their requests, and of nobody else's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from testing.routes.walk import body as same

from crewdesk.accounts.models import Organization, User
from crewdesk.accounts.operations.users import create_user
from crewdesk.channels.portal import queries
from crewdesk.core.clock import now
from crewdesk.core.files.links import signed_url
from crewdesk.core.files.store import store
from crewdesk.tickets.models import CustomStatus, Ticket
from crewdesk.tickets.operations.bin import delete_ticket
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.spam import mark_spam
from crewdesk.tickets.operations.update import update_ticket
from crewdesk.tickets.operations.uploads import add_upload

from .conftest import address, ask, come_in, say

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def dora(harbor):
    """Another customer, of nobody's organization."""
    with harbor.scope():
        return create_user(name="Dora", email="dora@elsewhere.example", by=None, verified=True)


@pytest.fixture
def colleague(harbor):
    """Of Cleo's company, where people see each other's requests."""
    with harbor.scope():
        company = Organization.objects.create(name="Marsh Ltd", shared_tickets=True)
        other = create_user(name="Carlo", email="carlo@customer.example", by=None, verified=True, organization=company)
        User.objects.filter(pk=harbor.cleo.pk).update(organization=company)
        harbor.cleo.refresh_from_db()
        harbor.company = company
    return other


class TestList:
    def test_open_and_solved_stand_apart(self, cleo, harbor):
        ask(harbor, harbor.cleo, "First matter")
        done = ask(harbor, harbor.cleo, "Second matter")
        say(harbor, done, harbor.ben, "Done", status="solved")
        page = text(cleo.get(address(harbor)))
        assert "First matter" in page
        assert "Second matter" not in page
        assert "Second matter" in text(cleo.get(address(harbor) + "?show=solved"))

    def test_home_leads_here(self, cleo, harbor):
        assert cleo.get(f"/h/{harbor.desk.slug}/")["Location"] == address(harbor)

    def test_nobody_elses_are_listed_or_found(self, cleo, harbor, dora):
        ask(harbor, dora, "Dora asks about zebras")
        for query in ("", "?show=solved", "?show=organization", "?q=zebras"):
            assert "zebras" not in text(cleo.get(address(harbor) + query)).replace('value="zebras"', "")

    def test_words_find_public_text_and_no_notes(self, cleo, harbor):
        ticket = ask(harbor, harbor.cleo, "Late payout", "The zebra invoice")
        say(harbor, ticket, harbor.ben, "fraudster", public=False)
        assert "Late payout" in text(cleo.get(address(harbor) + "?q=zebr"))
        assert "Late payout" not in text(cleo.get(address(harbor) + "?q=fraudster"))

    def test_words_find_what_stands_far_down_under_the_tab(self, cleo, harbor, monkeypatch):
        """Solved ones that changed later do not crowd out the open one."""
        monkeypatch.setattr(queries, "SIZE", 2)
        ask(harbor, harbor.cleo, "Zebra, open")
        for n in range(4):
            say(harbor, ask(harbor, harbor.cleo, f"Zebra {n}"), harbor.ben, "Done", status="solved")
        assert "Zebra, open" in text(cleo.get(address(harbor) + "?q=zebra"))
        solved = text(cleo.get(address(harbor) + "?q=zebra&show=solved"))
        assert "Zebra 3" in solved
        assert "Zebra 2" in solved
        assert "Zebra, open" not in solved

    @pytest.mark.parametrize("question", ["assignee:Ben", "tags:vip", "status:open", "-payout", '"', "created>2020-01-01", "("])
    def test_the_search_answers_no_questions_about_the_desk(self, cleo, harbor, question):
        ask(harbor, harbor.cleo, "Late payout", tags=["vip"])
        response = cleo.get(address(harbor), {"q": question})
        assert response.status_code == 200
        if question not in ("-payout", '"', "("):
            assert "Late payout" not in text(response)

    def test_an_internal_note_moves_and_shows_nothing(self, cleo, harbor):
        older = ask(harbor, harbor.cleo, "Older")
        ask(harbor, harbor.cleo, "Newer")
        before = same(cleo.get(address(harbor)))
        say(harbor, older, harbor.ben, "An internal note", public=False)
        assert same(cleo.get(address(harbor))) == before
        assert text(cleo.get(address(harbor))).index("Newer") < text(cleo.get(address(harbor))).index("Older")

    def test_pages_follow_each_other(self, cleo, harbor):
        for n in range(25):
            ask(harbor, harbor.cleo, f"Matter {n:02}")
        first = text(cleo.get(address(harbor)))
        assert "Matter 24" in first
        assert "Matter 04" not in first
        cursor = first.partition("cursor=")[2].partition('"')[0].partition("&")[0]
        assert "Matter 04" in text(cleo.get(address(harbor) + f"?cursor={cursor}"))
        assert cleo.get(address(harbor) + "?cursor=nonsense").status_code == 302

    def test_as_many_queries_for_one_as_for_twenty(self, cleo, harbor, colleague):
        counts = []
        for more in (1, 19):
            for n in range(more):
                ask(harbor, harbor.cleo, f"Matter {n}")
            with CaptureQueriesContext(connection) as captured:
                cleo.get(address(harbor))
            counts.append(len(captured))
        assert counts[0] == counts[1]
        assert counts[0] <= 12

    def test_an_empty_list_says_what_to_do(self, cleo, harbor):
        page = text(cleo.get(address(harbor)))
        assert "Write to us" in page
        assert address(harbor, "request-new") in page


class TestOrganization:
    def test_its_requests_are_seen_where_it_allows_that(self, cleo, harbor, colleague):
        ticket = ask(harbor, colleague, "Carlo asks")
        page = text(cleo.get(address(harbor) + "?show=organization"))
        assert "Carlo asks" in page
        assert "Marsh Ltd" in page
        one = text(cleo.get(address(harbor, "my-request", number=ticket.number)))
        assert "It has been three days." in one
        assert "answer-text" not in one

    def test_and_not_where_it_does_not(self, cleo, harbor, colleague):
        ticket = ask(harbor, colleague, "Carlo asks")
        with harbor.scope():
            Organization.objects.update(shared_tickets=False)
        assert "Carlo asks" not in text(cleo.get(address(harbor) + "?show=organization"))
        assert cleo.get(address(harbor, "my-request", number=ticket.number)).status_code == 404

    def test_reading_is_not_answering(self, cleo, harbor, colleague):
        ticket = ask(harbor, colleague, "Carlo asks")
        for name in ("my-request-answer", "my-request-copy"):
            data = {"body": "Me too", "address": "x@y.example", "solved": "1"}
            assert cleo.post(address(harbor, name, number=ticket.number), data).status_code == 403
        with harbor.scope():
            assert Ticket.objects.get().comment_count == 1

    def test_answering_takes_the_organizations_leave(self, cleo, harbor, colleague):
        ticket = ask(harbor, colleague, "Carlo asks")
        with harbor.scope():
            Organization.objects.update(shared_comments=True)
        data = {"body": "Me too", "solved": "1"}
        assert cleo.post(address(harbor, "my-request-answer", number=ticket.number), data).status_code == 302
        with harbor.scope():
            ticket = Ticket.objects.get()
            assert (ticket.comment_count, ticket.status) == (2, "new")
        page = address(harbor, "my-request", number=ticket.number)
        assert "answer-text" in text(cleo.get(page))
        with harbor.scope():
            update_ticket(ticket, by=None, via="system", at=now(), changes={"status": "closed"})
        assert "answer-text" not in text(cleo.get(page))


class TestOne:
    def test_the_conversation_without_notes(self, cleo, harbor):
        ticket = ask(harbor, harbor.cleo)
        with harbor.scope():
            User.objects.filter(pk=harbor.ben.pk).update(alias="Benny", name="Benjamin Full Name")
        say(harbor, ticket, ben_of(harbor), "On its way")
        say(harbor, ticket, ben_of(harbor), "He is a difficult one", public=False)
        page = text(cleo.get(address(harbor, "my-request", number=ticket.number)))
        assert "It has been three days." in page
        assert "On its way" in page
        assert "Benny" in page
        assert "Benjamin Full Name" not in page
        assert "difficult one" not in page

    def test_strange_html_stands_in_a_frame(self, cleo, harbor):
        ticket = ask(harbor, harbor.cleo, said=Said(html_body="<table><tr><td>cell<script>alert(1)</script></td></tr></table>"))
        page = text(cleo.get(address(harbor, "my-request", number=ticket.number)))
        assert 'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"' in page
        assert "<td>cell" not in page
        assert "alert(1)" not in page

    def test_a_file_is_had_by_its_link_and_by_nobody_else(self, cleo, harbor, dora):
        with harbor.scope():
            stored = store(b"a file", name="shot.txt", content_type="text/plain", by=harbor.cleo)
            upload = add_upload(stored, by=harbor.cleo)
        ask(harbor, harbor.cleo, said=Said(body="See this", attachments=[upload]))
        with harbor.scope():
            page = text(cleo.get(address(harbor, "my-request", number=Ticket.objects.get().number)))
        link = page.partition('class="file" href="')[2].partition('"')[0]
        assert b"".join(cleo.get(link).streaming_content) == b"a file"
        with harbor.scope():
            theirs = signed_url(stored, member=dora)
        assert cleo.get(theirs).status_code in (403, 404)

    def test_the_state_in_the_customers_words(self, cleo, harbor):
        ticket = ask(harbor, harbor.cleo)
        path = address(harbor, "my-request", number=ticket.number)
        assert "Received" in text(cleo.get(path))
        say(harbor, ticket, harbor.ben, "Which bank?", status="pending")
        assert "Waiting for you" in text(cleo.get(path))
        with harbor.scope():
            own = CustomStatus.objects.create(
                status_category="hold", agent_label="Vendor is slow", end_user_label="With our bank"
            )
        say(harbor, ticket, harbor.ben, "We ask", custom_status=own)
        page = text(cleo.get(path))
        assert "With our bank" in page
        assert "Vendor is slow" not in page

    def test_as_many_queries_for_one_message_as_for_many(self, cleo, harbor):
        ticket, counts = ask(harbor, harbor.cleo), []
        for more in (1, 20):
            for n in range(more):
                say(harbor, ticket, harbor.ben, f"Step {n}")
            with CaptureQueriesContext(connection) as captured:
                cleo.get(address(harbor, "my-request", number=ticket.number))
            counts.append(len(captured))
        assert counts[0] == counts[1]
        assert counts[0] <= 16

    def test_long_conversations_come_in_parts(self, cleo, harbor):
        ticket = ask(harbor, harbor.cleo, body="The very beginning")
        for n in range(35):
            say(harbor, ticket, harbor.ben, f"Step {n:02}")
        page = text(cleo.get(address(harbor, "my-request", number=ticket.number)))
        assert "Step 34" in page
        assert "The very beginning" not in page
        before = page.partition("?before=")[2].partition('"')[0]
        earlier = text(cleo.get(address(harbor, "my-request", number=ticket.number) + f"?before={before}"))
        assert "The very beginning" in earlier
        # What is new does not belong below what is old.
        assert "<request-news" in page
        assert "<request-news" not in earlier

    def test_places_that_no_message_has(self, cleo, harbor):
        ticket = ask(harbor, harbor.cleo)
        for place in ("9" * 4301, "9" * 18, "-1", "x"):
            assert cleo.get(address(harbor, "my-request", number=ticket.number) + f"?before={place}").status_code == 200
            assert cleo.get(address(harbor, "my-request-news", number=ticket.number) + f"?after={place}").status_code == 200


def ben_of(desk) -> User:
    with desk.scope():
        return User.objects.get(pk=desk.ben.pk)


class TestStrangers:
    """Who may not gets the page for a request that does not exist, to the letter."""

    PAGES = ("my-request", "my-request-news", "my-request-answer", "my-request-copy")

    def others(self, harbor, dora, meridian):
        hers = ask(harbor, dora, "Dora's")
        spam, gone = ask(harbor, harbor.cleo, "Spam"), ask(harbor, harbor.cleo, "Gone")
        inner = ask(harbor, harbor.cleo, "Inner", said=Said(body="x", public=False), author=harbor.ben)
        with harbor.scope():
            mark_spam(spam, by=harbor.ben, via="web", at=now())
            delete_ticket(gone, by=harbor.lena, via="web", at=now())
        for _ in range(9):
            foreign = ask(meridian, meridian.carl, "Carl's")
        return [hers.number, spam.number, gone.number, inner.number, foreign.number + 50]

    def test_another_customers_request_does_not_exist(self, cleo, harbor, dora, meridian):
        for number in self.others(harbor, dora, meridian):
            for name in self.PAGES:
                path = address(harbor, name, number=number)
                method = cleo.post if name.endswith(("answer", "copy")) else cleo.get
                response = method(path, {"body": "Mine now", "address": "m@x.example"}) if method == cleo.post else method(path)
                assert response.status_code == 404, (number, name)
        with harbor.scope():
            assert set(Ticket.objects.values_list("comment_count", flat=True)) == {1}

    def test_who_is_not_signed_in_is_asked_to(self, client, harbor):
        ticket = ask(harbor, harbor.cleo)
        for path in (address(harbor), address(harbor, "my-request", number=ticket.number)):
            assert "/sign-in/?next=" in client.get(path)["Location"]

    def test_a_customer_of_one_desk_is_nobody_at_another(self, cleo, harbor, meridian):
        assert cleo.get(address(meridian)).status_code == 302

    def test_a_member_is_no_customer(self, harbor, sign_in):
        assert sign_in(harbor.ben).get(address(harbor)).status_code == 302

    def test_who_was_suspended_is_out(self, cleo, harbor):
        with harbor.scope():
            User.objects.filter(pk=harbor.cleo.pk).update(suspended=True)
        assert cleo.get(address(harbor)).status_code == 302

    def test_who_is_copied_in_sees_nothing(self, client, harbor, dora):
        ticket = ask(harbor, harbor.cleo, ccs=[dora])
        come_in(client, harbor, dora)
        assert client.get(address(harbor, "my-request", number=ticket.number)).status_code == 404
        assert "payout" not in text(client.get(address(harbor)))


class TestNews:
    def path(self, harbor, ticket, **query) -> str:
        return address(harbor, "my-request-news", number=ticket.number) + "?" + "&".join(f"{k}={v}" for k, v in query.items())

    def test_news_read_no_more_than_is_new(self, cleo, harbor):
        ticket = ask(harbor, harbor.cleo)
        with CaptureQueriesContext(connection) as captured:
            cleo.get(self.path(harbor, ticket, after=0))
        read = " ".join(query["sql"] for query in captured)
        assert "tickets_comment" in read
        for table in ("tickets_participation", "tickets_ticketfield"):
            assert table not in read

    def test_nothing_new_is_told_without_a_body(self, cleo, harbor):
        ticket = ask(harbor, harbor.cleo)
        first = cleo.get(self.path(harbor, ticket, after=0))
        again = cleo.get(self.path(harbor, ticket, after=0), headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_an_answer_comes_and_a_note_does_not(self, cleo, harbor):
        ticket = ask(harbor, harbor.cleo)
        page = text(cleo.get(address(harbor, "my-request", number=ticket.number)))
        etag, last = (page.partition(f'{name}="')[2].partition('"')[0] for name in ("etag", "after"))
        etag = etag.replace("&quot;", '"')
        say(harbor, ticket, harbor.ben, "For us alone", public=False)
        assert cleo.get(self.path(harbor, ticket, after=last), headers={"If-None-Match": etag}).status_code == 304
        say(harbor, ticket, harbor.ben, "It is on its way", status="pending")
        news = cleo.get(self.path(harbor, ticket, after=last), headers={"If-None-Match": etag})
        assert news.status_code == 200
        assert "It is on its way" in text(news)
        assert "Waiting for you" in text(news)
        assert "three days" not in text(news)
        assert "For us alone" not in text(news)
