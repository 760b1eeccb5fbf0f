"""Ideas and wishes."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import T1

TOPIC = Topic(
    key="feature_request",
    category="Feature requests",
    subcategory="Idea",
    group=T1,
    side="both",
    weight=3,
    priorities={"low": 8, "normal": 2},
    types={"question": 5, "task": 5},
    tags=("feature_request",),
    typical_turns=2,
    resolution="Idea passed on to the product team.",
    notes=marked("""
        @1 Added to the idea list, now {number} votes.
        --
        @2 Exists already in beta. Asked @Colin whether we may invite people.
    """),
    english=Text(
        subjects=lines("""
            Feature suggestion
            Idea for the app
            Dark mode please
            Could you add...
            Wish list
            Small improvement
        """),
        openings=calm("""
            @1 Could you add a dark mode to the website? I work at night and your page is the brightest
            thing in the whole street.
            --
            @12t An idea: let me save replies that I send often. I answer the same five questions in every
            interview, and keep them in a text file now.
            --
            @1t It would be great to see my clients' local time next to their name in the chat. I've woken
            up at least one of them, and I'm still ashamed.
            --
            @2t Please let us filter jobs by time zone. I'm in {city}, and "flexible hours" often means a
            call at four in the morning.
            --
            @12c We hire about {number} people a year through you. A shared shortlist where my team can
            leave comments would save us a lot of screenshots.

            Two more, smaller things:
            - a way to sort contracts by end date
            - a calendar feed for milestones

            Happy to talk about it, if anybody there is interested.
            --
            @2t Is there a way to say on my profile that I'm on holiday? If not, may I suggest one? A little
            palm tree would do.
        """)
        + angry("""
            @1 I've been asking for the same thing for {years} years: let people EDIT a message after
            sending it. Every chat on earth can do it. Why can't yours?
        """)
        + terse("""
            @12 [pls add|wish|request]: export of work diary to calendar
            --
            @1 dark mode[| for the website| in the app]. [when?|any plans?]
        """),
        fixes=texts("""
            Thank you, that's a good one, and you're not alone with it. I've added your message word for
            word to the list that our product team goes through every second week. I can't promise a date,
            but if it's built, you'll be among the first to hear.
            --
            Part of that exists already, only a bit hidden: have a look under Settings > Preferences, you'll
            find saved texts, the availability note for holidays and the time zone filter there. What's
            missing I've passed on to the product team, with your reasons, since the reasons are what
            convinces them.
        """),
        follow_ups=exchanges("""
            Nice to get an answer from a person. Thanks!
            >>
            Thank you for taking the time to write it down so clearly.
        """),
    ),
)
