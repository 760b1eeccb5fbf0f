"""The routers of this room, with the prefix of each."""

from .recipient_addresses import router as recipient_addresses
from .suspended_tickets import router as suspended_tickets
from .webhook_tests import router as webhook_tests
from .webhooks import router as webhooks

ROUTERS = (
    ("/suspended_tickets", suspended_tickets), ("/recipient_addresses", recipient_addresses), ("/webhooks", webhooks),
    ("/webhooks", webhook_tests),
)  # fmt: skip
