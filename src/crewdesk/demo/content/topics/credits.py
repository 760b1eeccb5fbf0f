"""Credits for proposals: bought, missing, expired, returned."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import FINANCE, T1

TOPIC = Topic(
    key="credits",
    category="Credits",
    subcategory="Credits missing or expired",
    group=T1,
    side="talent",
    weight=4,
    priorities={"low": 3, "normal": 7},
    types={"question": 6, "incident": 4},
    tags=("credits",),
    fields=("transaction_date", "transaction_amount"),
    attachments=("screenshot",),
    typical_turns=3,
    escalates_to=FINANCE,
    resolution="Credits booked by hand.",
    notes=marked("""
        @1 Paid, not booked. Added {credits} by hand and told Finance.
        --
        @2 Expired after a year, as in the terms. Gave 20 back as goodwill, first time.
    """),
    english=Text(
        subjects=lines("""
            Credits not added
            Bought {credits} credits, got nothing
            My credits disappeared
            Credits expired
            Refund of credits
        """),
        openings=calm("""
            @1 I bought {credits} credits on {date}. The money was taken, but my credits are the same as
            before. I've signed out and in again.
            --
            @2 My credits went from {credits} to zero overnight. I didn't send a single proposal. Were they
            stolen?
            --
            @3! A job I'd applied for was a fake and you removed it. Do I get the {few_hours} credits back
            that I spent on it?
            --
            @2 Why do credits expire? I had saved them up for when my exams are over, and now that I have
            time they're gone.
            --
            @3 How many credits does a proposal cost? One job wants 4, another 16, and they look the same to
            me. I'm trying to plan my budget, which is not big.
            --
            @1 The page froze when I was paying for credits, and I'm not sure if I bought them once, twice,
            or not at all. My bank shows one payment from Harbor on {date}.
        """)
        + angry("""
            @1 Money gone in one second, credits not there after {days} days. Funny how it only ever works
            in one direction.
        """)
        + terse("""
            @1 {credits} credits paid, not received
            --
            @3! refund credits for removed job?
        """),
        extras=marked("""
            @1 The receipt is attached.
            --
            I don't have much money to try things out, so every credit counts.
        """),
        fixes=texts("""
            I can see the payment, and that the booking got stuck. I've added the {credits} credits by hand;
            you'll see them after a reload. You were charged once only. I'm sorry about the wait.
            --
            Nobody stole them. Bought credits are valid for a year and yours from {earlier} of last year
            have run out. Under Credits > History you see the date for each purchase, and there's a reminder
            that you can switch on. Since it's the first time, I've given you 20 of them back.
            --
            If we remove a job for breaking the rules, or if a client closes it without hiring, the credits
            come back by themselves within 24 hours. The price of a proposal depends on the size of the job
            and on how many people are expected to apply; it's always shown before you send it.
        """),
        follow_ups=exchanges("""
            @12 They're here, thank you for being so quick!
            >>
            Great! I hope one of them turns into a good contract.
        """),
    ),
)
