"""The mails of a played ticket: what came in as raw messages, what went out as rows that count as sent."""

from datetime import datetime, timedelta
from email.utils import format_datetime

from crewdesk.accounts.models import User
from crewdesk.channels.email.composing import message_id, subject_of
from crewdesk.channels.email.intake import fingerprint
from crewdesk.channels.email.threads import REPLY_LOCAL, new_token
from crewdesk.channels.email.wording import mail_settings
from crewdesk.channels.models import IncomingMail, OutgoingMail, ThreadAddress
from crewdesk.core.events import Via
from crewdesk.tickets.models import Comment, Participation

from .play import Rows
from .world import World


class Post:
    """Writes the mails of one ticket, oldest first, so that each answers the one before."""

    def __init__(self, rows: Rows, world: World, *, mail_domain: str):
        self.rows, self.world, self.domain = rows, world, mail_domain
        self.came: list[str] = []
        self.went: list[str] = []
        self.reply_to: dict[int, str] = {}
        self.raw_since = world.until - timedelta(days=mail_settings(world.desk)["raw_days"])

    def write(self) -> None:
        """Add incoming and outgoing mails and reply addresses to the rows."""
        ticket = self.rows.ticket
        copied = [one.user for one in self.rows.participations if one.kind == Participation.Kind.CC]
        for comment in self.rows.comments:
            if comment.author.is_staff_member and comment.public:
                headers, mine = self._threading(), []
                for user in (ticket.requester, *copied):
                    mine.append(self._outgoing(comment, user, headers))
                self.went += [mail.message_id for mail in mine]
                self.rows.outgoing += mine
            elif comment.via == Via.EMAIL:
                self.rows.incoming.append(self._incoming(comment))

    def _threading(self) -> dict[str, str]:
        """As channels.email.composing.threading_headers."""
        if not self.came and not self.went:
            return {}
        chain = [*(self.came or self.went)[:1], *self.went[-10:], *self.came[-2:]]
        return {"In-Reply-To": (self.came or self.went)[-1], "References": " ".join(dict.fromkeys(chain))}

    def _outgoing(self, comment: Comment, user: User, headers: dict[str, str]) -> OutgoingMail:
        ticket, author, at = self.rows.ticket, comment.author, comment.created_at
        return OutgoingMail(
            id=self.world.ids(OutgoingMail), kind=OutgoingMail.Kind.REPLY, ticket=ticket, comment=comment, user=user, to_address=user.email,
            from_address=self.world.address, from_name=f"{author.public_name} ({self.world.desk.name})",
            reply_to=self._address_for(user, at), subject=subject_of(ticket), text=comment.body, html=comment.html_body,
            headers=headers, message_id=message_id(ticket), state=OutgoingMail.State.SENT, attempts=1, created_at=at, sent_at=at,
        )  # fmt: skip

    def _address_for(self, user: User, at: datetime) -> str:
        if user.pk not in self.reply_to:
            token = new_token()
            self.rows.addresses.append(ThreadAddress(ticket=self.rows.ticket, user=user, token=token, created_at=at))
            self.reply_to[user.pk] = f"{REPLY_LOCAL}{token}@{self.domain}"
        return self.reply_to[user.pk]

    def _incoming(self, comment: Comment) -> IncomingMail:
        ticket, user, at = self.rows.ticket, comment.author, comment.created_at
        host = user.email.rpartition("@")[2]
        own_id = f"<{new_token()}@{host}>"
        self.came.append(own_id)
        last = f"In-Reply-To: {self.went[-1]}\r\n" if self.went else ""
        subject = ticket.subject if not self.went else subject_of(ticket)
        raw = (
            f"From: {user.name} <{user.email}>\r\nTo: {self.world.address}\r\nSubject: {subject}\r\nDate: {format_datetime(at)}\r\n"
            f"Message-ID: {own_id}\r\n{last}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
            f"Content-Transfer-Encoding: 8bit\r\n\r\n{comment.body}\r\n"
        ).encode()
        # As channels.email.retention would have left it.
        is_old = at < self.raw_since
        return IncomingMail(
            id=comment.metadata["mail"], raw=b"" if is_old else raw, raw_dropped_at=self.world.until if is_old else None, digest=fingerprint(raw),
            envelope_from=user.email, envelope_to=[self.world.address], door="smtp", state=IncomingMail.State.PROCESSED, cause="Authentication-Results: dmarc=pass", message_id=own_id,
            ticket=ticket, comment=comment, received_at=at, processed_at=at,
        )  # fmt: skip
