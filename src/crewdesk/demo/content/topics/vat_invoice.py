"""VAT numbers, reverse charge and company details on invoices."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import FINANCE

TOPIC = Topic(
    key="vat_invoice",
    category="Invoices",
    subcategory="VAT & company details",
    group=FINANCE,
    side="client",
    weight=3,
    priorities={"low": 2, "normal": 7, "high": 1},
    types={"question": 7, "task": 3},
    tags=("invoice", "vat"),
    fields=("invoice_id",),
    attachments=("invoice",),
    typical_turns=3,
    resolution="VAT number added; corrected invoices issued.",
    notes=marked("""
        @1 VAT number is valid in the register, but for the parent company. Asked for the right one.
        --
        @2 Re-issued {invoice_id} and the two before it. Older ones are in a closed period.
    """),
    english=Text(
        subjects=lines("""
            VAT number missing on {invoice_id}
            Wrong company name on invoices
            VAT charged although reverse charge
            Invoice correction
            Purchase order number on invoices
        """),
        openings=calm("""
            @1 Our invoices from Harbor don't show our VAT number, although I entered it on {earlier}.
            Accounting sends them back to me every month. Could you correct {invoice_id} and tell me what's
            wrong?
            --
            @2 We moved our office and changed the legal form. New name and address are in the settings, but
            {invoice_id} still has the old ones. Can invoices be changed after the fact?
            --
            @1 You charged us VAT on the service fee. We're a business with a valid number, so reverse
            charge should apply. The amount in question is small ({fee}), but it has to be right.
            --
            @3! Is it possible to have a purchase order number printed on each invoice? Our finance
            department pays nothing without one, not even [coffee|the window cleaner].
            --
            @3! Could the invoices be sent straight to our bookkeeper? I forward them every Monday, and now
            and then I forget, and then I get a look.
            --
            @2 I'm the new assistant at {company} and was asked to "fix the invoices". I believe this means
            that the address has to be the one of the headquarters and not of the branch. See attached what
            was marked in red.
        """)
        + angry("""
            @12 Sixth month, sixth wrong invoice. I've sent you our company details by chat, by mail and in
            the form. How hard can it be to print a name correctly?
        """)
        + terse("""
            @1 {invoice_id}: VAT ID missing, please reissue.
            --
            @2 new company address, please update invoices
        """),
        extras=marked("""
            The invoice in question is attached.
            --
            @12 Our month-end closing is on {soon}.
        """),
        fixes=texts("""
            The number had been saved, but the check against the official register had timed out, so it
            wasn't used. I've run it again and it's valid. {invoice_id} has been re-issued with your VAT
            number and without VAT, and the {fee} will be set off against your next invoice.
            --
            I've corrected {invoice_id} and the other invoices of this quarter: each has a credit note for
            the old one and a new invoice with the new details, under Reports > Invoices. Older periods are
            closed, but a note about the change of name is usually all that an auditor asks for; it's
            attached to the latest invoice.
            --
            Both are possible. Under Settings > Billing > Invoice options you can enter a purchase order
            number for each contract, which is printed on every invoice from the next one on, and up to
            three addresses that get a copy as PDF every Monday.
        """),
        follow_ups=exchanges("""
            Perfect, the bookkeeper smiled for the first time this year. Thank you.
            >>
            Then my work here is done. Have a good week, both of you!
        """),
    ),
)
