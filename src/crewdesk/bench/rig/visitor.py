"""A browser reduced to what costs the server something: one connection kept alive, one session."""

import http.client
import re
from urllib.parse import urlencode

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    """Signs in by the form, then asks for pages over one connection."""

    def __init__(self, port: int, *, email: str, password: str):
        self.port, self.cookies = port, {}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        token = _TOKEN.search(self.get("/accounts/login/"))[1]
        self._ask("POST", "/accounts/login/", {"login": email, "password": password, "csrfmiddlewaretoken": token}, expected=302)

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self.connection.close()

    @property
    def cookie_header(self) -> str:
        """The Cookie header of the session."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def get(self, path: str) -> str:
        """The page at `path`. Raises RuntimeError for anything but 200."""
        return self._ask("GET", path, None, expected=200)

    def post(self, path: str, fields: dict[str, str]) -> str:
        """Send a form as htmx does."""
        return self._ask("POST", path, fields, expected=200)

    def _ask(self, method: str, path: str, fields: dict | None, *, expected: int) -> str:
        headers = {"Cookie": self.cookie_header, "Host": f"localhost:{self.port}"}
        if fields is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.cookies.get("csrf", "")}
            headers |= {"HX-Request": "true"} if "csrfmiddlewaretoken" not in fields else {}
        self.connection.request(method, path, urlencode(fields) if fields is not None else None, headers)
        answer = self.connection.getresponse()
        body = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _equals, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        if answer.status != expected:
            raise RuntimeError(f"{method} {path} was answered {answer.status}: {body[:300]!r}")
        return body.decode()
