"""Badges, ranks and the search rank of a profile."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import QUALITY

TOPIC = Topic(
    key="availability_badge",
    category="Profile & proposals",
    subcategory="Badges & tests",
    group=QUALITY,
    side="talent",
    weight=2,
    priorities={"low": 6, "normal": 4},
    types={"question": 9, "incident": 1},
    tags=("badge", "profile"),
    attachments=("screenshot",),
    typical_turns=2,
    resolution="Badge rules explained; eligibility date given.",
    notes=marked("""
        @1 12 of 13 weeks. One more and it comes by itself.
        --
        @2 Lost it because of earnings below the line for 12 months. Correct.
    """),
    english=Text(
        subjects=lines("""
            Top rated badge
            Lost my badge
            Skill test result wrong
            When do I get the rising talent badge?
            Language test
        """),
        openings=calm("""
            @1 I meet all the conditions for the top-rated badge (score 100, {years} years, {number}
            contracts), but it's not shown. What's missing?
            --
            @2 My badge disappeared on {date}. I've been ill for some months and earned little in that time.
            Is there a way to keep it in such a case?
            --
            @3! The skill test for {skill} has a question whose right answer isn't among the choices. I can
            prove it. I missed the top ten percent by one point.
            --
            @3! May I repeat the English test? I took it in a noisy café and my child had a fever, it really
            doesn't show what I can do.
            --
            @1 On what day are the badges updated? Mine has been "under evaluation" since {earlier}.
            --
            @2 Since the badge is gone I get half as many invitations. I understand that there are rules,
            but could you tell me in plain words how I get it back?
        """)
        + angry("""
            @2 {years} years to earn this badge, one line of an e-mail to take it away. Not even a call.
            Thanks for nothing.
        """)
        + terse("""
            @1 top rated: which condition is missing?
            --
            @3! retake {skill} test?
        """),
        fixes=texts("""
            You're nearly there: the score has to stay above 90 for 13 of the last 16 weeks, and you have
            12. If nothing changes, the badge appears on {soon}, by itself. Evaluation is every second
            Sunday.
            --
            The badge looks at the earnings of the last twelve months, and that's the line where you're
            below for the time being. After an illness or parental leave we can leave those months out. I've
            done that for you, so it'll be back after the evaluation on {soon}.
            --
            I've checked it, and opened the test once more for you, without any waiting period. The old
            result is hidden and only the better of the two counts. If you find a faulty question, press the
            flag next to it, then the authors look at it.
        """),
        follow_ups=exchanges("""
            That's more than I'd hoped for, thank you!
            >>
            You've earned it. All the best!
        """),
    ),
)
