"""A withdrawal that has left Harbor but not arrived, or still says pending."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import FINANCE, T1

TOPIC = Topic(
    key="withdrawal_pending",
    category="Payments & withdrawals",
    subcategory="Withdrawal delayed",
    group=T1,
    side="talent",
    weight=9,
    priorities={"normal": 6, "high": 3, "urgent": 1},
    types={"question": 5, "incident": 4, "problem": 1},
    tags=("withdrawal", "payout"),
    fields=("transaction_date", "transaction_amount", "payout_method"),
    attachments=("screenshot", "statement"),
    typical_turns=4,
    escalates_to=FINANCE,
    resolution="Withdrawal confirmed as paid out; arrived within the bank's processing time.",
    notes=marked("""
        @12 Payout {payment_ref} left us on {date}, status at the processor: sent. Nothing to retry on our
        side yet.
        --
        Checked the ledger: {amount} debited once, no reversal. Bank on file is {bank}, details unchanged
        for [months|a long time].
        --
        [Second|Third] contact about this. [Customer is stressed about rent, please be gentle.|Polite but
        getting impatient.]
        --
        @Wanjiru can you see {payment_ref} in the batch of {date}? I only see the debit.
    """),
    english=Text(
        subjects=lines("""
            Withdrawal of {amount} still pending
            Where is my money?
            Payout from {date} not received
            [Pending|Missing] withdrawal {payment_ref}
            {amount} not in my bank account yet
            Question about my withdrawal
            PAYMENT NOT RECEIVED
        """),
        openings=calm("""
            I [requested|made] a withdrawal of {amount} on {date} to my {bank} account and it [still says
            "pending"|has not arrived]. Normally it takes two days at most. [Could you check what is going
            on?|Is something wrong on your side?]
            --
            I'm [a bit|getting] worried about my last payout. The {amount} left my Harbor balance on {date},
            but my bank says nothing has come in. They asked me for a reference, and the only one I can find
            is {payment_ref}.

            [Is that the right number to give them?|Can you tell me where the money is right now?]
            --
            This is my first withdrawal, so maybe I'm just being impatient. I withdrew {amount} on {date}.
            The page says "sent", the bank says "nothing here". How long should I wait before I start [to
            worry|asking questions]?
            --
            @12 Quick one: what does "pending" actually mean for a {method}? Mine has been pending since
            {date}. The amount is {amount} if that helps.
            --
            I've been on Harbor for {years} years and never had a problem with getting paid, so I assume
            this is a hiccup. My {date} withdrawal ({amount}, reference {payment_ref}) has not shown up at
            {bank}. I checked this morning and again just now.

            Rent is due soon, so [I'd be grateful for a quick look|a quick answer would help me sleep].
            --
            Here is what I know:
            - Withdrawal: {amount}
            - Date: {date}
            - Method: {method}
            - Status: pending [since then|for {days} days]

            What I don't know is why. Can you help?
        """)
        + angry("""
            It's been {days} days. {days}! I did the work, the client paid, you took your fee, and my
            {amount} is nowhere. Do not send me a link to an article, I have read it. Where is my money?
            --
            Third time I'm writing about the {amount} from {date}. Every time I get told "2 to 4 business
            days". It has been longer than that. [I want a real answer from a real person.|Somebody please
            actually look at my account.]
        """)
        + terse("""
            withdrawal {payment_ref}, {amount}, {date}. not received. please check
            --
            Still no payout. {amount} from {date}. When?
        """),
        extras=marked("""
            I attached a screenshot of my [balance page|bank statement] so you can see there's nothing.
            --
            My previous withdrawal, on {earlier}, arrived the next day.
            --
            I have not changed my bank details [since I signed up|this year].
            --
            I called {bank} twice and they [say|insist] it's not on their end.
        """),
        asks=exchanges("""
            I can see that {amount} left your Harbor balance on {date}. Before I ask our payments team to
            trace it, could you confirm the last four digits of the account it should go to, and whether
            {bank} has [told you about any hold|sent you a message about it]?
            >>
            Sure, it ends in {card}. No message from the bank at all.
            >>
            Last four are {card}. I called them this morning, they see no incoming transfer and no hold.
            >>
            {card}. They said if you give them a trace number they can search for it.
            --
            So that I look at the right one: is it the withdrawal {payment_ref}? And does your account at
            {bank} accept incoming transfers in US dollars?
            >>
            Yes, that's the one. And yes, I've been receiving dollars there for {years} years.
            >>
            That's it. The account is in local currency but it always got converted automatically before.
        """),
        fixes=texts("""
            I've checked your payout {payment_ref}. It left us on {date} and our payment partner confirms
            that it was [accepted by|handed to] {bank}. From there a {method} can take up to four business
            days, and [a public holiday|the weekend] does not count.

            You should see {amount} by {soon}. If it isn't there by then, reply to this message and I'll
            open a trace with the bank straight away.
            --
            [Good news|I have an answer]: the payment was held for a routine check at our payment partner
            and was released today. Nothing is wrong with your account, and you don't need to do anything.

            The {amount} should be with you by {soon}. I've put a reminder on my desk to check it again that
            day.
            --
            I looked into this with our payments team. {bank} changed the routing code of your branch, so
            the transfer was waiting for somebody to correct it. We've done that and sent it again under the
            same reference, {payment_ref}.

            1. No need to withdraw again.
            2. The money should arrive by {soon}.
            3. Please update the routing code under Settings > Get paid, so that the next one goes through.
        """),
        follow_ups=exchanges("""
            Ok thank you. And will I be charged a second fee if it has to be sent again?
            >>
            No. The withdrawal fee is taken once. If we have to send it again because of something at the
            bank, that's on us.
            --
            Got it. Is there a faster method for next time?
            >>
            Yes, instant card payout usually takes less than 30 minutes, for a slightly higher fee. You can
            add a card under Settings > Get paid. New methods have a three-day security hold, so it makes
            sense to add it [before|well before] you need it.
        """),
    ),
)
