"""Pausing, ending or changing a contract."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import T1

TOPIC = Topic(
    key="contract_end",
    category="Contracts & time tracker",
    subcategory="Pause, end, change",
    group=T1,
    side="client",
    weight=3,
    priorities={"low": 3, "normal": 6, "high": 1},
    types={"question": 8, "task": 2},
    tags=("contract",),
    fields=("contract_id",),
    typical_turns=3,
    resolution="Client shown how to pause or end; done by the client.",
    notes=marked("""
        @1 Nothing in dispute. {contract_id} has {few_hours} unbilled hours this week.
        --
        @3 Wants to move {other} to a fixed price. Needs a new offer, can't convert.
    """),
    english=Text(
        subjects=lines("""
            How to end a contract
            Pause contract {contract_id}
            Change from hourly to fixed
            Ending contract with {other}
            Raise for my freelancer
        """),
        openings=calm("""
            @1 We're done with the project ("{job}") and I'd like to end contract {contract_id}. Is there
            anything to watch out for? {other} still has a few hours this week.
            --
            @2! Can a contract be put on hold? We've no budget until next quarter, but we want to keep
            {other}, who is excellent.
            --
            @3! I'd like to change {contract_id} from hourly to a fixed price. I can't find a button for it.
            Do we have to start again and lose the history?
            --
            @3! How do I give a raise? {other} earns {rate} an hour and deserves more. I see "propose new
            rate" but I'm not sure from which day it counts.
            --
            @1 I ended a contract by mistake, I meant the one above it in the list! The freelancer got an
            e-mail and is, understandably, confused. Can you undo it?
            --
            @2! {other} hasn't answered for {days} days. I'm a little concerned, to be honest. I don't want
            to be rude and end the contract, but I don't want to be billed for silence either.
        """)
        + angry("""
            @1 I ended this contract two weeks ago and I'm STILL being billed for {contract_id}. How many
            times does one have to end a contract around here?
        """)
        + terse("""
            @1 End contract {contract_id}, thanks.
            --
            @2! pause {contract_id} please
        """),
        extras=marked("""
            @1 We parted on good terms, I'd like to leave a nice review as well.
            --
            I'm asking on behalf of {company}.
        """),
        fixes=texts("""
            Open the contract, choose the three dots, and then End contract. Hours worked up to that minute
            are billed with the normal weekly invoice, which is why one more invoice can come after the end.
            After that both of you have 14 days for a review. A contract that was ended by mistake can't be
            opened again, but a new offer on the same terms takes a minute, and the history stays.
            --
            Yes: open the contract, choose the three dots, then Pause. While it's paused nobody can log
            time, nothing is billed, and the conversation stays open. You can resume whenever you like. It
            also works well as a gentle sign when somebody has gone quiet.
            --
            Terms are changed from the contract page under "Propose new terms". A new rate counts from the
            Monday after {other_first} accepts it. Hourly can't be turned into fixed price within one
            contract, so for that you'd end this one and send a new offer; earlier hours, files and messages
            stay where they are.
        """),
        follow_ups=exchanges("""
            Thanks! Does ending it hurt the freelancer's score?
            >>
            Not at all. Only an unhappy review would.
        """),
    ),
)
