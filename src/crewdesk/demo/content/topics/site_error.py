"""Pages that fail, spin or stay white."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import T1, T2

TOPIC = Topic(
    key="site_error",
    category="Technical problems",
    subcategory="Website error",
    group=T1,
    side="both",
    weight=5,
    priorities={"low": 1, "normal": 6, "high": 3},
    types={"incident": 6, "problem": 3, "question": 1},
    tags=("website", "error"),
    fields=("operating_system", "browser"),
    attachments=("screenshot", "log"),
    typical_turns=4,
    escalates_to=T2,
    resolution="Faulty release rolled back; page loads again.",
    notes=marked("""
        @3 Reference {error_ref} is a timeout, always the same data centre. Seen {number} times since this
        morning.
        --
        @2 Could not reproduce in {browser}. Asked for a private window and the extension list.
        --
        @1 JS error in contract-page bundle, only with milestones that have no due date. Passed on to the
        web team.
    """),
    english=Text(
        subjects=lines("""
            Error 500
            Page does not load
            White page after login
            "Something went wrong" {error_ref}
            Website not working in {browser}
            Bug report
        """),
        openings=calm("""
            Since [this morning|yesterday|{date}] I get "Something went wrong" when I open my contracts. The
            reference is {error_ref}. I use {browser} on {os}.
            --
            @2 The page stays white after I sign in. No error, no text, just white. It works on my phone, so
            my account should be fine.
            --
            Steps to see the problem:
            1. Open contract {contract_id}
            2. Click "Messages"
            3. Click back

            Expected: the contract. What I get: a spinner that never stops. The console says:

            {trace}
            --
            @2t Search gives me nothing. I type "{skill}" and it says 0 results, which I find hard to
            believe. Last week there were hundreds.
            --
            @3 Everything is terribly slow for me at the moment. A page takes {few_hours}0 seconds or more.
            Other websites are fine. Is there a problem in my region? I'm in {city}.
            --
            @t I'm not sure if this is the right place. The button to send a proposal does nothing. I click
            it, it moves a tiny bit, and that's all. I've written that proposal twice now, and I'm keeping a
            copy in a document from now on.
        """)
        + angry("""
            @13t Your site has been broken for {days} days. I can't open a single contract. Error
            {error_ref}, if anybody is reading these. I'm losing money while you're "working on it".
        """)
        + terse("""
            500 on contracts page, ref {error_ref}, {browser}
            --
            @2 white page, {browser}, {os}
        """),
        extras=marked("""
            I've cleared the cache and tried another browser, with the same result.
            --
            @13 From the browser's console:

            {trace}
            --
            A screenshot is attached.
        """),
        asks=exchanges("""
            @2 Could you open the same page in a private window? And please tell me which extensions are
            installed, ad blockers above all.
            >>
            In a private window it works. I have an ad blocker and a password manager.
            >>
            Same in a private window, so it isn't the extensions, I guess.
            --
            @13 I'd like to hand this over to our engineers with everything they need. At what time (and in
            which time zone) did you see it last, and is it every time or only now and then?
            >>
            Just now again, {time} here in {city}. Every single time.
            >>
            It comes and goes. The last one was around {time}, my time.
        """),
        fixes=texts("""
            Thanks for the reference, it led us straight to it: a change that we released that day broke the
            page for contracts with an open milestone. It was rolled back an hour ago. Please reload with
            Shift held down, and it should work.
            --
            It's an outdated copy of the page in your browser's cache, or an extension that blocks one of
            our scripts. Please clear the site data for harbor.example, reload, and allow our site in the ad
            blocker. If it still fails after that, send me the reference that appears at the bottom of the
            page.
            --
            Our engineers have confirmed it: one of our data centres was slow for visitors from your region,
            and traffic has been moved to another. Pages should be back to normal for you. I'll keep this
            ticket open until {soon}, in case it isn't so.
        """),
        follow_ups=exchanges("""
            @13 Works again, thank you. Is there a page where I can see such things myself?
            >>
            Yes, status.harbor.example, and bigger ones also appear at the top of the Help Center.
        """),
    ),
)
