"""The exchange rate or the currency of a payout."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import FINANCE, T1

TOPIC = Topic(
    key="payout_currency",
    category="Payments & withdrawals",
    subcategory="Exchange rate",
    group=T1,
    side="talent",
    weight=2,
    priorities={"low": 4, "normal": 6},
    types={"question": 10},
    tags=("currency", "exchange_rate"),
    fields=("transaction_date", "transaction_amount"),
    typical_turns=3,
    escalates_to=FINANCE,
    resolution="Explained which rate applies and when it is fixed.",
    notes=marked("""
        @1 Rate in our table for {date} matches the partner's, spread 1.4 %. Nothing off.
        --
        @1 Asked Colin whether the spread could be shown on the confirmation page. Third request this month.
    """),
    english=Text(
        subjects=lines("""
            Exchange rate on my withdrawal
            Received less than expected
            Can I be paid in dollars?
            What rate do you use?
            Currency conversion {payment_ref}
        """),
        openings=calm("""
            @1 I withdrew {amount} on {date}, and what reached my bank is about 3% less than the rate I see
            online. Where did the difference go? The fee was shown separately, so it isn't that.
            --
            @1! Which exchange rate do you use, and at what moment? When I press the button, or when the
            money is sent? I'd like to plan [around it|my withdrawals] a little.
            --
            @2! My bank in {city} has opened a dollar account for me. Can I have my earnings sent in dollars
            to it, without conversion? In the settings the currency can't be changed once the method is
            added.
            --
            @3! I'm trying to reconcile my books. For {payment_ref} your e-mail says {amount}, the page says
            a different amount in local currency, and the bank a third one. Which is the official number for
            my tax return?
            --
            @1! Small suggestion plus question: could you show the final amount BEFORE I confirm? I have to
            guess every time. And is there a cheaper way to convert than {method}?
        """)
        + angry("""
            @1 Your exchange rate is robbery. I lost more on the conversion of {amount} than I paid in fees.
            Why is this not written anywhere?
        """)
        + terse("""
            @1 rate for {payment_ref}? bank got less
            --
            @2! How to get paid in USD instead of local currency?
        """),
        extras=marked("""
            I compared it with [two|three] other services the same hour.
            --
            It's not a lot of money, but it adds up over the year.
        """),
        fixes=texts("""
            The rate is fixed at the moment the withdrawal leaves us, not when you press the button; on
            {date} those were some hours apart. It's our payment partner's rate, which includes a margin of
            1 to 2 percent over the market rate. You can see the exact one under Reports > Transactions >
            {payment_ref} > Details.
            --
            Yes, you can receive dollars: add the account as "wire transfer (USD)" instead of "local bank".
            The fee is higher per transfer, so it pays off from roughly $1,000. An existing method can't be
            switched, you add a new one and wait for the three-day hold.
            --
            For your books the dollar amount on our statement is the income, and the difference up to what
            your bank shows is conversion cost. That's how most members do it, but please [check|confirm]
            with somebody who knows the tax rules where you live; we can't give tax advice.
        """),
        follow_ups=exchanges("""
            @1 Ok. Is that margin written anywhere public?
            >>
            It is, in the Help Center under "Withdrawal fees and exchange rates", with an example for each
            method.
        """),
    ),
)
