"""What an answer that is none means, and what to do about it."""

from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from crewdesk.core.fetch import Fetched

from ..operations.imports import CannotImport


class Unreachable(CannotImport):
    """The other side does not answer, or not properly. Later it may."""


class NotThere(CannotImport):
    """The other side has no such thing."""


class NotUnderstood(CannotImport):
    """The other side does not know what to do with the question."""


class NotAllowed(CannotImport):
    """The token may not read this."""


def refuse(answer: Fetched, path: str) -> None:
    """Raises what an answer other than a good one means."""
    match answer.status:
        case 401:
            raise not_signed_in()
        case 403:
            raise NotAllowed(_("The token may not read %(path)s. Use the token of an admin.") % {"path": urlsplit(path).path})
        case 404 | 410:
            raise NotThere(_("There is no %(path)s at the other side.") % {"path": urlsplit(path).path})
        case 400:
            raise NotUnderstood(
                _("The other side does not understand %(path)s: %(said)s") % {"path": urlsplit(path).path, "said": _said(answer)}
            )
        case status if not 200 <= status < 300:
            words = {"path": urlsplit(path).path, "status": status, "said": _said(answer)}
            raise CannotImport(_("The other side refuses %(path)s with status %(status)s: %(said)s") % words)


def _said(answer: Fetched) -> str:
    return answer.body[:200].decode("utf-8", "replace")


def not_signed_in() -> CannotImport:
    """The proof of who we are is wrong."""
    return CannotImport(
        _(
            "The e-mail address and token are not accepted. Both come from the account; leave the address out for a token of Crewdesk."
        )
    )


def no_api(origin: str) -> CannotImport:
    """Whatever this is, it is not the API."""
    return CannotImport(
        _("%(host)s is no Zendesk account: what it answers is not the API. Correct the address.") % {"host": origin}, field="url"
    )
