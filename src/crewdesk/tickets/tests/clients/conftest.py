"""A desk of its own, its admin's token, and clients of the dialect pointed at the running servers."""

from urllib.parse import urlsplit

import pytest

from crewdesk.accounts.operations.tokens import create_token
from crewdesk.core.clock import now


@pytest.fixture
def token(committed_harbor) -> str:
    with committed_harbor.scope():
        return create_token(user=committed_harbor.ada, name="client", scopes=("read", "write"), by=None, at=now())[1]


@pytest.fixture
def zenpy(live_url, committed_harbor, token):
    """zenpy with nothing changed but its base URL. It knows no other scheme than https, and we end no TLS here."""
    import requests
    from requests.adapters import HTTPAdapter
    from zenpy import Zenpy

    class WithoutTls(HTTPAdapter):
        def send(self, request, **options):
            request.url = request.url.replace("https://", "http://", 1)
            return super().send(request, **options)

    session = requests.Session()
    session.mount("https://", WithoutTls())
    # It joins subdomain and domain by a dot: 127 and 0.0.1 make our address.
    yield Zenpy(
        domain=f"0.0.1:{urlsplit(live_url).port}",
        subdomain="127",
        email=committed_harbor.ada.email,
        token=token,
        session=session,
        disable_cache=True,
    )
    session.close()
