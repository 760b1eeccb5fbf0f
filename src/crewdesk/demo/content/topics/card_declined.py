"""A client's card is refused when Harbor bills it."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import FINANCE, T1

TOPIC = Topic(
    key="card_declined",
    category="Payments & withdrawals",
    subcategory="Billing method declined",
    group=T1,
    side="client",
    weight=4,
    priorities={"normal": 4, "high": 5, "urgent": 1},
    types={"incident": 7, "question": 3},
    tags=("billing", "card"),
    fields=("transaction_date", "transaction_amount", "contract_id"),
    attachments=("screenshot",),
    typical_turns=4,
    escalates_to=FINANCE,
    resolution="Card accepted after the bank allowed online payments; contracts resumed.",
    notes=marked("""
        Decline code 05 (do not honour) on the card ending {card}, three tries on {date}. That's the issuer,
        not us.
        --
        Two contracts paused because of the failed charge. Freelancers have been told automatically.
        --
        Card country and account country differ, so risk scoring asks for 3-D Secure every time.
    """),
    english=Text(
        subjects=lines("""
            Card declined
            Payment failed for contract {contract_id}
            Can't pay my freelancer
            Your system does not accept our company card
            Contract paused because of billing
            Billing method problem
        """),
        openings=calm("""
            @13 Our company card ending in {card} was declined on {date} for {amount}. There is plenty of
            room on it and it works everywhere else. [Can you tell me why?|What do you see on your end?]
            --
            @2 I got a message that contract {contract_id} is paused because of a billing problem. {other}
            is in the middle of an important week for us, so I'd like to fix this today. I added a second
            card but I don't see where to [retry the payment|press "pay now"].
            --
            We're trying to hire {other} for a small job ("{job}") and the deposit of {amount} won't go
            through. It asks for a code from the bank, I enter the code, the page spins, and then I'm back
            at the start.
            --
            @2! My card expired, I put in the new one, and the system still tries to charge the old one. How
            do I tell it to use the new one? I removed it once but it came back.
            --
            @3! I manage the Harbor account for {company}. Finance gave us a virtual card with a monthly
            limit. Does Harbor [pre-authorise|block] more than the invoice amount? It was declined at
            {amount} although the limit is higher.
            --
            Hello, sorry if this is a silly question, I'm not very technical. It says "billing method
            verification failed" in red. I have checked the number, the date and the three digits on the
            back. What else could it be?
        """)
        + angry("""
            We've been paying through you for {years} years and now our card is "declined" with no reason
            given. My bank says they approved it. You're making us look like we don't pay our people. Fix it
            please.
        """)
        + terse("""
            Card {card} declined, bank says it's on your side. Invoice {invoice_id}.
            --
            @2! Please retry payment for {contract_id}, new card added.
        """),
        extras=marked("""
            The freelancer shouldn't have to wait because of this.
            --
            @3 I'm happy to pay by bank transfer if that's [easier|an option].
            --
            I tried in {browser} and in a private window as well.
        """),
        asks=exchanges("""
            @13 The bank's answer to us was simply "do not honour", which they send for many reasons. Could
            you ask them whether online payments from abroad are switched on for the card ending in {card}?
            And did you get a confirmation request in your banking app?
            >>
            @1 I called them. International online payments were off for this card, I've had them switched on.
            >>
            @1 There was a push message in the app but it had timed out by the time I saw it.
            >>
            @3 Our finance team says the limit for a single payment is lower than this invoice. They're
            raising it today.
        """),
        fixes=texts("""
            I've sent the charge of {amount} again and this time it went through on the card ending in
            {card}. Contract {contract_id} is active, and {other_first} has been told that work can go on.
            Nothing was charged twice.
            --
            Here's what to do:

            1. Open Settings > Billing methods and set the new card as primary.
            2. Remove the old one [only then|after that].
            3. Open the red notice at the top and press "Pay balance now".

            Paused contracts start again within a minute. If step 3 fails, tell me what time you tried, and
            I'll find the exact answer from your bank.
            --
            The declines came from the card's issuer, so we can't override them, but I've put a 72-hour
            grace period on your account. Your contracts are running again now, and you have until {soon} to
            pay with any card or by wire. Is that enough time?
        """),
        follow_ups=exchanges("""
            @12 It worked, thanks. Do the freelancers see that our payment failed?
            >>
            They only saw that the contract was paused, not why. They've been told that it's running again.
            --
            Could we pay by monthly invoice instead? These card problems come up [every few months|too often].
            >>
            You can. Invoiced billing is open to clients with six months of history, which you have. I've
            sent the form to this address; it takes about two working days to set up.
        """),
    ),
)
