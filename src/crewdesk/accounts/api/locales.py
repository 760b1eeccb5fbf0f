"""/api/v2/locales: languages of people, each with a number of its own."""

from typing import Any

from babel import Locale
from django.http import Http404, HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja import Router

from crewdesk.core.api.slices import sliced
from crewdesk.core.api.stamps import url_of
from crewdesk.core.operations import Refused

router = Router(tags=["Locales"])
# A language's id is its place here, counted from 1: add at the end, take none away.
LOCALES = (
    "en", "de", "fr", "es", "it", "pt", "pt-br", "nl", "da", "sv", "nb", "fi", "is", "pl", "cs", "sk", "hu", "ro", "bg", "el", "tr", "ru",
    "uk", "sr", "hr", "sl", "bs", "mk", "sq", "lt", "lv", "et", "ga", "cy", "eu", "ca", "gl", "mt", "he", "ar", "fa", "ur", "hi", "bn", "ta",
    "te", "mr", "gu", "pa", "kn", "ml", "si", "ne", "th", "vi", "id", "ms", "fil", "ja", "ko", "zh-cn", "zh-tw", "ka", "hy", "az", "kk",
    "uz", "mn", "km", "lo", "my", "sw", "am", "af", "zu", "en-gb", "en-ca", "en-au", "fr-ca", "de-at", "de-ch", "es-mx", "es-419", "nl-be",
)  # fmt: skip
# Since when the table stands.
SINCE = "2026-03-01T00:00:00Z"
RIGHT_TO_LEFT = {"he", "ar", "fa", "ur"}
_IDS = {code: number for number, code in enumerate(LOCALES, 1)}


def locale_id(*codes: str) -> int:
    """The id of the first of `codes` that is known, as itself or as its language; of English where none is."""
    return next((_IDS[known] for known in map(_known, codes) if known), 1)


def locale_named(code: str) -> str:
    """How we write a language that a client named. Raises Refused for one that is unknown."""
    known = code.strip().replace("_", "-").lower()
    if known not in _IDS and not (known := _known(code)):
        raise Refused(f"Locale: {code[:40]} is not known", field="locale")
    return known


def locale_numbered(number: int) -> str:
    """The code that has this id. Raises Refused."""
    if not 0 < number <= len(LOCALES):
        raise Refused(f"Locale: {number} does not exist", field="locale_id")
    return LOCALES[number - 1]


def _known(code: str) -> str:
    code = code.strip().replace("_", "-").lower()
    return next((name for name in (code, code.partition("-")[0]) if name in _IDS), "")


def locale_json(request: HttpRequest, code: str) -> dict[str, Any]:
    """A language."""
    language, _dash, territory = code.partition("-")
    spoken = Locale.parse("_".join(filter(None, (language, territory.upper() if len(territory) != 3 else territory))))
    return {
        "id": _IDS[code], "url": url_of(request, "locales", _IDS[code]), "locale": code,
        "name": spoken.get_display_name("en"), "native_name": spoken.get_display_name(), "presentation_name": spoken.get_display_name("en"),
        "rtl": language in RIGHT_TO_LEFT, "default": code == _default(request), "created_at": SINCE, "updated_at": SINCE,
    }  # fmt: skip


def _default(request: HttpRequest) -> str:
    return LOCALES[locale_id(request.desk.locale) - 1]


def _all(request: HttpRequest) -> dict:
    page = sliced(request, LOCALES)
    return {"locales": [locale_json(request, code) for code in page.rows], **page.envelope}


@router.get("", url_name="locales", summary="List locales")
def list_locales(request: HttpRequest) -> dict:
    """Every language that a user may have."""
    return _all(request)


@router.get("/public", url_name="locales-public", summary="List public locales")
def list_public_locales(request: HttpRequest) -> dict:
    """The same: all are open to all."""
    return _all(request)


@router.get("/agent", url_name="locales-agent", summary="List locales for agents")
def list_agent_locales(request: HttpRequest) -> dict:
    """The same."""
    return _all(request)


@router.get("/current", url_name="locale-current", summary="Show the caller's locale")
def show_current(request: HttpRequest) -> dict:
    """The caller's language, or the desk's."""
    return {"locale": locale_json(request, LOCALES[locale_id(request.member.locale, request.desk.locale) - 1])}


@router.get("/detect_best_locale", url_name="locale-best", summary="Detect the best locale")
def detect_best_locale(request: HttpRequest) -> dict:
    """The best for the caller's Accept-Language, among `available_locales[]` where these are given."""
    named = request.GET.getlist("available_locales[]") or request.GET.get("available_locales", "").split(",")
    available = [known for known in map(_known, named) if known] or list(LOCALES)
    accepted = [code for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())]
    wanted = [request.member.locale] if request.member.locale else []
    found = (_known(code) for code in [*accepted, *wanted, request.desk.locale])
    return {"locale": locale_json(request, next((code for code in found if code in available), available[0]))}


@router.get("/{str:key}", url_name="locale", summary="Show a locale")
def show(request: HttpRequest, key: str) -> dict:
    """One language, by id or code."""
    known = LOCALES[int(key) - 1] if key.isascii() and key.isdigit() and len(key) < 9 and 0 < int(key) <= len(LOCALES) else ""
    known = known or (key.lower() if key.lower() in _IDS else "")
    if not known:
        raise Http404
    return {"locale": locale_json(request, known)}
