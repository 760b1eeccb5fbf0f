"""What a message brings along: its words, its files, its CCs."""

from django.utils.html import escape
from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.operations.users import find_or_create_requester
from crewdesk.core.events import Via
from crewdesk.core.files.store import store
from crewdesk.core.operations import Refused
from crewdesk.tickets.models import Attachment
from crewdesk.tickets.operations.comments import Said

from .letters import Letter, is_ours
from .reading.classify import Kind

MOST_CCS = 20
MOST_ATTACHMENTS = 100


def said_by(
    letter: Letter, attachments: list[Attachment], warnings: tuple[str, ...] = (), *, public: bool = True, lead: str = ""
) -> Said:
    """The message as a comment; quoted text and signature are kept apart. `lead` is a line of ours above it."""
    body = letter.mail.body
    html = body.html_reply or body.html_quoted
    text = body.text_reply or body.text_quoted
    quoted = body.html_signature + (body.html_quoted if body.html_reply else "")
    if not text.strip() and not attachments:
        text, html = _("(no text)"), ""
    if lead:
        text, html = f"{lead}\n\n{text}", f"<p>{escape(lead)}</p>{html}"
    return Said(
        body=text, html_body=html, quoted_html=quoted, attachments=attachments, is_trusted=letter.is_vouched_for, public=public,
        metadata=_metadata(letter, warnings), via_source={"from": {"address": letter.mail.sender or "", "name": letter.mail.sender_name}},
    )  # fmt: skip


def _metadata(letter: Letter, warnings: tuple[str, ...]) -> dict:
    facts = {"mail": letter.row.pk, "dmarc": letter.verdict.dmarc}
    if warnings := [*letter.mail.warnings, *warnings]:
        facts["warnings"] = warnings
    # Machines and lists get no automatic answer (RFC 3834, 2), nor does what a person had to fetch from the suspended queue.
    if letter.kind.kind is not Kind.NORMAL or letter.is_recovered:
        facts["no_answer"] = letter.kind.cause or "recovered"
    return facts


def claimed_text(letter: Letter) -> str:
    """The line above a message whose sender only claims to work here."""
    return _("This message came by e-mail and claims to be from %(address)s. Nobody vouches for that.") % {
        "address": letter.mail.sender
    }


def attachments_of(letter: Letter, *, by: User) -> tuple[list[Attachment], tuple[str, ...]]:
    """Store the files of a message; one that may not be stored becomes a warning, the rest come in."""
    stored, parts = [], letter.mail.attachments
    for part in parts[:MOST_ATTACHMENTS]:
        try:
            file = store(part.data, name=part.name, content_type=part.content_type, by=by, via=Via.EMAIL)
        except Refused:
            continue
        stored.append(Attachment(file=file, uploaded_by=by, is_inline=part.inline, content_id=part.content_id[:255]))
    warnings = ("file-left-out",) if len(stored) < len(parts) else ()
    return Attachment.objects.bulk_create(stored) if stored else [], warnings


def cc_users(letter: Letter) -> list[User]:
    """The people that a message copies in: only where its sender is vouched for, as copies of our answers go to them.

    A message that names none of our addresses came by an alias or as a blind copy: its To is that alias, not a person.
    """
    if not letter.is_vouched_for:
        return []
    names_us = any(is_ours(box.address, letter.own) for box in letter.visible_addresses)
    boxes = letter.visible_addresses if names_us else letter.mail.cc
    strangers = {box.address.lower(): box for box in boxes if not is_ours(box.address, letter.own)}
    users = [
        find_or_create_requester(address=a, name=box.name, by=None, via=Via.EMAIL)
        for a, box in list(strangers.items())[:MOST_CCS]
    ]
    return [user for user in users if letter.sender is None or user.pk != letter.sender.pk]
