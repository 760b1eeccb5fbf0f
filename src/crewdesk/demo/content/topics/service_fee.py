"""What the service fee is and why it is what it is."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import T1

TOPIC = Topic(
    key="service_fee",
    category="Fees & taxes",
    subcategory="Service fee",
    group=T1,
    side="talent",
    weight=4,
    priorities={"low": 5, "normal": 5},
    types={"question": 10},
    tags=("service_fee",),
    fields=("contract_id", "transaction_amount"),
    typical_turns=3,
    resolution="Fee explained with the customer's own numbers.",
    notes=marked("""
        @1 Fee is right: 10 % of {amount} = {fee}. They compared gross with net.
        --
        @2 Old contract from before the change, still on the sliding fee. Correct as it is.
    """),
    english=Text(
        subjects=lines("""
            Question about fees
            How much does Harbor take?
            Fee of {fee} on {contract_id}
            Service fee too high
            What will I get in the end?
        """),
        openings=calm("""
            @1 I'm new here and about to send my first proposal. If I ask for {rate} an hour, what arrives
            in my account? I found a page about fees, but it made me more confused.
            --
            @1 For a milestone of {amount} I received {net}. I had expected more. Could you show me how
            {fee} is calculated?
            --
            @2 A colleague says that the fee goes down when you work a long time for the same client. I've
            worked for {other} for {years} years and still pay the same. Is that right?
            --
            @3! Does the client also pay a fee? {other} tells me that my bill is higher on their side than
            what I entered, and I'd like to explain it properly.
            --
            @3! Can I deduct your fee as an expense, and is there a document with all the fees of the year?
            My accountant wants one sheet, not {number} invoices.
            --
            @2! If a client hires me directly after having met me here, is there a fee for leaving? We both
            like Harbor, but his company has to put people on its own payroll.
        """)
        + angry("""
            @1 {fee} of {amount} for what exactly? I found the client, I did the work, and I even paid
            credits to send the proposal. Explain it to me.
        """)
        + terse("""
            @1 fee on {contract_id}: 10% or 20%?
            --
            @3! Need yearly overview of fees paid.
        """),
        extras=marked("""
            Not complaining, I'd just like to calculate my price correctly.
            --
            @12 My profile says that I'm top-rated, if that changes anything.
        """),
        fixes=texts("""
            It's 10 percent of what the client pays for your work. With your numbers: {amount} minus {fee}
            is {net}. Credits and the withdrawal fee are separate. In the proposal form you can type the
            amount that you want to receive into the lower field, and it works out what to ask for.
            --
            There used to be a fee that went down with the years, and contracts that began before the change
            keep it. All newer ones have the same 10 percent from the first day, however long they run. If a
            client would like to hire you outside Harbor, they can buy out the relationship once; the price
            is shown under the contract > Hire directly.
            --
            Clients pay a processing fee on top, which is shown to them before they hire and on each
            invoice; it doesn't come out of your share. For your books there's one sheet for the whole year
            under Reports > Certificate of earnings, with earnings, fees and withdrawals. Whether it's
            deductible is something for your accountant, but most members do it.
        """),
        follow_ups=exchanges("""
            Thanks for the quick answer. Do I pay the fee on bonuses too?
            >>
            Yes, on everything that a client pays through the contract, bonuses included.
        """),
    ),
)
