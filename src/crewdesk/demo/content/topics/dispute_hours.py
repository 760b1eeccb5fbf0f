"""A client has disputed a freelancer's hours; the freelancer writes."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import QUALITY

TOPIC = Topic(
    key="dispute_hours",
    category="Disputes & refunds",
    subcategory="Disputed hours",
    group=QUALITY,
    side="talent",
    weight=2,
    priorities={"normal": 3, "high": 7},
    types={"incident": 8, "question": 2},
    tags=("dispute", "hourly"),
    fields=("contract_id", "transaction_amount"),
    attachments=("log", "screenshot"),
    typical_turns=5,
    resolution="Hours with screenshots and memos upheld; the rest withdrawn.",
    notes=marked("""
        @1 Checked the diary: activity is low from {time}, memos are good. I'd uphold all but the last
        {minutes} minutes.
        --
        Client disputes on principle, fourth time this year. Raised with @Helene.
    """),
    english=Text(
        subjects=lines("""
            Client disputed my hours
            Dispute on {contract_id}
            Hours under review
            Lost {amount} in a dispute?
            Payment protection question
        """),
        openings=calm("""
            My client has disputed {hours} hours of last week on {contract_id}. I have screenshots and a
            memo for every segment. What do you need from me, and by when?
            --
            I got a mail that {amount} is "under review". Nobody told me why, {other} has not written to me.
            Am I allowed to ask the client directly?
            --
            The reason given for the dispute is "low activity". I read documents for a living! I'm a {skill}
            person, I think, I don't type all day long. How do you look at that?
            --
            It's my first dispute ever and I'm quite upset. I've done {number} contracts here. Will it be on
            my profile for ever? I'd even give the money back if it makes this go away, although I did the
            work.
            --
            About the dispute on {contract_id}: the client approved these hours himself in the chat on
            {date}, see the screenshot. Two days later he disputes them. How can both be true?
            --
            If I understand it correctly, I have five days to answer the dispute. I'm at a family event
            without a computer until {soon}. Can I have a few days more?
        """)
        + angry("""
            So a client can take away {hours} hours of my life with one click, and I have to prove that I
            worked? The tracker took a picture every ten minutes. What more proof can there be?
        """)
        + terse("""
            dispute {contract_id}: all memos are there. please decide
            --
            Client disputes {amount}. I disagree. What next?
        """),
        extras=marked("""
            The log of that day is attached.
            --
            I'm not looking for a fight, I'd just like it to be fair.
        """),
        asks=exchanges("""
            I'm looking after this case, for both of you. Could you tell me in a few sentences what you
            worked on in the disputed time, and whether there's a part of it that you'd agree to take off?
            >>
            It was research and two calls, all of it in the memos. Perhaps the last {minutes} minutes could
            go, I was waiting for an answer.
            >>
            All of it was work on "{job}". There's nothing that I could honestly take off.
        """),
        fixes=texts("""
            I've been through the diary segment by segment. The hours with memo and screenshots stand, and
            {amount} will be paid out with the next weekly run. Low activity by itself is no reason to
            reject time: reading is work. There's no trace of the case on your profile.
            --
            Good news: {other} has withdrawn the dispute after seeing your explanation. The hours are
            payable as usual. You may answer each other in the chat again, and I'd suggest agreeing on [a
            weekly summary|a short note at the end of each day] from now on, it prevents most of these.
            --
            I've given you until {soon} to answer, so take your time. For the outcome I look at three
            things: was there a memo, does the screen fit the memo, was the work part of the contract. From
            what I see so far you needn't worry much.
        """),
        follow_ups=exchanges("""
            Thank you for being fair about it. Should I end the contract with this client?
            >>
            That's up to you. If you go on, talk about expectations first. If you don't, ending it now won't
            count against you.
        """),
    ),
)
