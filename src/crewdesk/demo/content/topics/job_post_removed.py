"""A client's job post was removed or does not attract anyone."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import QUALITY

TOPIC = Topic(
    key="job_post_removed",
    category="Profile & proposals",
    subcategory="Job posts",
    group=QUALITY,
    side="client",
    weight=3,
    priorities={"low": 3, "normal": 6, "high": 1},
    types={"question": 8, "incident": 2},
    tags=("job_post",),
    typical_turns=3,
    resolution="Post republished after the contact details were taken out.",
    notes=marked("""
        @1 Removed by the filter: phone number in the text. Nothing else wrong with it.
        --
        @2 Asks for unpaid test work. Explained the rule.
    """),
    english=Text(
        subjects=lines("""
            Job post removed
            My job is not visible
            No proposals for "{job}"
            Why was my post flagged?
            Help with hiring
        """),
        openings=calm("""
            @1 Our job post "{job}" was removed on {date} "for violating our policies". We've hired {number}
            people with almost the same text. What's wrong with it?
            --
            @3! We posted a job {days} days ago and have had two proposals, both from people who evidently
            haven't read it. Is the rate ({rate} an hour) too low, or is it the text?
            --
            @1 I'm hiring for the first time. My post was rejected because of "contact information", but I
            only wrote where our website is. How can people learn about us then?
            --
            @2! Is it allowed to ask applicants for a short trial task? We'd like to see how somebody works
            before we decide. I've seen others do it.
            --
            @3! Could someone help us find a person for {skill} who speaks Portuguese and can work in the
            mornings of {city}? We've looked through some forty profiles and can't see the wood for the
            trees.
            --
            @1 My post says "pending review" since {date}. We wanted to begin on {soon}. How long does that
            take?
        """)
        + angry("""
            @1 Third time that you delete our job post. Nobody says which sentence is the problem. I'm
            trying to GIVE people work here!
        """)
        + terse("""
            @1 job "{job}" removed, why?
            --
            @3! no applicants for {skill}. please advise
        """),
        extras=marked("""
            It's for {company}.
            --
            @13 The position is urgent for us.
        """),
        fixes=texts("""
            It was the phone number and the web address in the last paragraph: contact details can't be in a
            public post, mostly because of fraud. I've taken out those two and published it again, the rest
            is untouched. In the interview you may share whatever you like.
            --
            You may, as long as it's paid. The usual way is a small fixed-price contract of an hour or two
            with each of the two or three best candidates. Unpaid trial work isn't allowed, and the good
            people don't do it anyway.
            --
            I've read your post with a freelancer's eyes. The rate is fine; the text asks for four jobs in
            one. I'd name the one result you need in the first sentence and move the rest below. I've also
            sent you five profiles that match, three of them can start this week. Invite them, as most of
            the good ones don't search, they get invited.
        """),
        follow_ups=exchanges("""
            @3 We've hired one of your five! Thank you.
            >>
            Wonderful, that's the best way for a ticket to end.
        """),
    ),
)
