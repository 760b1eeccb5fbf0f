from datetime import UTC, datetime

import pytest

from ..mail import ParsedMail
from ..parse import TooLarge, parse
from .corpus import MALFORMED_FROM, hostile, mail, multipart


class TestSender:
    @pytest.mark.parametrize("value", MALFORMED_FROM)
    def test_criterion_19_malformed_from_is_nobody(self, value):
        found = parse(mail(**{"from": value}))
        assert found.sender is None
        assert found.sender_problem

    def test_criterion_19_two_from_headers_are_nobody(self):
        found = parse(b"From: a@b.example\r\nFrom: a@b.example\r\n\r\nx")
        assert (found.sender, found.sender_problem) == (None, "several From headers")

    @pytest.mark.parametrize(
        ("value", "address", "name"),
        [
            ("cleo@Customer.EXAMPLE", "cleo@customer.example", ""),
            ("Cleo <Cleo@customer.example>", "Cleo@customer.example", "Cleo"),
            ('"Doe, Cleo" <cleo@customer.example>', "cleo@customer.example", "Doe, Cleo"),
            ("Cleo Q. Doe <cleo@customer.example>", "cleo@customer.example", "Cleo Q. Doe"),
            ("Cleo (at sea) <cleo@customer.example>", "cleo@customer.example", "Cleo"),
            ("cleo@customer.example (Cleo)", "cleo@customer.example", "Cleo"),
            ("=?utf-8?q?Cl=C3=A9o?= <cleo@customer.example>", "cleo@customer.example", "Cléo"),
            ("Cléo <cleo@customer.example>", "cleo@customer.example", "Cléo"),
            ("<o'neil+tag@sub.customer.example>", "o'neil+tag@sub.customer.example", ""),
            ("用户 <用户@例子.example>", "用户@例子.example", "用户"),
            (
                "=?utf-8?q?boss=40harbor=2Eexample?= <eve@evil.example>",
                "eve@evil.example",
                "boss@harbor.example",
            ),
        ],
    )
    def test_well_formed_from_is_read(self, value, address, name):
        found = parse(mail(**{"from": value}))
        assert (found.sender, found.sender_name, found.sender_problem) == (address, name, "")


class TestHeaders:
    def test_identity(self):
        found = parse(
            mail(
                message_id="<1@x>",
                in_reply_to="<0@x>",
                references="<a@x>\r\n <b@x>",
                date="Fri, 21 Nov 2025 10:00:00 +0200",
                subject="=?utf-8?b?UGFrZXQ=?= =?utf-8?q?_f=C3=BCr_mich?=\r\n und dich",
                content_language="de",
            )
        )
        assert (found.message_id, found.in_reply_to, found.references) == ("1@x", "0@x", ("a@x", "b@x"))
        assert found.date == datetime(2025, 11, 21, 8, tzinfo=UTC)
        assert (found.subject, found.content_language) == ("Paket für mich und dich", "de")

    def test_a_backslash_beside_an_encoded_word_is_left_alone(self):
        assert parse(mail(subject=r"C:\u0041 =?utf-8?q?=C3=A9?= é")).subject == r"C:\u0041 é é"

    @pytest.mark.parametrize("value", ["", "yesterday", "Fri, 99 Nov 2025 99:00:00 +9999", "1 Jan 1970 00:00 +0000"])
    def test_a_date_that_is_none(self, value):
        assert parse(mail(date=value)).date is None

    def test_lists_of_addresses_leave_out_what_is_malformed(self):
        found = parse(mail(to='A <a@x.example>, "B, C" <b@x.example>, nobody', cc="friends: c@x.example, d@x.example;"))
        assert [one.address for one in found.to] == ["a@x.example", "b@x.example"]
        assert [one.address for one in found.cc] == ["c@x.example", "d@x.example"]
        assert found.warnings == ("addresses-left-out",)

    def test_own_headers_of_the_desk_are_not_kept(self):
        found = parse(mail(x_crewdesk_ticket="5", list_id="<l.example>", delivered_to="help@harbor.example"))
        assert "x-crewdesk-ticket" not in found.headers
        assert found.list_headers == {"list-id": "<l.example>"}
        assert found.delivered_to[0].address == "help@harbor.example"


