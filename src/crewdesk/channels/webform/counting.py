"""How often an address or a network did something of late. Kept in the database, since any number of processes answer."""

import ipaddress
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.db import connection
from django.db.models import Sum
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from crewdesk.core.tenancy import require_desk

from ..models import FormCount

Kind = FormCount.Kind
HOUR = timedelta(hours=1)
KEPT = timedelta(hours=3)
# Whoever has IPv6 has at least a /64 of it.
PREFIX = {4: 32, 6: 64}
_UPSERT = f"""
INSERT INTO {FormCount._meta.db_table} AS counted (desk_id, kind, key, hour, count) VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (desk_id, kind, hour, key) DO UPDATE SET count = counted.count + 1"""


def network_of(request: HttpRequest) -> str:
    """The network that a request comes from."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    return str(ipaddress.ip_network((address, PREFIX[address.version]), strict=False))


def count(kind: Kind, value: str, *, at: datetime) -> int:
    """Count one more, and tell how many there were within the hour before `at`, this one included."""
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT, [require_desk(), kind, _key(kind, value), _hour(at)])
    return counted(kind, value, at=at)


def counted(kind: Kind, value: str, *, at: datetime) -> int:
    """How many there were within the hour before `at`."""
    return _within_hour(FormCount.objects.filter(kind=kind, key=_key(kind, value)), at)


def counted_at_desk(kind: Kind, *, at: datetime) -> int:
    """The same for all values of the desk together."""
    return _within_hour(FormCount.objects.filter(kind=kind), at)


def forget_old(*, at: datetime) -> None:
    """Remove counts that no question reaches any more."""
    FormCount.objects.filter(hour__lt=at - KEPT).delete()


def _within_hour(rows, at: datetime) -> int:
    """All of this hour, and of the one before it the share that lies less than an hour back."""
    present = _hour(at)
    sums = dict(rows.filter(hour__in=(present, present - HOUR)).values_list("hour").annotate(Sum("count")))
    return sums.get(present, 0) + int(sums.get(present - HOUR, 0) * (1 - (at - present) / HOUR))


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _key(kind: str, value: str) -> str:
    # Keyed: a dump of the database names neither addresses nor networks.
    return salted_hmac("channels.form_count", f"{require_desk()}:{kind}:{value}", algorithm="sha256").hexdigest()
