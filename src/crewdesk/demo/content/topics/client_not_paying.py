"""A freelancer has not been paid by a client, often outside escrow."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import FINANCE, QUALITY

TOPIC = Topic(
    key="client_not_paying",
    category="Disputes & refunds",
    subcategory="Unpaid work",
    group=QUALITY,
    side="talent",
    weight=4,
    priorities={"normal": 4, "high": 6},
    types={"incident": 6, "question": 4},
    tags=("unpaid", "payment_protection"),
    fields=("contract_id", "transaction_amount"),
    attachments=("screenshot",),
    typical_turns=4,
    escalates_to=FINANCE,
    resolution="Covered by payment protection where tracked; the client was billed again.",
    notes=marked("""
        @1 Client's card failed three times. {hours} h tracked with memos, so protection applies. Asked
        Finance to pay out.
        --
        @2 Work was done before the milestone was funded. Not covered. Say it kindly, but say it.
    """),
    english=Text(
        subjects=lines("""
            Client has not paid
            Unpaid invoice {invoice_id}
            Payment protection
            Contract paused, hours unpaid
            Client disappeared with my work
        """),
        openings=calm("""
            @1 My contract {contract_id} was paused because the client's payment failed. I'd already worked
            {hours} hours that week. Will I be paid for them?
            --
            @2 {other} asked me to begin before the milestone was funded because of the weekend. I did, I
            delivered, and now there's silence. It's about {amount}. I know I should have waited. Can you do
            anything?
            --
            @1 What exactly does payment protection cover? I've {hours} tracked hours with {other}, whose
            account has been closed (not by them, I think). I'd like to know if I should expect {amount} or
            not.
            --
            @3 The client says that he paid, and shows me a screenshot with "{amount} completed". On my side
            there's nothing. One of us must be wrong, or is the money somewhere in between?
            --
            @2! A client offers to pay me directly by bank "to save us both the fee". He already owes me for
            {weeks} weeks. Is it okay to take it? He's otherwise nice, but I have a strange feeling.
            --
            @13 Good afternoon. Invoice {invoice_id} should have been paid on {date}. I understand that
            things take time, but I have paid my own helper already and my account is [nearly empty|in the
            red]. Please tell me where I stand.
        """)
        + angry("""
            @13 {hours} hours. Tracked, approved, and not paid. The client's card is "being verified" since
            {earlier}. You let people hire without checking if they can pay, and WE are the ones who carry
            the risk.
        """)
        + terse("""
            @1 {contract_id} paused, {hours}h unpaid. Am I covered?
            --
            @3 client says paid {amount}, I see nothing
        """),
        extras=marked("""
            I've written to the client [twice|three times], politely.
            --
            @12 All our messages are on Harbor, we never talked anywhere else.
        """),
        asks=exchanges("""
            @12 I'm sorry, that's a hard thing to find on a Monday, or any day. Were all the hours tracked
            with the app, and was the milestone, if there was one, shown as "funded" when you started?
            >>
            @1 All tracked, with memos.
            >>
            @2 No, it said "not funded yet". That was my mistake, I trusted him.
        """),
        fixes=texts("""
            I've checked {contract_id}: your hours were tracked with memos, within the weekly limit, and
            before the contract was paused. That makes them covered, so Harbor pays you the {amount} even if
            the client doesn't. You'll see it in your balance by {soon}.
            --
            I have to be honest with you: without funds in escrow we can't make the client pay, and payment
            protection doesn't apply. What I've done: blocked the client from hiring until this is settled,
            and asked them for the payment in writing. Please don't accept a payment outside Harbor; it
            leaves you without any protection and is against the terms for both of you.
            --
            I've found it. The client's payment did arrive, but it was booked to an older contract of yours
            that had already ended. Our payments team is moving the {amount} to {contract_id} today, and it
            will be available to you on {soon}.
        """),
        follow_ups=exchanges("""
            @1 What a relief. Should I go on working for this client?
            >>
            Not until the contract is active again. You'll get a message as soon as the billing problem is
            solved.
            --
            @2 I see. Thank you for being clear. At least others won't fall for it.
            >>
            I'll write to you if there's any news from the client. And I'm sorry it ended this way.
        """),
    ),
)