class TestBody:
    @pytest.mark.parametrize(
        ("charset", "data", "text"),
        [
            ("utf-8", "Grüße".encode(), "Grüße"),
            ("iso-8859-1", "5 € für".encode("cp1252"), "5 € für"),
            ("us-ascii", "Grüße".encode(), "Grüße"),
            ("gb2312", "镕".encode("gb18030"), "镕"),
            ("no-such", "Grüße".encode("cp1252"), "Grüße"),
            ("utf-16", "Grüße".encode("utf-16"), "Grüße"),
            ("punycode", b"abc", "abc"),
        ],
    )
    def test_charsets(self, charset, data, text):
        raw = b"From: a@b.example\r\nContent-Type: text/plain; charset=" + charset.encode() + b"\r\n\r\n" + data
        assert parse(raw).text == text

    def test_undeclared_cyrillic_is_guessed(self):
        raw = b"From: a@b.example\r\n\r\n" + "Где моя посылка? Жду ответа уже три дня, помогите.".encode("cp1251")
        found = parse(raw)
        assert found.text.startswith("Где моя посылка")
        assert found.warnings == ("charset-guessed",)

    def test_alternatives_give_one_text_and_one_html(self):
        raw = multipart(
            "x",
            "Content-Type: text/plain\r\n\r\nplain",
            "Content-Type: text/html\r\n\r\n<p>rich</p>",
            kind="alternative",
        )
        found = parse(raw)
        assert (found.text, found.html, found.attachments) == ("plain", "<p>rich</p>", ())

    def test_plain_footer_after_html_is_kept_in_both(self):
        found = parse(multipart("x", "Content-Type: text/html\r\n\r\n<p>rich</p>", "\r\nfooter"))
        assert (found.text, found.html) == ("rich\nfooter", "<p>rich</p>\n<p>footer</p>")

    def test_flowed_text_is_joined(self):
        raw = mail(body="one \r\ntwo\r\n> a \r\n> b\r\n-- \r\nC", content_type="text/plain; format=flowed")
        assert parse(raw).text == "one two\n> a b\n-- \nC"

    def test_a_multipart_without_boundary_is_text(self):
        found = parse(mail(content_type="multipart/mixed", body="hello"))
        assert (found.text, found.warnings) == ("hello", ("no-boundary",))

    def test_body_without_blank_line_after_headers(self):
        assert parse(b"From: a@b.example\r\nhello there\r\nyou").text == "hello there\nyou"


class TestAttachments:
    def test_what_is_no_body_is_attached_byte_for_byte(self):
        inner = "Subject: inner\r\n\r\n--x-- not a boundary\r\n"
        raw = multipart(
            "b",
            "Content-Type: text/plain\r\n\r\nsee",
            f"Content-Type: message/rfc822\r\n\r\n{inner}",
            "Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR",
            'Content-Type: application/ms-tnef; name="winmail.dat"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC',
            "Content-Type: image/png\r\nContent-ID: <logo@x>\r\n\r\nPNG",
            'Content-Type: text/plain\r\nContent-Disposition: attachment; filename="../../etc/p\u200basswd"\r\n\r\nroot',
        )
        found = parse(raw)
        assert found.text == "see"
        assert [(one.name, one.content_type, one.data) for one in found.attachments] == [
            ("message.eml", "message/rfc822", inner.encode()),
            ("invitation.ics", "text/calendar", b"BEGIN:VCALENDAR"),
            ("winmail.dat", "application/ms-tnef", b"\0\1\2"),
            ("", "image/png", b"PNG"),
            ("../../etc/p\u200basswd", "text/plain", b"root"),
        ]
        assert [one.inline for one in found.attachments] == [False, False, False, True, False]
        assert found.attachments[3].content_id == "logo@x"

    @pytest.mark.parametrize(
        "disposition",
        [
            "attachment; filename*=utf-8''f%C3%BCr.pdf",
            "attachment; filename*0*=utf-8''f%C3%BC; filename*1=r.pdf",
            'attachment; filename="=?utf-8?q?f=C3=BCr=2Epdf?="',
            'attachment; filename="für.pdf"',
        ],
    )
    def test_file_names_are_decoded(self, disposition):
        raw = multipart("b", f"Content-Type: application/pdf\r\nContent-Disposition: {disposition}\r\n\r\nPDF")
        assert parse(raw).attachments[0].name == "für.pdf"

    @pytest.mark.parametrize("data", ["aGVsbG8=", "aGVsbG8", "aGVs\r\n!bG8=", "aGVsbG8=A"])
    def test_broken_base64_gives_what_it_holds(self, data):
        found = parse(mail(body=data, content_transfer_encoding="BASE64", content_type="application/x"))
        assert found.attachments[0].data.startswith(b"hello")

    def test_a_huge_body_becomes_an_attachment(self):
        found = parse(mail(body="x" * 2_000_000))
        assert (found.text, found.attachments[0].size, found.warnings) == ("", 2_000_000, ("body-limit",))


@pytest.mark.parametrize(
    ("name", "warning"),
    [
        ("50000 parts", "part-limit"),
        ("1500 nested multiparts", "depth-limit"),
        ("a header of 8 MB", "header-limit"),
        ("60000 recipients", "addresses-left-out"),
    ],
)
def test_a_limit_that_is_reached_leaves_a_warning(name, warning):
    assert warning in parse(hostile()[name]).warnings


def test_json_round_trip():
    raw = multipart(
        "b",
        "Content-Type: text/plain\r\n\r\nsee",
        "Content-Type: image/png\r\n\r\n\x00\x01",
        "Content-Type: image/gif\r\n\r\nGIF",
        date="Fri, 21 Nov 2025 10:00:00 +0200",
        cc="a@b.example",
    )
    found = parse(raw)
    assert ParsedMail.from_json(found.to_json()) == found


def test_too_large_a_mail_is_refused():
    with pytest.raises(TooLarge):
        parse(bytes(50 * 2**20 + 1))
