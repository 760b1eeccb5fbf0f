"""allauth's HTTP goes by core.fetch: an issuer that a desk named must not lead into our own network."""

from requests import PreparedRequest, Response, Session
from requests.adapters import BaseAdapter
from requests.exceptions import ConnectionError
from requests.structures import CaseInsensitiveDict

from crewdesk.core.fetch import CannotFetch, fetch

MOST_BYTES = 1024 * 1024
SECONDS = 15.0
# fetch speaks plainly and once.
ITS_OWN = {"accept-encoding", "connection", "content-length", "user-agent"}


class FetchingAdapter(BaseAdapter):
    """Hands a request of `requests` to core.fetch."""

    def send(self, request: PreparedRequest, **_options) -> Response:
        headers = {name: value for name, value in request.headers.items() if name.lower() not in ITS_OWN}
        body = request.body.encode() if isinstance(request.body, str) else request.body
        try:
            answer = fetch(request.url, method=request.method, headers=headers, body=body, most_bytes=MOST_BYTES, seconds=SECONDS)
        except CannotFetch as problem:
            raise ConnectionError(str(problem), request=request) from problem
        response = Response()
        response.status_code, response.url, response.request = answer.status, answer.url, request
        response.headers = CaseInsensitiveDict(answer.headers)
        response._content = answer.body
        return response

    def close(self) -> None:
        """Nothing is kept open."""


def guard(session: Session) -> Session:
    """Let the session fetch by that rule alone."""
    session.mount("https://", FetchingAdapter())
    session.mount("http://", FetchingAdapter())
    session.trust_env = False
    return session
