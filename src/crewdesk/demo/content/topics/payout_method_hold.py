"""A new payout method is on its security hold."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import FINANCE, T1

TOPIC = Topic(
    key="payout_method_hold",
    category="Payments & withdrawals",
    subcategory="Payout method",
    group=T1,
    side="talent",
    weight=3,
    priorities={"low": 2, "normal": 7, "high": 1},
    types={"question": 9, "incident": 1},
    tags=("payout_method", "security_hold"),
    fields=("payout_method",),
    attachments=("screenshot",),
    typical_turns=3,
    escalates_to=FINANCE,
    resolution="Explained the three-day hold on new payout methods.",
    notes=marked("""
        @12 Method added on {date}, hold ends on its own. I don't see a reason to lift it early.
        --
        New device and new bank in the same session. Keep the hold. If they push, Trust & Safety decides,
        not us.
    """),
    english=Text(
        subjects=lines("""
            New bank account inactive
            Why is there a 3 day hold?
            Can't withdraw to my new card
            Adding a payout method
            Payout method "not yet active"
        """),
        openings=calm("""
            @1 I added my account at {bank} on {date} and it says "inactive until {soon}". I need to
            withdraw today. [Is there any way to speed it up?|Can you activate it by hand?]
            --
            @2! How do I change where my money goes? I want to move from {method} to a normal bank account,
            but I'm afraid of breaking something while a payment is on its way.
            --
            @2! I moved from {city} to another country and now my old payout method doesn't work for me.
            Which ones are available abroad? The list in the settings only shows [two|one], and both look
            grey.
            --
            @3! The page says my payout method will be active in three days. It said that three days ago
            too. Did I do something that [restarted|reset] the clock? I only fixed a typo in the address.
            --
            @2! Is it possible to have two payout methods? I'd like to send half to savings and the rest to
            my normal account. I couldn't find it in the help.
        """)
        + angry("""
            @1 I don't understand why MY money is locked for three days because I added a new card. Nobody
            asked me. I have bills to pay and {amount} sitting there that I can look at but not touch.
        """)
        + terse("""
            @2! need to remove old bank account[| ({bank})], button is grey
            --
            @1 new card, says inactive. how long?
        """),
        extras=marked("""
            I confirmed it from the e-mail link already.
            --
            @2 My old account is closed, so I can't go back to it.
        """),
        asks=exchanges("""
            @1 Happy to check. Did you get an e-mail asking you to confirm the new method, and did you
            [open|click] the link in it?
            >>
            Yes, I clicked it on the same day. It said "all set".
            >>
            Hm, no, I don't think so. Let me look... it was in spam! I've clicked it now.
        """),
        fixes=texts("""
            Every new or edited payout method rests for three days. It's there so that somebody who gets
            into your account can't send your earnings to themselves before you notice. We can't shorten it,
            not even for long-standing members, but it ends by itself on {soon}.

            Your balance of {amount} is safe until then, and withdrawals to a method that was already active
            still work.
            --
            You can keep both: add the new method under Settings > Get paid, wait until it turns active on
            {soon}, then choose "Make preferred". A payment that's already on its way isn't affected. Only
            remove the old one [once the first payout has arrived|after that].
            --
            I see what happened: editing a method, even just the address, starts the three days again. Yours
            becomes active on {soon}. I know that's annoying when it was only a typo, and I've passed that
            on to the people who [build|look after] that page.
        """),
        follow_ups=exchanges("""
            Alright. Will you tell me when it's active or do I have to keep checking?
            >>
            You'll get an e-mail the moment it's active. If you have the app, there'll be a notification too.
        """),
    ),
)
