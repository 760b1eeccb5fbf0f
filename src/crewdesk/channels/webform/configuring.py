"""What a desk has set up for its form; it lies in the desk's settings."""

import re
from dataclasses import asdict, dataclass, field, fields
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext as _

from crewdesk.accounts.models import Desk
from crewdesk.core.operations import Refused

KEY = "web_form"
MOST_SITES = 50
_HOST = re.compile(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?")


class CannotSetUp(Refused):
    """The form stays as it was."""


@dataclass(frozen=True)
class FormSettings:
    """The form of one desk. No categories chosen means all that customers may see."""

    is_open: bool = False
    welcome: str = ""
    asks_severity: bool = True
    categories: list[int] = field(default_factory=list)
    # Origins that may show the form in a frame.
    sites: list[str] = field(default_factory=list)
    requests_of_network: int = 20
    requests_of_address: int = 5


def form_settings(desk: Desk) -> FormSettings:
    """The form of `desk`."""
    stored, known = desk.settings.get(KEY, {}), {each.name for each in fields(FormSettings)}
    # A desk that comes from another version may bring what is not known here.
    return FormSettings(**{name: value for name, value in stored.items() if name in known})


def plain(settings: FormSettings) -> dict[str, Any]:
    """As it is stored."""
    return asdict(settings)


def clean_site(text: str) -> str:
    """`https://www.example.com` from what somebody typed. It goes into a header, so nothing but an origin passes. Raises CannotSetUp."""
    parts = _parts_of(text.strip().lower())
    if parts is None or parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc) or parts.path not in ("", "/"):
        raise CannotSetUp(
            _("%(site)s is not the address of a site, such as https://www.example.com.") % {"site": text[:80]}, field="sites"
        )
    return f"{parts.scheme}://{parts.netloc}"


def _parts_of(site: str) -> SplitResult | None:
    try:
        return urlsplit(site if "//" in site else f"https://{site}")
    except ValueError:  # half a bracket, or letters that become others
        return None
