"""A small OpenID Connect provider on loopback: discovery, JWKS, authorization and token endpoint with PKCE.

It speaks OpenID Connect Core 1.0 §3.1 and RFC 7636, and says in its ID tokens whatever a test tells it to.
"""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "crewdesk", "a secret of the provider"


class FakeProvider:
    """`claims` are what the next ID token adds to, or changes in, an honest one."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims: dict = {}
        self.codes: dict[str, dict] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def authorize(self, address: str) -> str:
        """What the browser is sent back to: the person agreed at the authorization endpoint."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["client_id"] == CLIENT_ID
        assert asked["response_type"] == "code"
        code = f"code-{len(self.codes)}"
        self.codes[code] = {"challenge": asked["code_challenge"], "redirect_uri": asked["redirect_uri"]}
        back = urlsplit(asked["redirect_uri"])
        return f"{back.path}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: dict) -> tuple[int, dict]:
        """The token endpoint: a code works once, for its verifier and redirect address."""
        pending = self.codes.pop(form.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
        honest = pending and (pending["challenge"], pending["redirect_uri"]) == (proof, form.get("redirect_uri"))
        if not honest or (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return 400, {"error": "invalid_grant"}
        at = int(time.time())
        facts = {"iss": self.issuer, "aud": CLIENT_ID, "sub": "s-1", "iat": at, "exp": at + 300} | self.claims
        token = jwt.encode(
            {name: value for name, value in facts.items() if value is not None}, self.key, algorithm="RS256", headers={"kid": "k"}
        )
        return 200, {"access_token": "unused", "token_type": "Bearer", "expires_in": 300, "id_token": token}

    def document(self, path: str) -> dict | None:
        """The documents that anybody may read."""
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize", "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks", "token_endpoint_auth_methods_supported": ["client_secret_post"],
                "response_types_supported": ["code"], "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
            }  # fmt: skip
        if path == "/jwks":
            return {"keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key())) | {"kid": "k", "use": "sig"}]}
        return None

    def _handler(self):
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                document = provider.document(self.path)
                self._answer(200 if document else 404, document or {})

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self._answer(*provider.token({name: values[0] for name, values in parse_qs(body).items()}))

            def _answer(self, status: int, document: dict):
                body = json.dumps(document).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args):
                pass

        return Handler
