"""Developers with trouble at Harbor's API."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import T2

TOPIC = Topic(
    key="api_error",
    category="Technical problems",
    subcategory="API",
    group=T2,
    side="client",
    weight=1.8,
    priorities={"low": 1, "normal": 6, "high": 3},
    types={"incident": 5, "problem": 3, "question": 2},
    tags=("api", "developer"),
    fields=("operating_system",),
    attachments=("log",),
    typical_turns=4,
    resolution="Cause found in the request log; documentation corrected.",
    notes=marked("""
        @1 Request {error_ref}: token was made by a member who left the team.
        --
        @2 Rate limit, {number} calls a second from one address. Told them about the bulk endpoint.
        --
        @2 Docs say "cursor", code wants "after". Docs ticket filed.
    """),
    english=Text(
        subjects=lines("""
            API returns 502
            401 with valid token
            Rate limit on timesheets endpoint
            Webhook not delivered
            API pagination question
        """),
        openings=calm("""
            @1 Our nightly import of timesheets fails since {date}. The token has not changed. Here's the
            output:

            {api_trace}

            Could you check from your side what happens with that request?
            --
            @2 What's the rate limit for /v1/timesheets? The documentation says 40 requests a second, but
            we're blocked after about ten. We sync {number} contracts.
            --
            @3 We don't receive webhooks for "contract.ended" any more, while "contract.started" still
            comes. The endpoint answers 200 in under a second. The last delivery that we have on file is
            from {earlier}.
            --
            @1 I get a 401 although the same token works with curl on my laptop. On our server it doesn't:

            {api_trace}
            --
            @2 Is there a bulk export? I need all the transactions of {years} years and page through them 50
            at a time. It works, but it takes a day, and that can't be what you had in mind.
            --
            @2 Pagination on the messages endpoint repeats items. If I ask for page after page, with the
            cursor from the answer, I get about {number} duplicates in a thousand. Am I using it wrong?
        """)
        + angry("""
            @13 You changed the API without notice and broke our payroll import the night before payday.
            Versioning exists for a reason.
        """)
        + terse("""
            @1 401 since {date}, request {error_ref}
            --
            @3 webhooks stopped {earlier}, app id {number}
        """),
        extras=marked("""
            Happy to test something on our side, we're in the {city} time zone.
            --
            @13 Log of the last run:

            {api_log}
        """),
        asks=exchanges("""
            @13 Thanks for the details. Could you give me the value of the x-request-id header of one failed
            call, and the first eight characters (not more) of the token's id?
            >>
            The request id is {error_ref}. The token was made by a colleague who left in spring, if that
            matters.
            >>
            {error_ref}. It happens with every call, so you should see plenty.
        """),
        fixes=texts("""
            The token belongs to a member who is no longer in your team, and such tokens end together with
            the membership. Please make a new one under Settings > Developer, best with a service account,
            so that it survives the next change of staff.
            --
            The limit is 40 a second for each company, and 10 for each token, which the documentation should
            say and from today does. For large reads use /v1/exports: you ask for it once, and get a link to
            a file some minutes later. Duplicates can appear while data changes under you; the export is
            free of them.
            --
            Deliveries had been switched off after {number} failures in a row on {earlier}, when your
            endpoint answered with a redirect. I've switched them on again and replayed what was missed.
            Under Settings > Developer > Webhooks you can have yourself warned before that happens.
        """),
        follow_ups=exchanges("""
            Confirmed, it's running. Will there be a changelog that one can subscribe to?
            >>
            There is one, at developers.harbor.example/changes, with a feed. Breaking changes are announced
            there 90 days ahead.
        """),
    ),
)
