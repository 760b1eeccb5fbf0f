"""A profile application that was not accepted."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import QUALITY

TOPIC = Topic(
    key="profile_rejected",
    category="Profile & proposals",
    subcategory="Profile review",
    group=QUALITY,
    side="talent",
    weight=4,
    priorities={"low": 5, "normal": 5},
    types={"question": 9, "incident": 1},
    tags=("profile", "review"),
    attachments=("screenshot",),
    typical_turns=3,
    resolution="Profile accepted after it was completed.",
    notes=marked("""
        @1 Two lines of text, no portfolio, {number} skills. Needs work, but the person is real and motivated.
        --
        @1 Category is crowded. Suggested the narrower one, {skill}.
    """),
    english=Text(
        subjects=lines("""
            Profile not approved
            Why was my profile rejected?
            Profile under review for {weeks} weeks
            How can I improve my profile?
            Profile photo rejected
        """),
        openings=calm("""
            @1 My profile was not approved and the mail says "we have enough freelancers with similar
            skills". I do {skill} and have {years} years of experience. Is there any chance?
            --
            @1 I'd really like to work on Harbor. I've applied [twice|three times] and each time I get the
            same text as an answer. What is missing? I'm willing to change whatever is needed.
            --
            @2! You rejected my profile photo. It's me, it's recent, and I'm smiling! The dog in the
            background can be cut off if he's the problem.
            --
            @3 My profile has been "under review" for {weeks} weeks now. I see the same sentence each time I
            sign in. Could somebody have a look?
            --
            @1 I'm coming back to work after {years} years with my children. Before that I did {skill}. I
            don't have any recent work to show, and the form wants three projects. May I show private ones?
            --
            @3 Can I have two profiles, one for {skill} and one for translations? Clients might find it
            strange to see both in one place.
        """)
        + angry("""
            @1 Rejected by a robot after 40 seconds. I have a degree and {years} years of practice. You
            could at least pretend to have read it.
        """)
        + terse("""
            @3 profile review since {earlier}, any news?
            --
            @1 [profile rejected|rejected on {date}], [reason please|why?]
        """),
        extras=marked("""
            @1 English isn't my first language, I hope that's not the reason.
            --
            Thanks for your time, I know that you get a lot of these.
        """),
        asks=exchanges("""
            @1 I've read your profile, in person. Before I say more: what kind of client would you like to
            work for, and what was the last thing you made that you're proud of?
            >>
            Small companies that need {skill} and don't know where to start. I did that for my cousin's shop
            and it doubled the orders.
            >>
            I'd like long contracts with one client. Last year I rebuilt a whole archive for a local museum,
            alone.
        """),
        fixes=texts("""
            Say in the first two lines whom you want to work for and what you have done for such people,
            because that's all a client sees at first. Cut the list of skills to the eight you'd
            bet on, and add two pieces
            of work with a sentence each on what they were good for; private ones are fine. Then submit it
            again and write to me here, and I'll look at it myself.
            --
            Photos have to show one face, from the front, well lit, without logos or other living beings.
            The crop is enough in your case. It's unlocked for a new upload now. Greetings to the dog.
            --
            I've looked at it and approved it, you can send proposals from now on. If you offer two
            different services, make a specialised profile for each under your one account: clients then see
            the one that fits their search.
        """),
        follow_ups=exchanges("""
            @1 I changed everything as you said and submitted it.
            >>
            I've just read it. It's a different profile! Approved. I wish you a good start.
            --
            @3 Thank you so much! Any tip for the first proposal?
            >>
            Answer the client's question in the first sentence, keep it under 150 words, and ask one good
            question back.
        """),
    ),
)
