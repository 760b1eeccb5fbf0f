"""Log lines and stack traces that customers paste; indented by four spaces as code."""

from datetime import timedelta
from random import Random

from .template import pick

_LOGS = {
    "tracker": (
        (
            "INFO  capture: session started, contract {contract_id}",
            "WARN  capture: no screen permission, retrying in 30 s",
            "WARN  capture: no screen permission, retrying in 30 s",
            "ERROR capture: gave up after 5 attempts, segment dropped",
        ),
        (
            "INFO  sync: 6 segments waiting",
            "ERROR sync: POST /v1/segments -> 409 Conflict (ref {error_ref})",
            "INFO  sync: backing off 60 s",
            "ERROR sync: POST /v1/segments -> 409 Conflict (ref {error_ref})",
        ),
        (
            "INFO  app: starting tracker {tracker_version}",
            "INFO  app: {os}, 2 displays",
            "ERROR net: certificate verify failed: self-signed certificate in chain",
            "ERROR app: sign-in aborted",
        ),
    ),
    "upload": (
        (
            "INFO  upload: chunk 14/31",
            "WARN  upload: connection reset by peer",
            "INFO  upload: resuming at chunk 14",
            "ERROR upload: 413 payload too large (ref {error_ref})",
        ),
        (
            "INFO  upload: final_v3.mp4, 1183 MB, 38 chunks",
            "INFO  upload: chunk 38/38",
            "ERROR upload: checksum refused by server (ref {error_ref})",
            "INFO  upload: starting over",
        ),
    ),
    "api": (
        (
            "INFO  import: {number} contracts",
            "INFO  import: page 1, 50 items",
            "ERROR import: page 2 -> 401, giving up",
            "ERROR import: request {error_ref}, exit code 2",
        ),
        (
            "INFO  webhook: listening on :8443",
            "INFO  webhook: contract.started, 204 in 112 ms",
            "WARN  webhook: nothing received for 3600 s",
            "WARN  webhook: nothing received for 7200 s",
        ),
    ),
}
_TRACES = {
    "page": (
        (
            "TypeError: Cannot read properties of undefined (reading 'milestones')",
            "    at ContractPage.render (contract-page.3f91c.js:1:48213)",
            "    at update (runtime.b77d0.js:1:9042)",
            "    at async loadContract (contract-page.3f91c.js:1:50177)",
        ),
        (
            "ChunkLoadError: Loading chunk 318 failed.",
            "(timeout: https://static.harbor.example/318.{error_ref}.js)",
            "    at requestChunk (runtime.b77d0.js:1:2210)",
            "    at Array.reduce (<anonymous>)",
        ),
    ),
    "app": (
        (
            "FATAL EXCEPTION: main",
            "Process: example.harbor.app, PID: 21407",
            "java.lang.IllegalStateException: Room not attached",
            "  at example.harbor.app.chat.RoomFragment.onResume(RoomFragment.kt:131)",
            "  at androidx.fragment.app.Fragment.performResume(Fragment.java:3180)",
        ),
        (
            "Exception Type:  EXC_BREAKPOINT (SIGTRAP)",
            "Triggered by Thread:  0",
            "0   Harbor   ConversationList.member(at:) + 212",
            "1   Harbor   ConversationList.update() + 96",
        ),
    ),
    "api": (
        (
            "Traceback (most recent call last):",
            '  File "sync_hours.py", line 88, in <module>',
            "    page = client.timesheets(contract, cursor=cursor)",
            '  File "harbor_client/api.py", line 214, in timesheets',
            "    raise HarborApiError(response)",
            "harbor_client.errors.HarborApiError: 401 Unauthorized (request {error_ref})",
        ),
        (
            "curl: (22) The requested URL returned error: 401",
            "< HTTP/2 401",
            '< www-authenticate: Bearer error="invalid_token"',
            "< x-request-id: {error_ref}",
        ),
    ),
}


def _indented(lines: list[str]) -> str:
    return "\n".join("    " + line for line in lines)


def log(facts, program: str) -> str:
    """Four lines of a program's log (tracker, upload, api), a few seconds apart."""
    rng: Random = facts.rng
    at, lines = facts.at - timedelta(minutes=rng.random() * 300), []
    for line in pick(rng, _LOGS[program]):
        at += timedelta(seconds=1 + rng.random() * 45)
        lines.append(f"{at:%Y-%m-%d %H:%M:%S} {line.format_map(facts)}")
    return _indented(lines)


def trace(facts, program: str) -> str:
    """A stack trace or the headers of a failed call (page, app, api)."""
    return _indented([line.format_map(facts) for line in pick(facts.rng, _TRACES[program])])
