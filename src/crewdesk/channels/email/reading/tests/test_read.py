import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ..read import read_mail
from .corpus import html_mail, mail, shared_data

_pieces = st.sampled_from(
    [
        b"From: a@b.example\r\n",
        b"From: \xff\xfe <a@b.example>\r\n",
        b"Subject: =?x-none?q?=00=ff?= =?utf-8?b?////?= =?utf-8?q?=ED=A0=80?=\r\n",
        b"Subject: \x00\xed\xa0\x80\r\n",
        b"Date: Mon, 32 Foo 20255 25:61:61 +99999\r\n",
        b'Content-Type: text/plain; charset="no\x00such"\r\n',
        b"Content-Type: text/plain; charset=utf-16-le\r\n",
        b"Content-Type: text/plain; charset*=%ff''utf-8\r\n",
        b"Content-Type: text/html; charset=utf-7\r\n",
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b'Content-Type: multipart/report; boundary="b"; report-type=delivery-status\r\n',
        b"Content-Type: message/delivery-status\r\n",
        b"Content-Type: /;;=\r\n",
        b"Content-Disposition: attachment; filename*0*=x''%00%ED%A0%80\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Transfer-Encoding: quoted-printable\r\n",
        b"Content-Transfer-Encoding: uuencode\r\n",
        b"\r\n",
        b"\n",
        b"\r",
        b"--b\r\n",
        b"--b--\r\n",
        b"x" * 2_000,
        b"> quoted\r\n",
        b"On 1.1.2025 a@b.example wrote:\r\n",
        b"<div class=gmail_quote>\x00<img src=x onerror=alert(1)>",
        b"begin 644 x\r\n#0V%T\r\n`\r\nend\r\n",
    ]
)
_raw = st.lists(st.one_of(_pieces, st.binary(max_size=80)), max_size=25).map(b"".join)


def _assert_storable(raw: bytes) -> None:
    text = json.dumps(read_mail(raw).to_dict(), ensure_ascii=False)
    assert "\\u0000" not in text
    text.encode()


@given(_raw)
@example(b"\0")
@example(b"Content-Type: text/plain; charset=utf-7\r\n\r\n+2AA-")
@example("Subject: Ж \\ud800 =?utf-8?q?x?=\r\n\r\n".encode())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_criterion_18_any_bytes_give_text_that_can_be_stored(raw):
    _assert_storable(raw)


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
@settings(max_examples=150, deadline=None)
def test_criterion_18_any_text_in_any_header_can_be_stored(text):
    data = text.encode("utf-8", "surrogatepass")
    _assert_storable(b"From: " + data + b"\r\nSubject: " + data + b"\r\nTo: " + data + b"\r\n\r\n" + data)


def test_criterion_18_lines_of_any_length():
    _assert_storable(mail(subject="s" * 5_000, body="b" * 100_000))


def test_criterion_18_real_life_torture_mails():
    mails = sorted(shared_data("cpython").glob("*.txt"))
    assert mails
    for path in mails:
        _assert_storable(path.read_bytes())


def test_html_body_is_folded_and_clean():
    body = read_mail(
        html_mail(
            '<p onclick="x()">Thanks!</p><img src="https://t.example/p.gif"><div class="gmail_quote">On '
            "Monday Ben &lt;ben@harbor.example&gt; wrote:"
            "<blockquote>old<script>alert(1)</script></blockquote></div>"
        )
    ).body
    assert body.html_reply == '<p>Thanks!</p><img data-remote-src="https://t.example/p.gif">'
    assert (body.text_reply, body.remote_images) == ("Thanks!", 1)
    assert "old" in body.html_quoted
    assert "script" not in body.html_quoted


def test_text_body_is_folded_and_shown_as_html():
    body = read_mail(mail(body="See https://x.example <now>\n\n-- \nCleo\n\nOn 1 May 2025, Ben wrote:\n> old")).body
    assert body.text_reply == "See https://x.example <now>"
    assert '<a href="https://x.example"' in body.html_reply
    assert "&lt;now&gt;" in body.html_reply
    assert (body.text_signature, body.text_quoted) == ("-- \nCleo", "On 1 May 2025, Ben wrote:\n> old")


@pytest.mark.parametrize("body", ["From: \nSent: \n" * 60_000, "On a@b 1:\n" * 90_000])
def test_a_body_that_stalls_folding_is_shown_whole(body):
    found = read_mail(mail(body=body))
    assert found.warnings == ("fold-time-limit",)
    assert found.body.text_reply == body
