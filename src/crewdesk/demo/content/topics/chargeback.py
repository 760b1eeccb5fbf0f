"""A client's bank has taken a payment back."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import FINANCE

TOPIC = Topic(
    key="chargeback",
    category="Disputes & refunds",
    subcategory="Chargeback",
    group=FINANCE,
    side="talent",
    weight=1.2,
    priorities={"high": 8, "urgent": 2},
    types={"incident": 8, "question": 2},
    tags=("chargeback",),
    fields=("contract_id", "transaction_amount", "transaction_date"),
    attachments=("statement",),
    typical_turns=4,
    resolution="Evidence sent to the card network; chargeback won.",
    notes=marked("""
        @3 Reason code "services not provided". Diary is solid. Sending the evidence today, answer expected
        in 45 days.
        --
        @2 Client apologised, their bookkeeper did not know the name on the statement. They'll withdraw it.
    """),
    english=Text(
        subjects=lines("""
            Negative balance
            Chargeback on {contract_id}
            Money taken from my account
            Why was {amount} deducted?
            "Payment reversed"
        """),
        openings=calm("""
            My balance is suddenly negative: minus {amount}. The line says "reversal, {contract_id}". That
            job was finished {weeks} weeks ago, with five stars. What happened?
            --
            I received a message about a chargeback by the client's bank. I've never heard the word. Do I
            have to pay something back, and can I defend myself?
            --
            The client whose payment was reversed on {date} tells me that it was a mistake of their bank,
            and that they want to pay again. How should they do that? And can the hold on my withdrawals be
            lifted in the meantime?
            --
            Could somebody explain the deduction of {amount} on my statement (attached, line marked in
            yellow)? I have withdrawn that money already and, to be frank, spent it.
            --
            I did {hours} tracked hours for {other}. Everything was approved and paid. Now it's been taken
            out again. If this can happen months later, how can anyone plan?
            --
            Please tell me which documents I can send to help with the chargeback case on {contract_id}. I
            have the files I delivered, the chat, and an e-mail in which the client says thank you.
        """)
        + angry("""
            You took {amount} out of my account without asking me. I did the work! The client got the work!
            I feel robbed.
        """)
        + terse("""
            balance negative {amount}, why
            --
            Chargeback {contract_id}: how do I appeal?
        """),
        asks=exchanges("""
            I can explain it, and I'd like to contest it with you. Is there a delivery, a file or a link,
            that shows the finished work for "{job}", and did the client confirm it in writing?
            >>
            Yes, there's a message from {date}: "Perfect, thank you!". The files are in the chat.
            >>
            The delivery is online, on the client's own website. They even wrote a review.
        """),
        fixes=texts("""
            The client's bank has pulled the payment back. We've contested that with the work diary, the
            messages and your delivery, and because the hours were tracked, you're protected: I've put
            {amount} back into your balance now, whatever the bank decides.
            --
            I spoke to the client. Their accountant hadn't recognised "HRBR MARKETPLACE" on the statement
            and called the bank. They've withdrawn the claim today. Banks take a few weeks to close such a
            case, but I've already credited the {amount}, so that your balance is right again.
            --
            We've sent everything that speaks for you to the card network: contract, chat, delivery, review.
            That usually takes up to 45 days. Until then the amount stays on hold, but your other earnings
            can be withdrawn as usual, I've seen to that. I'll write to you when there's an answer.
        """),
        follow_ups=exchanges("""
            Thank you!! I was really scared there for a moment. Can it happen again?
            >>
            With the same payment, no. With other clients it's rare: fewer than one payment in a thousand.
        """),
    ),
)
