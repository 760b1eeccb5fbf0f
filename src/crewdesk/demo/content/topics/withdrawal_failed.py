"""A withdrawal that the receiving bank sent back."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import FINANCE

TOPIC = Topic(
    key="withdrawal_failed",
    category="Payments & withdrawals",
    subcategory="Withdrawal returned",
    group=FINANCE,
    side="talent",
    weight=4,
    priorities={"normal": 4, "high": 5, "urgent": 1},
    types={"incident": 7, "question": 3},
    tags=("withdrawal", "returned"),
    fields=("transaction_date", "transaction_amount", "payout_method"),
    attachments=("screenshot",),
    typical_turns=4,
    resolution="Bank details corrected by the customer; payout sent again.",
    notes=marked("""
        @1 Return reason from the processor: account name does not match. Name on file has an extra middle
        name.
        --
        @2 {payment_ref} came back on {date}, code AC01 (account number). {net} re-credited, fee waived.
        --
        @12 Bank details edited [two days|the day] before the withdrawal, from the usual device. Not
        suspicious.
    """),
    english=Text(
        subjects=lines("""
            Withdrawal returned
            My payout of {amount} failed
            "Payment rejected by receiving bank"
            Why was my withdrawal sent back?
            Payout {payment_ref} failed
            Bank account not accepted
        """),
        openings=calm("""
            I got an e-mail saying that my withdrawal of {amount} was "returned by the receiving bank". I
            used the same account as always. [What does that mean, and what do I have to change?|Can you see
            the reason they gave?]
            --
            @12 My payout from {date} bounced and the money is back in my Harbor balance, minus some of it.
            I had {amount}, now I see less. Was I charged for a transfer that didn't work?
            --
            @2 So {bank} merged with another bank and I have a new account number. I updated it on {date},
            [or at least I thought I did,|] and the next day my withdrawal failed. Which number do you want,
            the long one or the short one? The form doesn't say.
            --
            @1! Please help me understand this message: "Beneficiary name mismatch". My name on Harbor is
            {name}. On my bank account my second name is included. Nobody ever complained before.
            --
            @23 A friend told me to write here. I tried to withdraw {amount} with {method} [twice|three
            times], each time I get a notice a day later that it was rejected. I typed the numbers slowly, I
            read them aloud, my husband read them aloud. They are correct!
        """)
        + angry("""
            Your system rejected my withdrawal AGAIN. {amount}. Same bank, same number, {years} years
            without a problem. And every failed try costs me a fee? That is a joke.
        """)
        + terse("""
            Payout {payment_ref} failed. Reason? Which field is wrong?
            --
            why does it say returned, the account is fine
        """),
        extras=marked("""
            The bank says they never saw it, so they can't have rejected it.
            --
            I'd like to use the same account again [if possible|please], I don't have another one.
            --
            The e-mail said to "contact your provider", which I guess is you?
        """),
        asks=exchanges("""
            @1 Thanks for telling us. The bank's answer was "account name does not match". Could you write
            the holder's name exactly as it stands on your bank statement, with every middle name? Please
            don't send the full account number.
            >>
            It says {name}, but in capital letters and with the last name first. Could that be it?
            >>
            On the statement it's my married name. I never changed it on Harbor, I didn't think it mattered.
            --
            @3 Is the account in your own name, or is it [a shared|a business] account? And is it a current
            account? Savings accounts at {bank} often can't receive transfers.
            >>
            @3 It's my own. But now that you say it, I think it IS a savings account.
            >>
            @3 Shared with my wife, both names are on it. It used to work.
        """),
        fixes=texts("""
            The reason is a small one. The name on the payout method has to match the bank's records
            letter by letter. I've unlocked your details so that you can edit them without the usual hold:

            1. Go to Settings > Get paid and choose Edit next to {bank}.
            2. Enter the name exactly as on your statement.
            3. Withdraw again. I've refunded the fee of the failed one.
            --
            The transfer came back because one digit of the branch code was missing; the old form accepted
            that and the new one doesn't. The {amount} is back in your balance, fee included. Please add the
            account again with all the digits [shown on your statement|from your banking app], and it will
            work.
            --
            I've checked the return with our payment partner: {bank} refused it because that type of account
            can't receive transfers from abroad. You have two options: add a current account, or use instant
            card payout with your debit card. Both are under Settings > Get paid.
        """),
        follow_ups=exchanges("""
            @1 Done, I updated it. Do I have to wait three days again now?
            >>
            Not this time. I've lifted the hold for this change, so you can withdraw right away.
            --
            @12 And the fee from the first failed one?
            >>
            That's back too. You'll see two credits in your transaction history, both dated today.
        """),
    ),
)
