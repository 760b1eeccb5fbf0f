"""Small files to hang on messages, the same for the same seed."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from PIL import Image, ImageDraw, ImageFont

from .pdf import one_page_pdf
from .template import pick

_EPOCH = datetime(2026, 1, 5, 8, tzinfo=UTC)
_NOTICES = (
    ("Something went wrong", "Please try again later."),
    ("Withdrawal pending", "Your bank usually needs two to four working days."),
    ("Session expired", "Sign in to continue."),
    ("Document could not be verified", "Upload a sharper picture."),
    ("Card declined", "Your bank did not accept the payment."),
    ("Upload failed", "The connection was interrupted."),
)
_PAGES = ("Get paid", "Contracts", "Messages", "Settings", "Reports", "Find work")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file with its media type."""

    name: str
    content_type: str
    content: bytes


def screenshot(rng: Random) -> Attachment:
    """A PNG of a page of Harbor with a notice on it."""
    picture = Image.new("RGB", (900, 560), "#f4f5f7")
    draw = ImageDraw.Draw(picture)
    small, large = ImageFont.load_default(15), ImageFont.load_default(24)
    title, detail = pick(rng, _NOTICES)
    draw.rectangle((0, 0, 900, 52), fill="#12355b")
    draw.text((24, 14), "Harbor", font=large, fill="white")
    for place, page in enumerate(_PAGES):
        draw.text((150 + place * 115, 18), page, font=small, fill="#c7d6e8")
    draw.rounded_rectangle((40, 84, 860, 164), 8, fill="#fdecea", outline="#c0392b", width=2)
    draw.text((64, 98), title, font=large, fill="#922b21")
    draw.text((64, 132), f"{detail}  (ref {rng.getrandbits(32):08x})", font=small, fill="#5c3a36")
    for row in range(6):
        top = 196 + row * 56
        draw.rounded_rectangle((40, top, 860, top + 44), 6, fill="white", outline="#d9dde3")
        draw.text(
            (60, top + 13),
            f"HB-{rng.randrange(10000):04d}-{rng.randrange(10000):04d}",
            font=small,
            fill="#333",
        )
        draw.rectangle((240, top + 18, 240 + rng.randrange(160, 380), top + 26), fill="#d5dae1")
        draw.text((760, top + 13), f"${rng.uniform(20, 900):,.2f}", font=small, fill="#333")
    out = io.BytesIO()
    picture.quantize(32).save(out, "PNG")
    return Attachment("screenshot.png", "image/png", out.getvalue())


def statement(rng: Random) -> Attachment:
    """A CSV account statement of two to four weeks."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(("date", "type", "reference", "amount_usd", "balance_usd"))
    balance, day = rng.uniform(50, 600), _EPOCH + timedelta(days=rng.randrange(120))
    for _ in range(rng.randrange(12, 28)):
        kind = pick(rng, ("hourly", "hourly", "milestone", "service fee", "withdrawal", "bonus"))
        amount = rng.uniform(20, 480) if kind not in ("service fee", "withdrawal") else -rng.uniform(2, min(balance, 300))
        balance, day = balance + amount, day + timedelta(days=rng.randrange(1, 3))
        table.writerow((f"{day:%Y-%m-%d}", kind, f"PO-{rng.randrange(10**7):07d}", f"{amount:.2f}", f"{balance:.2f}"))
    return Attachment("statement.csv", "text/csv", out.getvalue().encode())


def log_file(rng: Random) -> Attachment:
    """A time tracker's log of one working day."""
    at, lines = _EPOCH + timedelta(days=rng.randrange(120)), []
    lines.append(f"{at:%Y-%m-%d %H:%M:%S} INFO  app: starting tracker 3.{rng.randrange(1, 7)}.{rng.randrange(10)}")
    for segment in range(rng.randrange(24, 48)):
        at += timedelta(seconds=590 + rng.randrange(20))
        event = pick(
            rng,
            (
                f"INFO  capture: segment {segment} stored",
                f"INFO  capture: segment {segment} stored",
                f"INFO  sync: segment {segment} uploaded",
                f"WARN  sync: timeout, segment {segment} waits",
                f"ERROR sync: POST /v1/segments -> 409 Conflict (ref {rng.getrandbits(32):08x})",
            ),
        )
        lines.append(f"{at:%Y-%m-%d %H:%M:%S} {event}")
    return Attachment("tracker.log", "text/plain", ("\n".join(lines) + "\n").encode())


def invoice(rng: Random) -> Attachment:
    """A one-page PDF invoice."""
    number, hours, rate = f"INV-2026-{rng.randrange(10**6):06d}", rng.randrange(4, 40), rng.randrange(12, 80)
    day = _EPOCH + timedelta(days=rng.randrange(120))
    lines = (
        "Harbor Marketplace Ltd",
        "",
        f"Invoice {number}",
        f"Date: {day:%Y-%m-%d}",
        f"Contract: HB-{rng.randrange(10000):04d}-{rng.randrange(10000):04d}",
        "",
        f"{hours} hours at ${rate}.00",
        f"Total: ${hours * rate:,}.00",
        "",
        "Paid by card. Thank you.",
    )
    return Attachment(f"{number}.pdf", "application/pdf", one_page_pdf(lines))


_MAKERS: dict[str, Callable[[Random], Attachment]] = {
    "screenshot": screenshot,
    "statement": statement,
    "log": log_file,
    "invoice": invoice,
}


def build(kind: str, seed: int) -> Attachment:
    """The file of ``kind`` (screenshot, statement, log, invoice) for ``seed``; ``KeyError`` for others."""
    return _MAKERS[kind](Random(f"{kind}-{seed}"))
