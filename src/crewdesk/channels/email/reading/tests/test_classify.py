import pytest

from ..classify import Bounce, Kind, classify
from ..parse import parse
from .corpus import AUTOMATIC_HEADERS, NO_VERIFICATIONS, VERIFICATIONS, mail, multipart, shared_data

OWN = {"help@harbor.example"}


def _classified(raw: bytes):
    return classify(parse(raw), own_addresses=OWN)


@pytest.mark.parametrize(("kind", "headers"), AUTOMATIC_HEADERS)
def test_criterion_15_machines_are_recognised(kind, headers):
    found = _classified(mail(**headers))
    assert found.kind == kind
    assert not found.may_be_answered
    assert found.cause


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"auto_submitted": "no"},
        {"x_auto_response_suppress": "None"},
        {"subject": "Your automatic lamp"},
        {"subject": "Undelivered parcel"},
        {"return_path": "<cleo@customer.example>"},
        {"from": "noreply@forms.example", "reply_to": "cleo@customer.example"},
        {"from": "helper@harbor.example"},
        {"precedence": "first-class"},
    ],
)
def test_people_are_answered(headers):
    assert _classified(mail(**headers)).may_be_answered


@pytest.mark.parametrize(("sender", "subject", "body"), VERIFICATIONS)
def test_criterion_20_verification_mails_are_recognised(sender, subject, body):
    raw = mail(**{"from": sender, "subject": subject, "body": body, "to": "help+8fa3@harbor.example"})
    assert _classified(raw).kind is Kind.VERIFICATION_CODE


@pytest.mark.parametrize(("sender", "subject", "body"), NO_VERIFICATIONS)
def test_people_who_write_about_codes_are_not_quarantined(sender, subject, body):
    assert _classified(mail(**{"from": sender, "subject": subject, "body": body})).kind is not Kind.VERIFICATION_CODE


def test_a_reply_about_a_code_is_not_quarantined():
    raw = mail(subject="Re: Your sign-in code", in_reply_to="<1@harbor.example>", body="1234")
    assert _classified(raw).kind is Kind.NORMAL


_REPORT = (
    "Content-Type: text/plain\r\n\r\nSorry.",
    "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
    "Final-Recipient: rfc822; <cleo@customer.example>\r\nAction: {action}\r\nStatus: {status} (no)\r\n"
    "Diagnostic-Code: smtp; 550 5.1.1 unknown",
    "Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <42@harbor.example>\r\nSubject: Parcel",
)


def _report(action: str, status: str) -> bytes:
    parts = [part.replace("{action}", action).replace("{status}", status) for part in _REPORT]
    return multipart("b", *parts, kind="report; report-type=delivery-status", **{"from": "x@mx.example"})


@pytest.mark.parametrize(("action", "status", "permanent"), [("failed", "5.1.1", True), ("delayed", "4.4.1", False)])
def test_a_delivery_report_names_recipient_status_and_original(action, status, permanent):
    found = _classified(_report(action, status))
    assert (found.kind, found.bounce) == (
        Kind.BOUNCE,
        Bounce("cleo@customer.example", status, "42@harbor.example"),
    )
    assert found.bounce.is_permanent is permanent


def test_a_report_of_success_is_no_bounce():
    assert _classified(_report("delivered", "2.0.0")).kind is Kind.AUTO_REPLY


def test_a_bounce_told_in_prose():
    body = "Sorry.\n\n<cleo@customer.example>:\n550 5.1.1 no such user\n\nMessage-ID: <42@harbor.example>"
    found = _classified(mail(**{"from": "MAILER-DAEMON@mx.example", "subject": "failure notice", "body": body}))
    assert found.bounce == Bounce("cleo@customer.example", "5.1.1", "42@harbor.example")


def test_a_read_receipt():
    parts = (
        "Content-Type: text/plain\r\n\r\nI read it.",
        "Content-Type: message/disposition-notification\r\n\r\nDisposition: manual-action; displayed",
    )
    raw = multipart("b", *parts, kind="report; report-type=disposition-notification")
    assert _classified(raw).kind is Kind.READ_RECEIPT


@pytest.mark.parametrize(("name", "recipient"), [("msg_16.txt", "jangel1@cougar.noc.ucla.edu"), ("msg_43.txt", "")])
def test_real_life_delivery_reports(name, recipient):
    found = _classified((shared_data("cpython") / name).read_bytes())
    assert found.kind is Kind.BOUNCE
    assert found.bounce.recipient.startswith(recipient)
