"""Adding, correcting or forbidding manual time; weekly limits."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import T1

TOPIC = Topic(
    key="manual_time",
    category="Contracts & time tracker",
    subcategory="Manual time & weekly limit",
    group=T1,
    side="talent",
    weight=3,
    priorities={"low": 3, "normal": 7},
    types={"question": 9, "incident": 1},
    tags=("manual_time", "weekly_limit"),
    fields=("contract_id",),
    typical_turns=3,
    resolution="Explained manual time and the weekly limit; client raised the limit.",
    notes=marked("""
        @2 Limit on {contract_id} is {hours} h, reached on Friday. Only the client can raise it.
        --
        @1 Manual time is off in this contract. Nothing we can switch on for them.
    """),
    english=Text(
        subjects=lines("""
            How to add manual time
            Weekly limit reached
            Forgot to start the tracker
            Manual hours greyed out
            Tracked the wrong contract
        """),
        openings=calm("""
            @1 I forgot to start the tracker on {date} and worked about {few_hours} hours. How can I add
            them to {contract_id}? The button is [grey|not there].
            --
            @2 I've reached my weekly limit of {hours} hours, but the client needs me on the weekend. If I
            work more, will I be paid for it?
            --
            @3! I tracked {few_hours} hours on the wrong contract. They should be on {contract_id}. Can you
            move them, or do I delete and add them by hand?
            --
            @3! How do I delete ten minutes from my diary? I left the tracker on while having lunch and
            there's a screenshot of a recipe. Not a tragedy, but not my client's business.
            --
            @2! My client says that he raised the limit to {hours} hours, I still see the old number. Do I
            have to accept something?
            --
            @1 Is manual time protected in the same way as tracked time? I do phone interviews, and
            screenshots of a phone call are rather pointless.
        """)
        + angry("""
            @2 The tracker let me work {few_hours} hours above the limit without a word and now they're "not
            billable". A warning would have been nice!
        """)
        + terse("""
            @1 add {few_hours}h manual on {contract_id} for {date}? button grey
            --
            @3! wrong contract tracked, pls move to {contract_id}
        """),
        extras=marked("""
            @1 My client is {other} and agrees with it.
            --
            The week isn't closed yet.
        """),
        asks=exchanges("""
            @12 Let me look at the right place. Is it {contract_id}, and has {other_first} agreed in
            writing, in the chat for example, to the additional hours?
            >>
            Yes, in the chat on Harbor.
            >>
            Yes that contract. He said it on a call, but I can ask him to write it.
        """),
        fixes=texts("""
            Manual time is switched off in this contract. Your client can switch it on under the contract's
            Settings > Allow manual time; then you'll find "Add time" in the work diary. It can be added
            until Sunday midnight UTC for the week. It isn't covered by payment protection, since there's
            nothing to show for it, so agree on it first.
            --
            The limit is set by the client and takes effect at once for the running week. I can see it at
            {hours} hours now; restart the tracker and it'll show the same. Hours above the limit aren't
            billed automatically, but the client can pay them as a bonus, and {other_first} would find that
            under the contract > Give a bonus.
            --
            You can do that yourself until the week closes: open the work diary, tick the segments, choose
            Delete, and they disappear together with their screenshots. Then add the same time as manual
            time to the right contract. We can't move segments between contracts, since they show another
            client's screen.
        """),
        follow_ups=exchanges("""
            Thanks, clear now. When exactly does the week close where I live?
            >>
            Midnight from Sunday to Monday, UTC. The work diary shows a countdown in your own time.
        """),
    ),
)
