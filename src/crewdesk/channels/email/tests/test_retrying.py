"""An agent sends again what did not arrive."""

from datetime import timedelta

import pytest

from crewdesk.channels.email.delivering import deliver, due_mail
from crewdesk.channels.email.retrying import CannotRetry, retry_delivery
from crewdesk.channels.email.sweeping import sweep
from crewdesk.channels.models import MailServer, OutgoingMail
from crewdesk.core.clock import now
from crewdesk.core.jobs import Lane
from crewdesk.core.operations import NotPermitted

from .test_sending import queued, state_of  # noqa: F401


@pytest.fixture
def failed(desk, queued, postbox):  # noqa: F811
    postbox.answers = ["550 5.1.1 no such user"]
    deliver(desk.id, [queued.pk])
    return state_of(desk, queued)


def test_agent_sends_again_under_the_same_message_id(desk, failed, postbox, sign_in):
    with desk.scope():
        number = failed.ticket.number
    url = f"/d/{desk.cast.desk.slug}/tickets/{number}/comments/{failed.comment_id}/retry/"
    assert sign_in(desk.ben).post(url).status_code == 200
    again = state_of(desk, failed)
    assert (again.state, again.comment.delivery, again.attempts) == ("queued", "queued", 0)
    deliver(desk.id, due_mail(desk.id, at=now()))
    assert [message["Message-ID"] for message in postbox.messages] == [failed.message_id]
    assert state_of(desk, failed).comment.delivery == "sent"


def test_patience_begins_anew(desk, failed, postbox):
    with desk.scope():
        OutgoingMail.objects.filter(pk=failed.pk).update(created_at=now() - timedelta(days=5))
        retry_delivery(failed.comment, by=desk.ben, at=now())
    postbox.answers = ["451 4.3.0 busy"]
    deliver(desk.id, [failed.pk])
    assert state_of(desk, failed).state == "queued"


def test_light_agents_may_not(desk, failed):
    with desk.scope(), pytest.raises(NotPermitted):
        retry_delivery(failed.comment, by=desk.liv, at=now())


def test_what_has_not_failed_is_not_sent_again(desk, queued, postbox):  # noqa: F811
    with desk.scope(), pytest.raises(CannotRetry):
        retry_delivery(queued.comment, by=desk.ben, at=now())


def test_sweeper_sends_what_a_crash_left_behind(desk, queued, postbox, do_jobs):  # noqa: F811
    sweep()
    do_jobs(Lane.OUTBOUND)
    assert [message["Message-ID"] for message in postbox.messages].count(queued.message_id) == 1


def test_hourly_cap_of_a_server_holds_mail_back(desk, queued, postbox, settings):  # noqa: F811
    with desk.scope():
        MailServer.objects.create(host="127.0.0.1", port=settings.EMAIL_PORT, security="none", hourly_cap=1)
        other = OutgoingMail.objects.get(pk=queued.pk)
        other.pk, other.message_id, other.comment = None, "<other@desk.localhost>", None
        other.save()
    deliver(desk.id, [queued.pk, other.pk])
    assert len(postbox.raw) == 1
    assert "hourly cap" in state_of(desk, other).last_problem
    assert due_mail(desk.id, at=now() + timedelta(minutes=6)) == [other.pk]


def test_server_that_is_down_does_not_use_up_the_tries_of_all_mail(desk, queued, settings):  # noqa: F811
    from testing.browser import free_ports

    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_SECURITY = "127.0.0.1", free_ports(1)[0], "none"
    with desk.scope():
        other = OutgoingMail.objects.get(pk=queued.pk)
        other.pk, other.message_id, other.comment = None, "<other@desk.localhost>", None
        other.save()
    deliver(desk.id, [queued.pk, other.pk])
    assert [state_of(desk, mail).attempts for mail in (queued, other)] == [1, 0]
