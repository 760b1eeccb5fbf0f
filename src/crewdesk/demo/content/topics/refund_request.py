"""A client is not satisfied and wants money back."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import FINANCE, QUALITY

TOPIC = Topic(
    key="refund_request",
    category="Disputes & refunds",
    subcategory="Refund request",
    group=QUALITY,
    side="client",
    weight=6,
    priorities={"normal": 5, "high": 5},
    types={"question": 3, "incident": 6, "task": 1},
    tags=("refund", "dispute"),
    fields=("contract_id", "transaction_amount", "transaction_date"),
    attachments=("screenshot",),
    typical_turns=5,
    escalates_to=FINANCE,
    resolution="Both sides agreed on a partial refund.",
    notes=marked("""
        @1 Read the whole chat. Brief was vague, delivery was thin. Half back would be fair; let them come
        to it themselves.
        --
        @1 Freelancer answered me: offers {half}. Waiting for the client.
        --
        @2 Wrote to {other} as well. Amount is frozen until we hear back.
    """),
    english=Text(
        subjects=lines("""
            Refund for contract {contract_id}
            Work not delivered
            Not satisfied with the result
            I want my money back
            Freelancer disappeared
            Dispute with {other}
        """),
        openings=calm("""
            @12 I hired {other} for "{job}" and released {amount} on {date}. What I got is far from what
            we'd agreed. [I have asked for changes twice|I asked for changes], without success. How can I
            get a refund?
            --
            @3 The freelancer on {contract_id} has not answered for {days} days, and the deadline was
            {date}. The money is in escrow. How do I get it back without waiting for ever?
            --
            @1 I'm not angry, more disappointed. {other} is nice and tried hard, but it turned out that
            {skill} isn't what they do. Could we split the {amount} somehow? I'd rather not open a formal
            dispute.
            --
            @2 I think that what was delivered is copied. I put parts of it into a search engine, and whole
            paragraphs come from another site. I paid {amount} for original work. I've attached some
            examples.
            --
            The history, in short:
            - hired on {earlier} for "{job}"
            - first draft on {date}, unusable
            - "final" version, the same with another font
            - since then excuses

            Amount paid so far: {amount}. What are my options?
            --
            @2 We were billed {hours} hours on {contract_id} last week for a task that had been estimated at
            {few_hours}. Many of the screenshots show the same window for an hour. We'd like to dispute at
            least part of it.
        """)
        + angry("""
            @23 I paid {amount} for NOTHING. No files, no answer, no refund. Your "satisfaction guarantee"
            is a sentence on a website. I want every cent back, or I'll call my bank and let them sort it
            out.
            --
            @12 This is the second freelancer in a row who delivered garbage. Do you check these people at
            all? Refund contract {contract_id}, please.
        """)
        + terse("""
            @3 Freelancer gone since {date}. Refund {contract_id}.
            --
            @12 refund please, {amount}, work unusable, see attached
        """),
        extras=marked("""
            I have all the messages, if you need them.
            --
            @12 For a fair share of the work I'm happy to pay, just not for all of it.
            --
            I've worked with {number} freelancers here and never asked for a refund before.
        """),
        asks=exchanges("""
            @12 I'm sorry that it went like this. I've read the conversation on {contract_id}. So that I can
            bring your side to {other_first} fairly: which parts of the delivery can you use, and what
            amount would seem right to you?
            >>
            @1 Honestly, about half of it is usable. So {half} back would be fine with me.
            >>
            @2 None of it, I had to have everything done again by somebody else.
            --
            @3 I can see that the last message from {other_first} is [a while|some days] back. Was there any
            contact outside Harbor, and would you still want the work if it came this week?
            >>
            No contact at all. And no, it's too late now, I've hired someone else.
            >>
            Nothing. If it came by {soon} I'd still take it, to be honest.
        """),
        fixes=texts("""
            I've talked to {other_first}, who agrees to give back {half}. It's on its way to the card that
            you paid with, and takes three to five working days. The files stay yours. I thought that was a
            fair thing to do by both of you.
            --
            I've opened a case and asked {other_first} to answer by {soon}. If you agree with what is
            proposed, it's settled right there. If not, a mediator joins the same conversation, so you won't
            have to tell the story twice. Until then the amount is held, and nothing more can be billed on
            {contract_id}.
            --
            Since the deadline has passed and {other_first} didn't answer us either, I've ended the contract
            and returned the {amount} from escrow to you. You'll have it within five working days. I'd also
            like to help with a replacement: shall I suggest three people who are free this week?
        """),
        follow_ups=exchanges("""
            @13 Thank you, that was quicker than I expected. Does the service fee come back as well?
            >>
            Yes, in proportion to the refund. It's included in the amount you'll see.
            --
            @2 And if the freelancer doesn't answer at all?
            >>
            Then we decide with what we have, and silence doesn't speak for somebody. You'll hear from me on
            {soon} in any case.
        """),
    ),
)
