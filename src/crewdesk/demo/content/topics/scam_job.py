"""Reports of fraudulent jobs and payments outside the platform."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import TRUST

TOPIC = Topic(
    key="scam_job",
    category="Abuse reports",
    subcategory="Scam or off-platform payment",
    group=TRUST,
    side="talent",
    weight=4,
    priorities={"normal": 4, "high": 5, "urgent": 1},
    types={"incident": 8, "question": 2},
    tags=("abuse", "scam"),
    attachments=("screenshot",),
    typical_turns=3,
    resolution="Reported account removed; reporter informed.",
    notes=marked("""
        @1 Same text as {number} other posts this week, new account each time. Blocked, added to the pattern
        list.
        --
        @2 Second report about this client. Account stopped while I look.
    """),
    english=Text(
        subjects=lines("""
            Scam job post
            Client wants to pay outside Harbor
            Suspicious job "{job}"
            Asked to pay a deposit
            Report a fake client
        """),
        openings=calm("""
            @1 I want to report the job "{job}". The client asks everyone to buy "training software" for
            {deposit} before beginning. I didn't pay, but others might.
            --
            @1 A client invited me, and after two messages asked me to go on in another messenger, where
            somebody offered me {amount} a week for "liking products". Screenshots attached.
            --
            @2 Is it normal for a client to send a cheque and ask me to pass on part of it? The job is
            simple data entry, and the pay sounds too good.
            --
            @3 I'm afraid that I fell for it. I sent a client my ID and a code I'd received by text message.
            He said that it was needed for the contract. What should I do now?
            --
            @2 {other} would like to pay me directly, because "the company's card has a problem with
            Harbor". I don't want to accuse anybody wrongly. Could you have a look?
            --
            @1 The same client has posted the same job under three names today, I recognise the spelling
            mistakes. It's always a link to a form that wants one's bank details.
        """)
        + angry("""
            @1 Every second job in my feed is a scam lately. I report them and the next day they're back
            under another name. Do you want to lose the honest ones?
        """)
        + terse("""
            @1 scam: "{job}", asks for money upfront
            --
            @2 client {other_first} wants bank transfer instead of harbor. allowed?
        """),
        extras=marked("""
            @12 I've not answered him any more since then.
            --
            @12 I hope this helps to protect others.
        """),
        asks=exchanges("""
            @3 Please don't blame yourself, these people do it for a living. Did you share a password or
            bank details too, and when did you send the code?
            >>
            No bank details. The code was yesterday, around {time}.
            >>
            Only the ID and the code. It was about {few_hours} hours ago.
        """),
        fixes=texts("""
            Thank you for reporting it. The account has been removed, and everybody who had applied has been
            warned and got their credits back. You did exactly the right thing. With the flag next to a job
            such reports reach us even faster.
            --
            Your feeling is right: an honest client has no reason to pay around Harbor, and cheques that
            have to be passed on are always fraud. I've stopped the account while we look into it. Please
            don't accept anything from them; your own account isn't in any trouble for asking.
            --
            I've ended all your sessions, set your withdrawals on hold for three days, and blocked the other
            account. Please change your password now, switch on two-step verification, and tell your local
            police about the ID; they can note it in case of misuse. Nothing has been taken from your
            account so far.
        """),
        follow_ups=exchanges("""
            Thank you for acting so quickly!
            >>
            Thanks to you. One report often saves a dozen people.
        """),
    ),
)
