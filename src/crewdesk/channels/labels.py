"""What the mail reader found, in words that people read; the reader itself knows no translation."""

from django.utils.translation import gettext_lazy as _

from .email.reading.sandbox import Reason

NOT_FILED, HOOK = "not_filed", "hook"
UNREADABLE_LABELS = {
    Reason.TIME: _("reading it takes too long"),
    Reason.MEMORY: _("reading it takes too much memory"),
    Reason.CRASH: _("it upsets the reader"),
    Reason.SHAPE: _("its parts are nested too deeply"),
    Reason.SIZE: _("it is too large"),
    NOT_FILED: _("what it says cannot be stored"),
    HOOK: _("the provider sent it in a way that is not understood"),
}
WARNING_LABELS = {
    "part-limit": _("The message has too many parts; some are left out."),
    "depth-limit": _("Parts are nested too deeply; the innermost are left out."),
    "header-limit": _("The headers are too long; the end of them is left out."),
    "body-limit": _("The text is too long; the end of it is left out."),
    "no-boundary": _("The message says that it has parts, but not where they begin."),
    "truncated": _("The message ends in the middle of a part."),
    "addresses-left-out": _("Some addresses could not be read."),
    "charset-guessed": _("The character set had to be guessed; letters may be wrong."),
    "fold-time-limit": _("Quoted text could not be told apart in time."),
    "fold-failed": _("Quoted text could not be told apart."),
    "file-left-out": _("A file could not be stored; the original message holds it."),
}


def unreadable_label(reason: str) -> str:
    """Why a message could not be read."""
    return UNREADABLE_LABELS.get(reason, UNREADABLE_LABELS[Reason.CRASH])


def warning_labels(warnings: list[str]) -> list[str]:
    """What a reader of the comment should know about its message; unknown warnings are left out."""
    return [WARNING_LABELS[warning] for warning in warnings if warning in WARNING_LABELS]
