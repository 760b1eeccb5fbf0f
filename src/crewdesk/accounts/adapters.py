"""How allauth behaves here."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.shortcuts import render
from django.urls import reverse

from .outside import guard
from .secrets import seal_text, unseal_text
from .sessions import rotate


class AccountAdapter(DefaultAccountAdapter):
    """Persons come by invitation or by the first-run wizard; nobody signs up by themselves."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def login(self, request, user) -> None:
        # Django keeps the key when somebody who is signed in signs in again.
        if request.user.is_authenticated:
            rotate(request)
        super().login(request, user)

    def is_reauthentication_required(self, *, app: str, **more) -> bool:
        return not signed_in_recently(self.request)

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    def get_reset_password_from_key_url(self, key: str) -> str:
        return _site_address(reverse("account_reset_password_from_key", kwargs=_key_parts(key)))

    def get_email_confirmation_url(self, request, emailconfirmation) -> str:
        return _site_address(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Render now, send from a job: a mail server that is slow must not tell known addresses from unknown ones."""
        from crewdesk.core.jobs import defer

        from .jobs import mail_account
        from .mails import sealed_mail

        message = self.render_mail(template_prefix, email, {"request": self.request, "email": email} | context)
        defer(mail_account, desk_id=0, sealed=sealed_mail(message))


class MFAAdapter(DefaultMFAAdapter):
    """Seeds of second factors are sealed: a dump of the database makes no codes."""

    def encrypt(self, text: str) -> str:
        return seal_text(text, place="authenticator")

    def decrypt(self, encrypted_text: str) -> str:
        return unseal_text(encrypted_text, place="authenticator")


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on knows people by (issuer, subject) alone. An e-mail address, verified or not, neither finds nor links anybody."""

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def authenticate_by_email(self, sociallogin) -> None:
        return None

    def list_apps(self, request, provider=None, client_id=None) -> list:
        apps = super().list_apps(request, provider=provider, client_id=client_id)
        for app in apps:
            app.secret = app.secret and unseal_text(app.secret, place=f"{app.provider_id} secret")
        return apps

    def pre_social_login(self, request, sociallogin) -> None:
        """Let in whom the provider's subject was linked to, or who accepts an invitation by it; nobody else."""
        from .single_sign_on import accept_pending_invitation

        if sociallogin.is_existing or sociallogin.state.get("process") == "connect":
            return
        if not accept_pending_invitation(request, sociallogin):
            raise ImmediateHttpResponse(render(request, "accounts/single_sign_on_unknown.html", status=403))

    def get_connect_redirect_url(self, request, socialaccount) -> str:
        return "/"

    def get_requests_session(self):
        return guard(super().get_requests_session())


def signed_in_recently(request) -> bool:
    """Whether the person proved who they are within ACCOUNT_REAUTHENTICATION_TIMEOUT, by something of their own."""
    proofs = [r for r in get_authentication_records(request, request.user) if r["method"] != "socialaccount"]
    return bool(proofs) and time.time() - proofs[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


def _site_address(path: str) -> str:
    from .mails import site_address

    return site_address(path)


def _key_parts(key: str) -> dict[str, str]:
    uidb36, _dash, rest = key.partition("-")
    return {"uidb36": uidb36, "key": rest}
