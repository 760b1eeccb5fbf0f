"""What allauth tells us: a sign-in is noted, and a changed second factor ends what was opened without it."""

from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in

from .sessions import end_sessions, note_sign_in, rotate


def connect() -> None:
    """Called once, when the program starts."""
    user_logged_in.connect(signed_in)
    authenticator_added.connect(second_factor_changed)
    authenticator_removed.connect(second_factor_changed)


def signed_in(sender, request, user, **_more) -> None:
    """Django's tests sign in without a browser, hence the question."""
    if getattr(request, "META", {}).get("REMOTE_ADDR"):
        note_sign_in(request)


def second_factor_changed(sender, request, user, **_more) -> None:
    """Other browsers have to show the new factor; this one gets a new key."""
    rotate(request)
    end_sessions(user.pk, keep=request)
