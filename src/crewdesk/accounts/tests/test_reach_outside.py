"""What a desk's choice of identity provider may make the server talk to; core.fetch has the tests of the rule itself."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from allauth.socialaccount.adapter import get_adapter
from requests import RequestException


@pytest.fixture
def listener():
    """A server on loopback that writes down who knocks and what they bring."""
    heard = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append((self.headers["Host"], self.rfile.read(int(self.headers["Content-Length"]))))
            body = b'{"error": "invalid_grant"}'
            self.send_response(400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}", heard
    server.shutdown()
    server.server_close()


def test_our_own_network_hears_nothing(listener, settings):
    settings.FETCH_ALLOW_PRIVATE = ()
    address, heard = listener
    with get_adapter().get_requests_session() as session, pytest.raises(RequestException):
        session.post(address, data={"code": "x"})
    assert heard == []


def test_what_may_be_reached_gets_the_form_and_gives_its_answer(listener, settings):
    settings.FETCH_ALLOW_PRIVATE = ("127.0.0.0/8", "::1/128")
    address, heard = listener
    with get_adapter().get_requests_session() as session:
        answer = session.post(address, data={"code": "x"})
    assert heard == [(address.removeprefix("http://"), b"code=x")]
    assert (answer.status_code, answer.ok, answer.json()) == (400, False, {"error": "invalid_grant"})
