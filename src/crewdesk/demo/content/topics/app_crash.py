"""The mobile app crashes or freezes."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import T1, T2

TOPIC = Topic(
    key="app_crash",
    category="Chat & mobile app",
    subcategory="App crash",
    group=T1,
    side="both",
    weight=3,
    priorities={"normal": 7, "high": 3},
    types={"incident": 5, "problem": 5},
    tags=("mobile_app", "crash"),
    fields=("app_version", "device"),
    attachments=("log", "screenshot"),
    typical_turns=4,
    escalates_to=T2,
    resolution="Crash fixed in the next app version.",
    notes=marked("""
        @1 Same trace as {number} others: RoomFragment with an empty member list. @Sofia has it.
        --
        @2 Old phone, system out of support. No fix will come for it.
    """),
    english=Text(
        subjects=lines("""
            App crashes on {device}
            App closes when opening messages
            Harbor app {app_version} bug
            App frozen
            Crash report
        """),
        openings=calm("""
            The app closes by itself as soon as I open [a message|my messages|the chat]. {device}, version
            {app_version}. It began after the last update.
            --
            Hello developers, I'm one myself, so here's what I've got:

            {app_trace}

            It happens each time that I rotate the phone in the chat. Hope it helps.
            --
            @2 On my {device} the app is stuck at the blue screen with the anchor. I waited for ten minutes.
            I turned the phone off and on.
            --
            @3t! The camera button in the app makes everything freeze. My proposal had a photo, so I
            couldn't send it from the phone.
            --
            My app crashes only for one conversation, the one with {other}. I can open all the others. Could
            there be something in it that the app doesn't like?
            --
            @2 Is my {device} too old for the app? It was fine until last month and now it's so slow that I
            can make a tea between two taps.
        """)
        + angry("""
            @12t Updated the app, now it crashes twenty times a day. Did anybody test this? I missed two
            messages from clients because of it.
        """)
        + terse("""
            @12 crash on start, {device}, {app_version}
            --
            app dies when I rotate. {device}
        """),
        extras=marked("""
            I sent the crash report from the phone too, each time.
            --
            @12 Reinstalling made no difference.
        """),
        asks=exchanges("""
            Thanks for telling us. Which version of Android or iOS is on the {device}, and did it begin with
            version {app_version} or before that?
            >>
            It's the newest one, updated last week. And yes, with {app_version}.
            >>
            How do I find that out? ... OK, found it, it says it's up to date. It started a few days ago.
        """),
        fixes=texts("""
            Our app team has found the cause with the help of reports like yours: a conversation in which a
            member has closed their account. The fix is in the next version, which should be in the store by
            {soon}. Until then that conversation works on the website, on the phone's browser as well.
            --
            Please clear the app's cache (phone settings > Apps > Harbor > Storage > Clear cache, not "Clear
            data") and start it again. If it hangs at the start screen still, remove the app and install it
            anew; nothing is stored only on the phone. On phones whose system is no longer updated the
            website is the quicker way.
            --
            The app lacks the permission to use the camera, and instead of asking it freezes. You can grant
            it under phone settings > Apps > Harbor > Permissions. That it freezes is our mistake, and I've
            reported it.
        """),
        follow_ups=exchanges("""
            @1 Updated, no crash so far. Thumbs up.
            >>
            That's good to hear. Thanks for the report, it really helped.
        """),
    ),
)
