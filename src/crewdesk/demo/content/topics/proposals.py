"""Proposals without an answer, boosts, visibility."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import QUALITY, T1

TOPIC = Topic(
    key="proposals",
    category="Profile & proposals",
    subcategory="Proposals",
    group=T1,
    side="talent",
    weight=3,
    priorities={"low": 6, "normal": 4},
    types={"question": 10},
    tags=("proposals",),
    typical_turns=3,
    escalates_to=QUALITY,
    resolution="Advice given; search visibility checked and fine.",
    notes=marked("""
        @1 Visible in search for {skill}, page 4. Nothing hidden. {number} proposals, all the same text.
        --
        @1 Availability was set to "not available" since {earlier}. That's all it was.
    """),
    english=Text(
        subjects=lines("""
            No answers to my proposals
            Is my profile visible?
            Withdraw a proposal
            Proposal boost not working
            Proposal limit
        """),
        openings=calm("""
            @1 I've sent {number} proposals since {earlier} and had not one answer. Is my profile visible to
            clients at all? I'm starting to think that they land nowhere.
            --
            @2! I made a mistake in a proposal: I wrote {rate} for the whole project instead of per hour.
            Can I change it, or do I have to withdraw it?
            --
            @3! I boosted a proposal with {credits} credits, and it doesn't show among the first. How can I
            see where it is?
            --
            @3! A client invited me to a job, and when I answered it said "no longer available". Do I get my
            credits back in such a case?
            --
            @1 My profile disappeared from the search. I typed my own name and my skill ({skill}), and I go
            through ten pages without finding myself. Last month I was on the second.
            --
            @1 Can somebody tell me honestly what's wrong with my proposals? I can take it. Attached is one
            that I thought was good.
        """)
        + angry("""
            @1 {number} proposals, {credits} credits, zero answers. Half of the jobs are never filled
            anyway. It feels like paying for lottery tickets.
        """)
        + terse("""
            @1 am I visible in search? {skill}
            --
            @2! withdraw proposal for "{job}" please
        """),
        extras=marked("""
            @1 I'm online every day and answer within an hour.
            --
            @1 Before that I usually got one answer in ten.
        """),
        fixes=texts("""
            I've checked: your profile is visible, and your proposals were opened, about a third of them by
            a client. Two things that I'd change. Your first line talks about you, make it about their
            problem. And most of the jobs you chose already had fifty proposals; filter for posts younger
            than a day. Also make sure that your availability isn't set to "not at the moment".
            --
            As long as the client hasn't answered you can do both. Under Proposals > Active, open it and
            choose "Edit terms" to correct the price, or "Withdraw" to take it back. The client sees only
            the last version. Credits aren't returned for a withdrawal.
            --
            Boosts are an auction: up to four places go to the highest bids at any moment, and you pay only
            if you keep one. Under Proposals > Active you see your place. If a client closes a job without
            hiring, the credits come back by themselves within a day; for the job you mention I've just
            checked, and they're back.
        """),
        follow_ups=exchanges("""
            @1 Thank you for the honest words. I'll try it with shorter ones.
            >>
            Good luck! Write to me in two weeks and tell me how it went, I'm curious.
        """),
    ),
)
