"""First questions of somebody who thinks about hiring."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import T1

TOPIC = Topic(
    key="onboarding_client",
    category="Profile & proposals",
    subcategory="Getting started",
    group=T1,
    side="client",
    weight=3,
    priorities={"low": 4, "normal": 6},
    types={"question": 10},
    tags=("getting_started",),
    typical_turns=3,
    resolution="First questions answered; client posted a job.",
    notes=marked("""
        @3 Could become a bigger account, {number} freelancers planned. Told the sales people.
        --
        @12 Just browsing. Friendly.
    """),
    english=Text(
        subjects=lines("""
            How does hiring work?
            New to Harbor
            Question before I sign up
            Hourly or fixed price?
            Contract and copyright questions
        """),
        openings=calm("""
            @1 I run a small company and have never hired a freelancer online. We need somebody for {skill},
            perhaps {few_hours} hours a week. How does it work, and how do I know that the person really
            works?
            --
            @2! Who owns what the freelancer makes? Our lawyer asks whether there's a contract between us
            and the freelancer, or between us and you.
            --
            @1 For "{job}", would you advise an hourly contract or a fixed price? I can describe the result
            well, but I've no idea how long it takes.
            --
            @3! We'd like to hire {number} people for customer support in several languages, over the next
            {few_hours} months. Is Harbor made for that, and is there somebody we could talk to?
            --
            @1 What happens if I'm not happy with somebody? I'd like to know how to get out before I go in,
            so to speak.
            --
            @2! Can a freelancer sign our own confidentiality agreement? We work for a clinic and can't
            begin without it.
        """)
        + angry("""
            @1 I've been trying to understand your prices for half an hour. Every page has a button "get
            started" and none has a number. What does it cost?
        """)
        + terse("""
            @1 hourly or fixed for a {skill} job?
            --
            @2! NDA possible?
        """),
        fixes=texts("""
            In short: you describe the job, people apply or you invite them, you talk to two or three, and
            you hire one. Hourly is best when the work is open-ended: the tracker records time and takes a
            picture of the screen every ten minutes, and you pay weekly for what was worked, up to a limit
            that you set. Fixed price is best when you can describe the result. You can end either at any
            time. Signing up is free, and the client's fee is 5 percent of what you pay.
            --
            The contract is between you and the freelancer; Harbor provides the terms unless the two of you
            agree on others. Under those terms all rights pass to you with the payment. You can attach your
            own agreement, confidentiality included, to the offer, and accepting the offer signs it.
            --
            That's very much what it's made for. Teams of that size usually begin with five people in one
            language, and grow from there once the rhythm is right. I've asked a colleague who looks after
            larger teams to write to you; you'll hear from her by {soon}.
        """),
        follow_ups=exchanges("""
            @1 Thank you, that was clear. How long does it usually take to find someone?
            >>
            Half of all jobs are filled within three days. The better the first paragraph, the quicker.
        """),
    ),
)
