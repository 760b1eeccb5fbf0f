"""An unfair review, and the wish to have it removed."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import QUALITY

TOPIC = Topic(
    key="feedback_removal",
    category="Profile & proposals",
    subcategory="Reviews & score",
    group=QUALITY,
    side="talent",
    weight=3,
    priorities={"low": 3, "normal": 7},
    types={"question": 9, "incident": 1},
    tags=("feedback", "score"),
    fields=("contract_id",),
    attachments=("screenshot",),
    typical_turns=4,
    resolution="Review kept or removed by the review policy; reasons given.",
    notes=marked("""
        @1 Review is harsh but about the work. Stays.
        --
        @2 Review names a private phone number. Removed under policy 4.
        --
        @3 Client confirms that it was meant for somebody else. They changed it.
    """),
    english=Text(
        subjects=lines("""
            Unfair review on {contract_id}
            Please remove this feedback
            My score dropped
            One star for no reason
            How is my success score calculated?
        """),
        openings=calm("""
            @12 I got one star from {other} on {contract_id}, although everything was delivered on time and
            accepted. The comment is about something that was never part of the job. Can it be removed?
            --
            @1! My score dropped from 98 to {number} overnight. I didn't end any contract this month. How is
            it calculated?
            --
            @3 My client clicked the wrong number of stars, she told me so herself and is sorry. Can she
            change it, and where?
            --
            @2 There's a review on my profile that has my full name and my phone number in it. Please take
            it down soon.
            --
            @12 A client threatened me with a bad review if I didn't add two more pages for free. I said no
            and he did it. I have the messages, they're in the Harbor chat from {date}.
            --
            @1 I know that you can't please everyone. But this one hurts, because it's the first thing
            people see now. May I at least answer it publicly? And how long does it count?
        """)
        + angry("""
            @12 {years} years of five stars, ruined by one person who didn't read his own contract. And you
            say "reviews reflect the client's experience". What about mine?
        """)
        + terse("""
            @12 remove review on {contract_id}, it's false
            --
            @1! score dropped, why?
        """),
        extras=marked("""
            @12 I answered calmly at the time, you can read it all.
            --
            @123 Screenshot attached.
        """),
        asks=exchanges("""
            @2 I've read the review, and I'd like to see what led to it. Is the conversation in which this
            was said on Harbor, or was it on the phone or elsewhere?
            >>
            All on Harbor, on {date}, around {time}.
            >>
            The threat was in a call. But there's a message right after it that refers to it.
        """),
        fixes=texts("""
            We don't remove a review because it's harsh, only if it breaks the rules, and this one doesn't.
            What you can do is to answer it: open it on your profile and choose Reply. Short and friendly
            works best. The score looks back over up to 24 months and is worked out again every two weeks;
            one bad review among many good ones fades quite quickly.
            --
            I've removed it. Personal details and threats are against our review policy, and the messages
            leave no doubt. The score will be worked out without it at the next update, on {soon}. The
            client has been warned.
            --
            The client can change it for 14 days after the contract's end: on the contract page, under "Your
            feedback", there's a pencil. I've sent {other_first} a direct link. After that it's fixed, so
            it's worth doing today.
        """),
        follow_ups=exchanges("""
            @12 Fair enough, thanks for taking the time to read it all.
            >>
            You're welcome. I could see how much care you put into the work.
            --
            @3 She's just changed it. Thank you both!
            >>
            Lovely. Then I'll close this one with five stars.
        """),
    ),
)
