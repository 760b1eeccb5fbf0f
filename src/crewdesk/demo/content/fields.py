"""The custom fields of Harbor's ticket forms, and what a story fills into them."""

from collections.abc import Callable
from dataclasses import dataclass

from .slots import Facts


@dataclass(frozen=True, slots=True)
class Field:
    """A custom field: ``kind`` is text, regex, date, decimal or dropdown; ``pattern`` for a regex."""

    key: str
    title: str
    kind: str
    pattern: str = ""
    options: tuple[str, ...] = ()


SEVERITIES = ("minor", "normal", "serious", "critical")
FIELDS: tuple[Field, ...] = (
    Field("contract_id", "Contract", "regex", r"^HB-\d{4}-\d{4}$"),
    Field("invoice_id", "Invoice", "regex", r"^INV-\d{4}-\d{6}$"),
    Field("transaction_date", "Transaction date", "date"),
    Field("transaction_amount", "Transaction amount (USD)", "decimal"),
    Field(
        "payout_method",
        "Payout method",
        "dropdown",
        options=("local bank transfer", "wire transfer", "instant card payout", "e-wallet"),
    ),
    Field("operating_system", "Operating system", "text"),
    Field("browser", "Browser", "text"),
    Field("device", "Device", "text"),
    Field("app_version", "App version", "text"),
    Field("tracker_version", "Tracker version", "text"),
    Field("severity", "How bad is it?", "dropdown", options=SEVERITIES),
)
_SLOTS = {
    "transaction_date": "_date",
    "transaction_amount": "_amount",
    "payout_method": "method",
    "operating_system": "os",
}
_WRITTEN: dict[str, Callable] = {
    "transaction_date": lambda d: d.isoformat(),
    "transaction_amount": "{:.2f}".format,
}


def filled_fields(keys: tuple[str, ...], facts: Facts, *, form: bool) -> dict[str, str]:
    """Values by key. A ``form`` asks for all of them; from a letter only what was mentioned is known."""
    return {key: _WRITTEN.get(key, str)(facts[_SLOTS.get(key, key)]) for key in keys if form or _SLOTS.get(key, key) in facts}
