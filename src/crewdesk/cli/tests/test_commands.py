"""Commands as a shell sees them: what they print, where, and the exit code."""

import json
import subprocess
import sys

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone
from testing.browser import free_ports

from crewdesk.accounts.scopes import RESOURCES

from .conftest import as_process, in_process

MESSAGE = b"From: Cleo <cleo@customer.example>\nTo: support@harbor.example\nSubject: Hello\nMessage-ID: <%d@customer.example>\n\nHello.\n"


def test_help_needs_no_django():
    probe = "import sys; from crewdesk.cli.group import program; program(['--help'], standalone_mode=False); sys.exit('django' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True)
    assert answer.returncode == 0
    assert "doctor" in answer.stdout


def test_token_create_names_the_scopes_that_there_are():
    told = in_process("token", "create", "--help").stdout.decode()
    assert not [resource for resource in RESOURCES if resource not in " ".join(told.split())]


def test_token_create_prints_the_token_alone(committed_harbor):
    answer = in_process(
        "token", "create", "--desk", committed_harbor.desk.slug, "--user", committed_harbor.ada.email, "--scopes", "read,write"
    )
    assert answer.returncode == 0, answer.stderr
    from crewdesk.accounts.operations.tokens import token_user

    found = token_user(answer.stdout.decode().removesuffix("\n"), at=timezone.now(), ip=None)
    assert (found[1].pk, found[2].scopes) == (committed_harbor.ada.pk, ["read", "write"])


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("--user", "nobody@harbor.example"), "has no user 'nobody@harbor.example'"),
        (("--user", "ADA", "--scopes", "everything"), "Choose read, write or both, or of one resource alone"),
        (("--user", "ADA", "--days", "1000"), "is not in the range"),
    ],
)
def test_token_create_says_in_one_line_what_is_wrong(committed_harbor, arguments, said):
    arguments = [committed_harbor.ada.email if word == "ADA" else word for word in arguments]
    answer = in_process("token", "create", "--desk", committed_harbor.desk.slug, *arguments)
    assert (answer.returncode, answer.stdout) == (2, b"")
    assert said in answer.stderr.decode().strip().splitlines()[-1]


def test_unknown_desk_is_refused(committed):
    answer = in_process("token", "create", "--desk", "nowhere", "--user", "ada@harbor.example")
    assert (answer.returncode, answer.stdout) == (2, b"")
    assert answer.stderr.decode() == "There is no desk 'nowhere'. `crewdesk desk create` makes one.\n"


def test_desk_create_makes_a_desk_whose_owner_can_sign_in(committed):
    options = (
        "--slug",
        "pier",
        "--name",
        "Pier",
        "--owner",
        "olaf@pier.example",
        "--owner-name",
        "Olaf",
        "--time-zone",
        "Europe/Oslo",
    )
    answer = in_process("desk", "create", *options, "--password-stdin", stdin=b"a long enough password\n")
    assert answer.returncode == 0, answer.stderr
    from crewdesk.accounts.models import Desk, Person, User
    from crewdesk.core.tenancy import desk_scope

    desk = Desk.objects.get(slug="pier")
    with desk_scope(desk.pk):
        assert User.objects.get(email="olaf@pier.example").role == "owner"
    assert Person.objects.get(email="olaf@pier.example").check_password("a long enough password")
    again = in_process("desk", "create", *options)
    assert again.returncode == 2


def test_user_invite_leaves_an_open_invitation(committed_harbor):
    answer = in_process(
        "user",
        "invite",
        "--desk",
        committed_harbor.desk.slug,
        "--email",
        "new@harbor.example",
        "--group",
        "Tier 1",
        "--role",
        "lead",
    )
    assert answer.returncode == 0, answer.stderr
    from crewdesk.accounts.models import Invitation

    with committed_harbor.scope():
        invitation = Invitation.objects.get(email="new@harbor.example")
        assert (invitation.role, invitation.groups, invitation.accepted_at) == ("lead", [committed_harbor.group.pk], None)


def test_mail_deliver_commits_the_message(committed_harbor):
    raw = MESSAGE % committed_harbor.desk.pk
    answer = in_process("mail", "deliver", "--desk", committed_harbor.desk.slug, "--to", "support@harbor.example", stdin=raw)
    assert answer.returncode == 0, answer.stderr
    from crewdesk.channels.models import IncomingMail

    with committed_harbor.scope():
        mail = IncomingMail.objects.get()
        assert (bytes(mail.raw), mail.door, mail.envelope_to) == (raw, "pipe", ["support@harbor.example"])


def test_mail_deliver_asks_to_try_again_while_the_database_is_away(committed_harbor):
    answer = as_process("mail", "deliver", "--desk", committed_harbor.desk.slug, stdin=MESSAGE % 1, CREWDESK_DATABASE="gone")
    assert answer.returncode == 75
    assert answer.stderr.decode().startswith("Not taken in, try again later:")


def test_mail_deliver_refuses_what_is_no_message(committed_harbor):
    slug = committed_harbor.desk.slug
    assert in_process("mail", "deliver", "--desk", slug).returncode == 2
    assert as_process("mail", "deliver", "--desk", slug, stdin=b"x" * 1_100_000, MAIL_LIMIT_MB="1").returncode == 2


class Inbox:
    def __init__(self, answer: str):
        self.answer, self.taken = answer, []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.taken.append((envelope.rcpt_tos, envelope.content))
        return self.answer


@pytest.mark.parametrize("answer, code", [("250 OK", 0), ("554 No", 1)])
def test_mail_test_says_what_the_server_said(answer, code):
    inbox = Inbox(answer)
    port = free_ports(1)[0]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        sent = as_process(
            "mail", "test", "--to", "ada@harbor.example", EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(port), EMAIL_SECURITY="none"
        )
    finally:
        controller.stop()
    assert sent.returncode == code, sent.stderr
    assert inbox.taken[0][0] == ["ada@harbor.example"]
    assert ("554" in sent.stderr.decode()) == (code == 1)


def test_jobs_are_listed_and_run_again(committed_harbor):
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.models import ProcrastinateJob

    from crewdesk.core.jobs import handle

    job_id = app.tasks[handle.job_name].configure().defer(desk_id=committed_harbor.desk.pk, event_id=1, handler="x")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job_id])
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [job_id])
    listed = in_process("jobs", "list").stdout.decode()
    assert f"{job_id}\tbatch\tdesk {committed_harbor.desk.pk}\tcrewdesk.core.jobs.handle" in listed
    assert in_process("jobs", "retry", str(job_id)).returncode == 0
    assert ProcrastinateJob.objects.get(pk=job_id).status == "todo"
    assert in_process("jobs", "retry", str(job_id)).returncode == 2


def test_bench_prints_one_object_a_line(tmp_path, monkeypatch):
    from click.testing import CliRunner

    from crewdesk import bench
    from crewdesk.cli.bench import bench as command

    (tmp_path / "nap.py").write_text(
        "def run():\n    yield dict(op='doze', unit='ms', value=1.5, goal=2, conditions='2 cores')\n"
    )
    monkeypatch.setattr(bench, "__path__", [str(tmp_path)])
    answer = CliRunner().invoke(command, ["nap"])
    expected = {"bench": "nap", "op": "doze", "unit": "ms", "value": 1.5, "goal": 2, "conditions": "2 cores"}
    assert [json.loads(line) for line in answer.output.splitlines()] == [expected]
    assert CliRunner().invoke(command, ["other"]).exit_code == 2
