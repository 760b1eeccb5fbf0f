"""The session engine (SESSION_ENGINE): Django's own over the database, but keys are stored as hashes."""

import hashlib
from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.utils import timezone

from crewdesk.core.written_once import written_once

# What sessions.note_sign_in leaves in the session about the browser.
IP_KEY, BROWSER_KEY, SIGNED_IN_KEY = "ip", "browser", "signed_in_at"


def stored_key(key: str) -> str:
    """What the table holds in place of a cookie's key: 160 bits of its SHA-256 (accounts/sql/live.sql does the same)."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]


class SessionStore(DatabaseSessionStore):
    """The name matters: it is part of the signature's salt, and the live stream reads sessions too (core/live/people.py)."""

    @classmethod
    def get_model_class(cls):
        from .models import BrowserSession

        return BrowserSession

    def create_model_instance(self, data: dict):
        signed_in_at = data.get(SIGNED_IN_KEY)
        return self.model(
            session_key=stored_key(self._get_or_create_session_key()),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            person_id=data.get(SESSION_KEY),
            ip=data.get(IP_KEY),
            browser=data.get(BROWSER_KEY, ""),
            signed_in_at=signed_in_at and datetime.fromisoformat(signed_in_at),
        )

    def exists(self, session_key: str) -> bool:
        return self.model.objects.filter(session_key=stored_key(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=stored_key(key)).delete()

    def _get_session_from_db(self):
        found = next(iter(_session(stored_key(self.session_key))), None)
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None
            return None
        return found


@written_once
def _session(key: str):
    from .models import BrowserSession

    return BrowserSession.objects.filter(session_key=key)
