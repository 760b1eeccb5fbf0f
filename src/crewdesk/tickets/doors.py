"""Doors on a ticket page that rooms above hang something on: they fill them in their apps.py."""

from django.urls import reverse

_delivery_retry = ""


def offer_delivery_retry(url_name: str) -> None:
    """Name the address, taking desk, number and comment, that sends a failed reply once more."""
    global _delivery_retry
    _delivery_retry = url_name


def delivery_retry_url(desk: str, number: int, comment: int) -> str:
    """Where a failed reply is sent once more, or '' when no room offers it."""
    return reverse(_delivery_retry, args=[desk, number, comment]) if _delivery_retry else ""
