"""Insults, threats and discrimination between members."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import TRUST

TOPIC = Topic(
    key="harassment",
    category="Abuse reports",
    subcategory="Harassment",
    group=TRUST,
    side="both",
    weight=1.5,
    priorities={"high": 7, "urgent": 3},
    types={"incident": 10},
    tags=("abuse", "harassment"),
    attachments=("screenshot",),
    typical_turns=3,
    resolution="Account of the offender warned or removed; reporter informed.",
    notes=marked("""
        @1 Read the thread. Clear case. Removed the account, saved the evidence.
        --
        @2 One line too many, in writing. Final warning sent, contact blocked both ways.
    """),
    english=Text(
        subjects=lines("""
            Report of abusive messages
            Harassment by {other}
            Insulted by a client
            Inappropriate messages
            Please block this person
        """),
        openings=calm("""
            I'd like to report {other} for the messages of {date}. It began with criticism, which is fine,
            and ended with insults about where I come from. I've attached a part of it.
            --
            @t A member keeps asking me for private photos and a date, in a chat that's about "{job}". I've
            told him twice to stop. I don't want to lose the contract, but I don't want this either.
            --
            @t How can I block someone? I ended the contract with {other}, and since then I get messages
            through every new job I look at.
            --
            @t After I'd declined an offer the person found me on social media and writes to my friends
            there. Is there anything that you can do?
            --
            During a video call my counterpart shouted at me for a quarter of an hour and called me things
            I'd rather not repeat. There's no recording. I'm still shaking a little. Does it count if it's
            my word against theirs?
            --
            @c I'm reporting this for a freelancer on our team, who's too polite to do so. Another member
            writes to her in a way that nobody should have to read at work. The conversation is on
            {contract_id}.
        """)
        + angry("""
            @t I will not be called an idiot by somebody who pays {rate} an hour. And I expect you to do
            something about it this time, not to "encourage respectful communication".
        """)
        + terse("""
            please block {other}. insults, see screenshot
            --
            Report: threats in chat on {contract_id}, {date}
        """),
        fixes=texts("""
            I'm sorry that you had to read that. It has no place here. I've removed the account, and the
            person can't contact you on Harbor any more, under any name we can recognise. If there's
            a contract, it ends without
            any effect on your score.
            --
            Thank you for telling us, I know that it isn't easy. I've blocked the contact in both
            directions, given the person a final warning, and put a note on the file. Should anything reach
            you outside Harbor, keep it, and think about telling the police; we'd support them with what we
            have.
            --
            Your word counts. I've spoken with the other side, and I've ended the contract on your behalf,
            without a review from either of you. You can block anybody yourself from the three dots next to
            their name. If you'd like to talk about it with a person, just answer, and I'll call you.
        """),
        follow_ups=exchanges("""
            Thank you for taking it seriously.
            >>
            Always. Take care, and write to me directly if anything comes up again.
        """),
    ),
)
