"""Mails and notifications that do not come, or too many of them."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import T1

TOPIC = Topic(
    key="notifications",
    category="Technical problems",
    subcategory="Notifications",
    group=T1,
    side="both",
    weight=2.5,
    priorities={"low": 5, "normal": 5},
    types={"question": 6, "incident": 4},
    tags=("notifications",),
    fields=("app_version",),
    typical_turns=3,
    resolution="Suppression removed after an earlier bounce; mails arrive again.",
    notes=marked("""
        @1 {email} was on the suppression list after a bounce on {earlier}. Removed.
        --
        @2 Push token is stale, re-login creates a new one.
    """),
    english=Text(
        subjects=lines("""
            Not getting e-mails from Harbor
            Too many notifications
            No push on {device}
            Missed an interview because of notifications
            Unsubscribe
        """),
        openings=calm("""
            @1 I don't get e-mails about new messages any more. It stopped around {earlier}. I nearly missed
            an interview because of it.
            --
            @3t! How do I turn off the mails about jobs without losing the ones about my contracts? There
            are {number} switches on that page and I'm afraid of pressing the wrong one.
            --
            @2t My phone ({device}) doesn't ring when a client writes. The little number appears when I open
            the app, but by then it's often too late.
            --
            @3! My daily summary comes at three in the morning. I live in {city}, so I guess that it's set
            to another time zone. I'd prefer breakfast.
            --
            @1 Mails from Harbor arrive with a delay of [hours|up to a day] at my company's address. Our IT
            says that they don't even see them come in before that.
            --
            @3! I get the notifications of a former colleague, who used our shared address years ago. Funny
            at first, not any more. Please remove {email} from that account.
        """)
        + angry("""
            @3t! UNSUBSCRIBE. I've clicked it four times. Every morning "jobs you may like". I don't like
            them.
        """)
        + terse("""
            @1 no mails since {earlier}
            --
            @2 push notifications dead on {device}, app {app_version}
        """),
        fixes=texts("""
            I found it: on {earlier} a mail to you bounced because the mailbox was full or away for a
            moment, and our system then stopped writing to you. I've taken that block off. Please add
            no-reply@harbor.example to your contacts. The next message will reach you.
            --
            Please sign out of the app and in again, that registers the phone anew. Then look in the phone's
            settings for the battery option of the Harbor app and set it to "unrestricted"; many phones put
            apps to sleep otherwise.
            --
            I've set it the way you describe: messages, contracts and payments on, everything else off, and
            your time zone to the one of {city}. You can fine-tune it under Settings > Notifications, where
            nothing can break, I promise.
        """),
        follow_ups=exchanges("""
            Seems to work now. Thanks for explaining it so that even I understand it.
            >>
            With pleasure! Just write if it stops again.
        """),
    ),
)
