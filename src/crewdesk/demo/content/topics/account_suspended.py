"""A suspended account, and the appeal."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import TRUST

TOPIC = Topic(
    key="account_suspended",
    category="Identity & account security",
    subcategory="Suspension",
    group=TRUST,
    side="both",
    weight=4,
    priorities={"normal": 4, "high": 6},
    types={"question": 6, "incident": 4},
    tags=("suspension", "appeal"),
    typical_turns=4,
    resolution="Appeal reviewed; outcome explained to the customer.",
    notes=marked("""
        @1 Flagged for contact details in proposals, {number} of them in one hour. First time. A warning is
        enough.
        --
        @2 Device shared with two closed accounts. Household or fraud? Asked, waiting.
        --
        @Naledi second pair of eyes, please. I would lift it.
    """),
    english=Text(
        subjects=lines("""
            Account suspended without reason
            Appeal
            Why is my account on hold?
            Suspension - please review
            My account was restricted on {date}
        """),
        openings=calm("""
            My account was suspended on {date}. The e-mail speaks of "activity that is against our terms"
            but doesn't say which. I've read the terms twice and honestly don't know. Can you please tell me
            what I did?
            --
            @t I'd like to appeal the suspension. I think it's because I wrote my e-mail address in a
            proposal. [A client had asked for it|I didn't know that it isn't allowed], and I won't do it
            again.
            --
            @2t! My sister and I both work on Harbor from the same flat, on one internet line, and sometimes
            on the same laptop. Now both accounts are blocked. Is that the reason? We can both prove who we
            are.
            --
            @3c Our company account was restricted and three contracts stand still, among them "{job}".
            We've {number} people waiting. Whom do I have to talk to?
            --
            @t I have been on Harbor for {years} years. {number} contracts, never a complaint. One morning I
            open the computer and I'm "suspended". I live from this. I'm not asking for a favour, only for
            somebody to look at it properly.
            --
            @1t Hello, is a suspension for ever? I made a mistake with my proposals, I copied the same text
            to many jobs because a video said so. I understand now that this is spam.
        """)
        + angry("""
            @t Suspended. No warning, no explanation, no phone number. You hold {amount} of my money. This
            is not how you treat people who earn your fees for you. I expect an answer today.
        """)
        + terse("""
            account suspended[| since {date}]. [why?|reason?] [please reactivate|pls help]
            --
            Appeal for {email}, suspended {date}. I did nothing wrong.
        """),
        extras=marked("""
            I have two running contracts and the clients don't know what's going on.
            --
            What happens to the {amount} in my balance?
        """),
        asks=exchanges("""
            I'm the person who reviews this, so you don't need to tell it to anybody else. Does anyone
            besides you use your account or your computer, and do you have a second account, even an old
            one?
            >>
            @2 My wife has her own account and we share the computer.
            >>
            @1 No, only me, and only this account.
            >>
            @3c Two colleagues of mine know the password. We thought that was fine for a company.
        """),
        fixes=texts("""
            I've reviewed it and lifted the suspension. The reason was contact details in several proposals
            within a short time, which our filters take for spam. Please keep the conversation on Harbor
            until there's a contract; after that you may exchange whatever you need. This stays a first
            warning, nothing else.
            --
            Sharing a home or a computer is fine, we only have to know about it. I've noted on both accounts
            that they belong to two people in one household, and both are open again. Please keep payout
            methods separate, one for each person.
            --
            The account is open again and your contracts go on. It had been stopped because the same sign-in
            was used in two countries at the same time. For a company there's a better way: invite each
            colleague under Settings > Team, so that everyone has their own sign-in.
        """),
        follow_ups=exchanges("""
            Thank you so much, I'm relieved. Will clients see that I was suspended?
            >>
            No. It isn't shown anywhere and it doesn't change your score.
        """),
    ),
)
