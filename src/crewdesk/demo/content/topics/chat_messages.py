"""Messages between members that vanish, do not send or are out of order."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import T1, T2

TOPIC = Topic(
    key="chat_messages",
    category="Chat & mobile app",
    subcategory="Messages",
    group=T1,
    side="both",
    weight=3,
    priorities={"low": 2, "normal": 7, "high": 1},
    types={"incident": 7, "problem": 2, "question": 1},
    tags=("messages", "chat"),
    fields=("app_version", "browser"),
    attachments=("screenshot",),
    typical_turns=3,
    escalates_to=T2,
    resolution="Conversation restored from the archive folder.",
    notes=marked("""
        @1 Room had been archived by the other side. Unarchived.
        --
        @2 Duplicate sends from a flaky connection, client retries without idempotency key. Known, fix is in
        5.8.
    """),
    english=Text(
        subjects=lines("""
            Messages disappeared
            Chat not loading
            Message sent twice
            Can't write to {other}
            "Not delivered" in chat
        """),
        openings=calm("""
            @1 My whole conversation with {other} has disappeared. It had all the details of the project. Is
            it lost?
            --
            @2t Messages that I send from the app ({app_version}) show a red mark, "not delivered". The
            client gets them anyway, three or four times. It's a bit embarrassing.
            --
            @3t! I can't write to a client who wrote to me first. The text field is grey and says "this
            conversation is closed". We haven't even begun!
            --
            @2 The chat doesn't load in {browser}. I see the list of people on the left, but the right side
            turns and turns.
            --
            @1 Is it possible to get a copy of a conversation as a file? We have to keep records for {years}
            years, and copying by hand takes ages.
            --
            @2 The order of messages is mixed up. My answer appears above the question, which makes me look
            like a prophet. Both of us see it.
        """)
        + angry("""
            @2 The chat ate a message that I'd been writing for an hour. No draft, no warning, nothing. For
            a platform that lives from communication that's pathetic.
        """)
        + terse("""
            @2 chat not loading, app {app_version}, {device}
            --
            @1 conversation with {other} gone. restore pls
        """),
        extras=marked("""
            @2 I've installed the app again already.
            --
            The other person sees the same.
        """),
        fixes=texts("""
            Nothing is lost: the conversation had been archived, which happens with a swipe to the left in
            the app, quicker than one thinks. I've put it back. For a copy, open the conversation, choose
            the three dots, then Export, and you get a PDF with all the files.
            --
            That's a fault in version {app_version} on unsteady connections: the app sends again although
            the first try was received. It's fixed in the version that has been in the stores since this
            week. Please update, then sign out and in once. Drafts are kept on the server from that version
            on, too.
            --
            The client has closed the job in the meantime, and with it goes the conversation, if there was
            no contract yet. I'm sorry, I know that the message doesn't explain it well. If they post
            another job, you can write to each other again.
        """),
        follow_ups=exchanges("""
            @12 Found it / it works. Thank you!
            >>
            Great, thanks for letting me know!
        """),
    ),
)
