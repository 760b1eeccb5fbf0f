"""Wants to close the account or have personal data erased."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import T1, TRUST

TOPIC = Topic(
    key="account_closure",
    category="Identity & account security",
    subcategory="Account closure",
    group=T1,
    side="both",
    weight=3,
    priorities={"low": 4, "normal": 6},
    types={"question": 4, "task": 6},
    tags=("account_closure", "privacy"),
    typical_turns=3,
    escalates_to=TRUST,
    resolution="Account closed on request; data export sent.",
    notes=marked("""
        @2 Open contract {contract_id} and a balance of {net}. Both have to end before we can close.
        --
        @3 Erasure request under data protection law. @Rosa for the invoices that we have to keep.
        --
        @1 Two accounts, same person, no money in the second. Nothing against closing it.
    """),
    english=Text(
        subjects=lines("""
            Please close my account
            How do I delete my profile?
            Delete my data
            Two accounts by mistake
            Closing account, balance left
        """),
        openings=calm("""
            @12t I've found a full-time job and would like to close my Harbor account. Thank you for {years}
            good years! Is there anything I have to do first?
            --
            @2! The "close account" button is grey. It says I have an open contract, but {contract_id} ended
            long ago. [Can you close it for me?|What am I missing?]
            --
            @3! Under the data protection law of my country I request the deletion of all personal data that
            you hold about me, and a written confirmation. Before that, please send me a copy of it.
            --
            @1! By mistake I made two accounts, one with my private address and one with {email}. Please
            delete the newer one, it's empty. I don't want to break a rule.
            --
            @12t If I close the account, what happens to the {net} in it, and can I still get my invoices
            for the tax office afterwards?
            --
            @12t My brother passed away last month. He worked through Harbor and I'm trying to put his
            things in order. I don't have his password. Who can help me to close his account?
        """)
        + angry("""
            @1 Close my account. I'm tired of the fees, the bots and the silence. And take me off every
            mailing list while you're at it.
        """)
        + terse("""
            @1 please delete my account {email}
            --
            @2! Can't close account[| {email}], button grey
        """),
        extras=marked("""
            @12 I don't need the profile any more, the reviews may go too.
            --
            @1 I'm not unhappy, I simply don't need it at the moment.
        """),
        asks=exchanges("""
            @1 I can do that. One question before: closing can't be undone, and your reviews go with it.
            Would hiding your profile be enough, or shall I close it for good?
            >>
            For good, please.
            >>
            Oh, I didn't know about hiding. No, thanks, close it.
        """),
        fixes=texts("""
            Done. Your account is closed, you're signed out everywhere, and you won't get any newsletters
            from us. Invoices remain available by e-mail request for as long as the law makes us keep them.
            All the best for what comes next!
            --
            Two things stand in the way: a balance of {net} and contract {contract_id}, which is ended for
            you but not yet for the client. I've asked the client's side to end it. Please withdraw the
            balance, and the button will turn blue, at the latest on {soon}. Old invoices can be downloaded
            first under Reports.
            --
            I've passed your request to our privacy team, who answer within 30 days and mostly much sooner.
            You'll get the copy of your data as a download link. Invoices and payment records have to be
            kept for some years by law; all the rest will be erased, and you'll have that in writing.
        """),
        follow_ups=exchanges("""
            @2 Thank you. And if I want to come back one day?
            >>
            You're welcome any time. You'd start with a new profile, using the same address if you like.
        """),
    ),
)
