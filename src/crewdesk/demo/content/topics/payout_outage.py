"""The day on which no payout went out."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import lines, marked, texts
from ..staff import FINANCE

TOPIC = Topic(
    key="payout_outage",
    category="Payments & withdrawals",
    subcategory="Withdrawal delayed",
    group=FINANCE,
    side="talent",
    weight=0,
    priorities={"normal": 2, "high": 5, "urgent": 3},
    types={"incident": 1},
    tags=("withdrawal", "payout_outage"),
    fields=("transaction_date", "transaction_amount", "payout_method"),
    attachments=("screenshot",),
    typical_turns=3,
    incident="payout-outage",
    resolution="Payouts were delayed by an outage at the payment partner and went out the next day.",
    notes=marked("""
        Part of today's payout outage. Linked to the problem ticket, using the agreed wording.
        --
        In batch 2 of the re-run. Processor confirms for tonight.
    """),
    english=Text(
        subjects=lines("""
            Withdraw button gives an error
            Payout error today
            "Payouts are temporarily unavailable"
            Withdrawal not going through
            Is Harbor down?
            Weekly payout did not come
            Cannot withdraw!!
        """),
        openings=calm("""
            I've been trying to withdraw {amount} since this morning and I keep getting "Something went
            wrong, try again later" (ref {error_ref}). [Is it just me?|Are you aware of this?]
            --
            My automatic weekly payout always comes [before noon|by breakfast] on this day. Today nothing,
            and the page says "payouts are temporarily unavailable". Do I have to do something or will it go
            out by itself?
            --
            People in the community forum say nobody got paid today. Could you please put a notice
            somewhere? I nearly removed and re-added my bank account because I thought it was my fault.
            --
            The withdrawal failed with an error, but the {amount} is gone from my balance. Before I try
            again: will I end up with two withdrawals?
            --
            Hi! Payout page is broken in {browser} and in the app too. It [loads forever|shows a white box]
            where the amount should be. Hope you can fix it soon, I need to pay my own team today.
        """)
        + angry("""
            NO PAYOUT TODAY and not one word from you. I have people depending on this. What is going on???
            --
            Third attempt, third error. {amount} is stuck. If a platform that lives from payments can't do
            payments, what are we paying fees for?
        """)
        + terse("""
            Error {error_ref} on withdraw. {amount}.
            --
            [payouts down?|is the payout system down?] {amount} [not leaving|stuck]
        """),
        extras=marked("""
            I can see the money in my balance, so at least it isn't lost.
            --
            Screenshot attached.
        """),
        fixes=texts("""
            Thank you for reporting this, and I'm sorry for the worry. It isn't you: since this morning our
            payment partner has had an outage, and no payouts are leaving. Your {amount} is safe.

            Please don't withdraw again and don't change your bank details. All waiting payouts go out
            automatically, the first ones tonight. The notice at the top of the Help Center is updated every
            hour.
            --
            Here is where we are: the outage at our payment partner is over, and we're sending the waiting
            payouts in the order in which they were requested. Yours is in the [second|third] batch and
            should leave before midnight UTC. You won't be charged any fee for it.
            --
            Payouts work again. I checked yours: {amount} was sent as {payment_ref}, once. What looked like
            a failed attempt did not create a second one. I'm sorry that it took so long and that we told
            you so late.
        """),
    ),
)
