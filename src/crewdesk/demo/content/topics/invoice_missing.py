"""An invoice or statement cannot be found or opened."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import FINANCE, T1

TOPIC = Topic(
    key="invoice_missing",
    category="Invoices",
    subcategory="Invoice not found",
    group=T1,
    side="client",
    weight=2.5,
    priorities={"low": 4, "normal": 6},
    types={"question": 8, "incident": 2},
    tags=("invoice",),
    fields=("invoice_id", "transaction_date", "transaction_amount"),
    attachments=("screenshot", "statement"),
    typical_turns=2,
    escalates_to=FINANCE,
    resolution="Invoice re-created and sent.",
    notes=marked("""
        @1 PDF job failed on {date}. Re-ran it, file is there now.
        --
        @2 They look under the wrong team. Two teams under one sign-in.
    """),
    english=Text(
        subjects=lines("""
            Missing invoice
            Invoice for {amount} on {date}
            PDF won't open
            Where are my invoices?
            Statement for last quarter
        """),
        openings=calm("""
            @12 There's a charge of {amount} on our card, dated {date}, for which I have no invoice. Could
            you send it to me?
            --
            @1 {invoice_id} opens as an empty page, in {browser} and in the PDF program. All the others are
            fine.
            --
            @3! Where do I find all the invoices of a quarter in one go? I download them one by one,
            {number} of them, and my wrist hurts.
            --
            @2 I've been looking for an invoice from {earlier} for {other}'s work. The page says "no
            transactions in this period", which can't be true, because we pay every week.
            --
            @3! My accountant would like a CSV with date, freelancer, contract, hours and amount. Is there
            such an export? A screenshot of what I have is attached.
            --
            @12 I was asked for the invoice for "{job}". I remember paying it ({amount}, I think, or a
            little less) but I'm not even sure in which month. Can you search by amount?
        """)
        + angry("""
            @1 I've asked for the invoice for {amount} three times now. The tax office doesn't accept "it
            will be available soon".
        """)
        + terse("""
            @1 Please send {invoice_id} as PDF.
            --
            @12 invoice for {date}, {amount}?
        """),
        fixes=texts("""
            The PDF of {invoice_id} hadn't been created properly. I've had it made again; you can download
            it under Reports > Invoices, and it's also attached to a separate message to you.
            --
            You've two teams under the same sign-in, and the page was showing the other one. Switch the team
            at the top right, set the period to "custom", and you'll see it: the invoice for {amount} is
            {invoice_id}.
            --
            Under Reports > Transactions choose the quarter, then Download: "All invoices (zip)" gives you
            the PDFs, and "CSV" a table with exactly the columns you named. You can have either sent to you
            automatically on the first of the month.
        """),
        follow_ups=exchanges("""
            Got it, thank you! Is there any way to have these sent automatically?
            >>
            Yes, under Settings > Billing > Invoice options. Tick "Send a copy" and enter the address.
        """),
    ),
)
