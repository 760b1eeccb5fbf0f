"""Signed-in browsers."""

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models


class BrowserSession(AbstractBaseSession):
    """A browser's session. The key is the hash of what the cookie holds, so that a dump of this table signs nobody in."""

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, null=True, related_name="+")
    ip = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=200, blank=True)
    signed_in_at = models.DateTimeField(null=True)

    objects = BaseSessionManager()

    @classmethod
    def get_session_store_class(cls):
        from ..session_store import SessionStore

        return SessionStore
