"""Everything done to one mail: parse, fold, sanitise. Runs in the child process of `sandbox`."""

from dataclasses import replace

from crewdesk.core.html import clean_html, html_to_text, text_to_html

from .budget import BudgetSpent, cpu_budget
from .limits import FOLD_CPU_SECONDS
from .mail import Body, ParsedMail
from .parse import parse
from .quotes import Parts, split_reply_html, split_reply_text


def read_mail(raw: bytes) -> ParsedMail:
    """Return the parsed mail with its `body` ready to be shown. Raises `parse.TooLarge`. Main thread only."""
    mail = parse(raw)
    split, source = (split_reply_html, mail.html) if mail.html else (split_reply_text, mail.text)
    try:
        with cpu_budget(FOLD_CPU_SECONDS):
            parts, warnings = split(source), mail.warnings
    except Exception as problem:  # Folding is a comfort: what upsets its libraries is shown whole.
        parts, warnings = Parts(source), (*mail.warnings, _fold_warning(problem))
    return replace(mail, body=_html_body(parts) if mail.html else _text_body(parts), warnings=warnings)


def _fold_warning(problem: Exception) -> str:
    return "fold-time-limit" if isinstance(problem, BudgetSpent) else "fold-failed"


def _html_body(parts: Parts) -> Body:
    reply, quoted, signature = (clean_html(part) for part in (parts.reply, parts.quoted, parts.signature))
    return Body(
        html_reply=reply.html,
        html_quoted=quoted.html,
        html_signature=signature.html,
        text_reply=html_to_text(parts.reply),
        text_quoted=html_to_text(parts.quoted),
        text_signature=html_to_text(parts.signature),
        remote_images=reply.remote_images + quoted.remote_images + signature.remote_images,
    )


def _text_body(parts: Parts) -> Body:
    return Body(
        html_reply=text_to_html(parts.reply),
        html_quoted=text_to_html(parts.quoted),
        html_signature=text_to_html(parts.signature),
        text_reply=parts.reply,
        text_quoted=parts.quoted,
        text_signature=parts.signature,
    )
