"""Funding, submitting and releasing milestones."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import FINANCE, T1

TOPIC = Topic(
    key="milestone_release",
    category="Contracts & time tracker",
    subcategory="Milestones & escrow",
    group=T1,
    side="talent",
    weight=5,
    priorities={"normal": 7, "high": 3},
    types={"question": 6, "incident": 4},
    tags=("milestone", "escrow"),
    fields=("contract_id", "transaction_amount"),
    attachments=("screenshot",),
    typical_turns=4,
    escalates_to=FINANCE,
    resolution="Milestone released by the client or by the 14-day rule.",
    notes=marked("""
        @1 Milestone 2 of {contract_id} submitted on {earlier}, auto-release on {soon}. Client was last here
        on {date}.
        --
        @2 Work was sent by e-mail and never submitted on the contract, so the clock has not started.
        --
        @1 Funded {half} of {amount}. Customer thought that all of it was in escrow.
    """),
    english=Text(
        subjects=lines("""
            Client not releasing milestone
            Milestone approved but no money
            Escrow question
            When is payment released?
            Funds for {contract_id}
            Submitted work, no reaction
        """),
        openings=calm("""
            @13 I submitted the last milestone of {contract_id} on {earlier} and [the client hasn't
            reacted|there is only silence] since. It's {amount}. Is there some kind of deadline for the
            client?
            --
            @3! {other} approved my work on {date}, I even have a "great job!" in the chat, but the {amount}
            are "in security period". What is that, and how long does it last?
            --
            @2 I delivered everything by e-mail because the files were big. Now the client says that there
            is nothing to approve on Harbor. How do I submit it properly?
            --
            @1 The contract has three milestones, only the first is funded. The client wants me to start
            with the second ("the money is coming"). Should I? I've been burnt before.
            --
            @13 Just wanted to understand: if a client never presses the button, do I get the money anyway?
            I looked for it in the help and found two different numbers, 14 days and 30 days.
            --
            Project "{job}" went well, the client is happy, we've moved on to the next thing. But the
            milestone of {amount} from {earlier} is still open and I feel awkward asking [again|a third
            time]. Could Harbor remind them?
        """)
        + angry("""
            @13 My client has had the finished work for {weeks} weeks and is using it on their website! The
            milestone of {amount} is still "submitted". Why do I pay a fee for escrow if it protects only
            one side?
        """)
        + terse("""
            @13 {contract_id}, milestone submitted {earlier}, not released. What now?
            --
            @3! approved on {date}. where is the money
        """),
        extras=marked("""
            @13 I sent two friendly reminders in the chat.
            --
            I'd like to keep the relationship good, so please don't write anything harsh to them.
        """),
        asks=exchanges("""
            @12 I've opened {contract_id}. Did you use the button "Submit work for payment", or did you send
            the files in the chat? That's what starts the client's 14 days.
            >>
            @2 In the chat. I didn't know about the button.
            >>
            @1 I pressed the button, and I have the confirmation e-mail.
        """),
        fixes=texts("""
            The client has 14 days from the day you submit. If they neither release nor ask for changes by
            then, the money is released to you automatically; for this milestone that's on {soon}. I've sent
            {other_first} a neutral reminder. Please begin with the next milestone only when it says
            "funded", since that's the part we can protect.
            --
            Please open the contract, choose the milestone and press "Submit work for payment". A link to
            the files or a short description is enough, you don't have to upload everything again. From that
            moment the client has 14 days, and after that it's released by itself. I've told {other_first}
            what to expect.
            --
            Once a milestone is approved the money rests for five days before you can withdraw it. It's the
            time in which card payments can still fail. Yours becomes available on {soon}, and you'll see it
            under Get paid then. The 30 days that you may have seen apply to disputes, not to this.
        """),
        follow_ups=exchanges("""
            @12 The client has just released it, 10 minutes after your reminder :) Thanks!
            >>
            That's the kind of answer I like best. Enjoy the next project!
            --
            @3 Understood. Are the five days there every time?
            >>
            Yes, for fixed-price work. Hourly work has its own weekly rhythm.
        """),
    ),
)
