"""The time tracker runs but hours or screenshots are missing."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import T1, T2

TOPIC = Topic(
    key="tracker_not_recording",
    category="Contracts & time tracker",
    subcategory="Hours missing",
    group=T1,
    side="talent",
    weight=6,
    priorities={"normal": 5, "high": 4, "urgent": 1},
    types={"incident": 6, "problem": 3, "question": 1},
    tags=("time_tracker", "missing_hours"),
    fields=("contract_id", "operating_system", "tracker_version"),
    attachments=("log", "screenshot"),
    typical_turns=4,
    escalates_to=T2,
    resolution="Waiting segments uploaded from the local cache; hours complete.",
    notes=marked("""
        @13 Server has no segments for {contract_id} between {time} and midnight. Client log needed.
        --
        @1 Log shows 409 on sync, known with {tracker_version} after sleep. Segments are in the local cache.
        @Arjun fyi.
        --
        @2 macOS took the screen permission away after an update. Fourth case this week.
    """),
    english=Text(
        subjects=lines("""
            Tracker not recording hours
            Missing hours on {contract_id}
            Time tracker shows 0:00
            {few_hours} hours lost
            Hours not in my work diary
            Tracker not syncing
        """),
        openings=calm("""
            I worked {few_hours} hours on {date} with the tracker running, but my work diary for
            {contract_id} shows only {minutes} minutes. [Where did the rest go?|Can the rest be recovered?]
            I'm on {os}, tracker {tracker_version}.
            --
            The tracker counts in its little window, but nothing appears on the website. When I close it and
            open it again the counter goes back to where it was this morning. Contract {contract_id}.
            --
            @2 Since I updated my computer the screenshots are all black. My client asked me about it and I
            was embarrassed. The hours are there, but no one can see what I did.
            --
            Internet at my place was out from about {time} on {date}. I kept working, because the help page
            says that the tracker stores everything and sends it later. It's [the next day|two days later]
            and nothing was sent.

            System: {os}
            Tracker: {tracker_version}
            Contract: {contract_id}
            --
            Here's what the log says, maybe it means something to you:

            {log}

            After that the tracker looks normal, but the {few_hours} hours are not in the diary.
            --
            I don't want to make a fuss over {minutes} minutes, but it happens every day now and it adds up.
            It's always after the laptop has been asleep. Is that a known thing?
        """)
        + angry("""
            {few_hours} hours of work. GONE. The tracker was green the whole time. I'm not going to work for
            free because your software can't count. How will I get paid for this?
        """)
        + terse("""
            {contract_id}: diary shows {minutes} min instead of {few_hours} h. {os}, v{tracker_version}. Log
            attached.
            --
            tracker 0:00 since {date}
        """),
        extras=marked("""
            The week closes on Sunday night, so I hope we can fix it before that.
            --
            @13 I restarted the tracker [twice|three times] and signed out and in again.
            --
            @13 From the log:

            {log}
            --
            My client, {other}, knows about it and is fine with adding the time.
        """),
        asks=exchanges("""
            @13 Let's find them. Please open the tracker, choose Help > Save diagnostics, and attach the
            file here. And please don't reinstall it yet, the missing time may still be on your computer.
            >>
            Attached. I haven't touched anything.
            >>
            Here are the last lines, the file was too big for my mail:

            {log}
            >>
            @3 Ah. I had already reinstalled it before you wrote. Is it lost now?
            --
            @2 Could you open System Settings > Privacy & Security > Screen Recording and tell me whether
            Harbor Tracker is in the list, and switched on?
            >>
            It's in the list, but it was off! I didn't do that.
            >>
            It's there twice. One is on, the other is off.
        """),
        fixes=texts("""
            Your time is still there. The log shows that the tracker stopped uploading after the computer
            woke up, and kept the segments locally. I've cleared the block on our side:

            1. Quit the tracker completely, from the menu bar too.
            2. Start it again while you're online, and leave it open for ten minutes.
            3. Reload the work diary.

            Version 3.7, [out next week|due this month], fixes the cause.
            --
            The system update took away the tracker's permission to see the screen. Remove Harbor Tracker
            from the list under Screen Recording with the minus button, start the tracker, and allow it when
            it asks. The hours you have are valid, and I've left a note on the diary so that {other_first}
            knows that the black pictures were a technical fault.
            --
            I'm afraid the local copy is gone, so the time can't come back by itself. But nobody expects you
            to work for free: please add the {few_hours} hours as manual time with a short memo, and I've
            let {other_first} know that they're missing because of a fault on our side. Manual time has to
            be in before Sunday midnight UTC.
        """),
        follow_ups=exchanges("""
            @1 They're all back, thank you! Does tracked time that was uploaded late have the same payment
            protection?
            >>
            It does. What counts is when it was recorded, not when it was uploaded.
            --
            @3 OK, added. What if the client says no?
            >>
            Then answer here and we'll look at it together with the client. I have the log of that day on
            file.
        """),
    ),
)
