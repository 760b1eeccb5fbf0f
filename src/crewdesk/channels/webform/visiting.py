"""Who is at the form, and in which language."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from crewdesk.accounts.models import User
from crewdesk.accounts.sessions import customer_of

from .configuring import FormSettings, form_settings
from .counting import network_of


@dataclass(frozen=True)
class Visit:
    """One request for the form. In a frame on another site nobody is signed in: the browser keeps our cookies out of it."""

    settings: FormSettings
    customer: User | None
    network: str
    language: str
    desk_slug: str
    embedded: bool

    @property
    def may_write(self) -> bool:
        """Strangers may where the desk has opened the form; customers who are signed in always may."""
        return self.settings.is_open or self.customer is not None

    @property
    def here(self) -> str:
        """The address of the form."""
        return self.address("request-embed" if self.embedded else "request-new")

    @property
    def sent_to(self) -> str:
        """Where a stranger is thanked."""
        return self.address("request-embed-sent" if self.embedded else "request-sent")

    @property
    def sign_in(self) -> str:
        """Where a customer proves who they are."""
        return reverse("accounts:magic-link-send", kwargs={"desk": self.desk_slug})

    def address(self, name: str, **keys) -> str:
        return reverse(f"channels:{name}", kwargs={"desk": self.desk_slug, **keys})


def visit_of(request: HttpRequest, *, embedded: bool = False) -> Visit:
    """Look who is asking; from here on the page speaks their language."""
    customer = None if embedded else customer_of(request)
    request.member = customer
    language = (customer and customer.locale) or visitor_language(request)
    request.speaking.enter_context(translation.override(language))
    return Visit(form_settings(request.desk), customer, network_of(request), language, request.desk.slug, embedded)


def visitor_language(request: HttpRequest) -> str:
    """What the address asks for, else the browser, as far as we speak it; else the desk's."""
    asked = [
        request.GET.get("lang", ""),
        *(code for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())),
    ]
    for code in filter(None, asked):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return request.desk.locale
