"""A client sees the same charge twice."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import FINANCE

TOPIC = Topic(
    key="double_charge",
    category="Payments & withdrawals",
    subcategory="Charged twice",
    group=FINANCE,
    side="client",
    weight=3,
    priorities={"normal": 3, "high": 5, "urgent": 2},
    types={"incident": 6, "question": 4},
    tags=("billing", "duplicate_charge"),
    fields=("transaction_date", "transaction_amount", "invoice_id"),
    attachments=("statement", "screenshot"),
    typical_turns=3,
    resolution="Second entry was a pre-authorisation; released by the bank.",
    notes=marked("""
        @1 One capture, one authorisation of the same amount. The auth drops on its own after 5 to 7 days.
        --
        @2 Really charged twice: two captures 4 seconds apart, same invoice. Refunded the second one,
        reference {payment_ref}.
    """),
    english=Text(
        subjects=lines("""
            Charged twice for {invoice_id}
            Double charge on {date}
            Duplicate payment {amount}
            Two charges, one invoice
            Please refund the second charge
        """),
        openings=calm("""
            I see two charges of {amount} from Harbor on our statement for {date}, but only one invoice
            ({invoice_id}). [Please refund one of them.|Can you explain the second one?]
            --
            @23 My accountant noticed that we paid for {other}'s hours twice last week. Both charges are
            {amount}. I'm attaching the statement. I'd like to know how this could happen and how we get the
            money back.
            --
            @1 The page hung when I funded the milestone for "{job}", so I pressed the button again. Now I
            have two charges of {amount} on my card. I know I shouldn't have pressed twice, but still...
            --
            @3! Could you clarify something? On {date} there's a charge for {amount}, and two days later
            another one, exactly the same. The contract is weekly, so two in one week can't be right, can
            it?
            --
            @1! I reconcile the books for {company}. For {invoice_id} our card shows:

            - {date}: {amount}
            - {date}: {amount} (pending)

            Is the pending one going to [be booked|become a real charge]?
        """)
        + angry("""
            @12 You charged my card TWICE. {amount} each. I'm now overdrawn and paying interest because of
            you. I want it back today, not in "5 to 10 business days".
        """)
        + terse("""
            2x {amount} on {date}, should be 1x. Invoice {invoice_id}. Pls refund.
            --
            Duplicate charge, see attachment.
        """),
        extras=marked("""
            If it isn't sorted by {soon} I'll have to dispute it with the bank, which I'd rather not.
            --
            Card ending in {card}.
        """),
        asks=exchanges("""
            @12 I see a single completed charge of {amount} on our side for {invoice_id}. Is the second one
            on your statement marked "pending" or "authorised"? A screenshot of the two lines would help,
            with anything private covered.
            >>
            @1 It does say pending, yes. So it isn't real?
            >>
            @2 Both look booked to me. Screenshot attached.
        """),
        fixes=texts("""
            Only one of the two is a real charge. The other is an authorisation: your bank set the money
            aside when the first attempt timed out, and it will drop off on its own, usually by {soon}. I've
            also asked our payment partner to send a release, which [often|sometimes] makes it quicker.
            --
            You're right, we took {amount} twice for {invoice_id}, and I'm sorry about that. I refunded the
            second charge a minute ago, reference {payment_ref}. Banks take three to five days to show a
            refund. The invoice stays as it is.
            --
            I compared both entries: they belong to two different things. One is for the hours of the week
            to {earlier}, the other is the milestone deposit for "{job}". It's pure coincidence that both
            come to {amount}. Both invoices are under Reports > Transactions; have a look and tell me if one
            still seems wrong.
        """),
        follow_ups=exchanges("""
            @2 Thanks. Can I have something in writing for our bookkeeping?
            >>
            Of course. A credit note is attached to the transaction under Reports > Transactions, and this
            message can serve as confirmation as well.
        """),
    ),
)
