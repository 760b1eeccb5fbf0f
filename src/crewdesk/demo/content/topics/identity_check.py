"""Identity verification that was refused or hangs."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import TRUST

TOPIC = Topic(
    key="identity_check",
    category="Identity & account security",
    subcategory="Identity verification",
    group=TRUST,
    side="talent",
    weight=6,
    priorities={"normal": 6, "high": 4},
    types={"question": 4, "incident": 5, "problem": 1},
    tags=("identity", "verification"),
    fields=("operating_system", "browser"),
    attachments=("screenshot",),
    typical_turns=4,
    resolution="Document accepted after a second, legible upload.",
    notes=marked("""
        @1 Document is real, photo is blurred in the lower corner where the number is. Second attempt opened.
        --
        @2 Name order on the card differs from the profile. Same person, no flag.
        --
        @1 Vendor returned "glare". Two attempts left. If it fails again we do the video call.
    """),
    english=Text(
        subjects=lines("""
            ID verification rejected
            My identity could not be verified
            Verification pending for {days} days
            Problem with ID upload
            Why do you need my ID again?
            Verification failed, please help
        """),
        openings=calm("""
            My ID was rejected [for the second time|yesterday] and the message only says "document could not
            be verified". The photo is sharp and the card is valid for another {years} years. What should I
            do differently?
            --
            @3! I submitted my passport on {date} and the status is still "in review". In the meantime I
            can't send proposals, so I'm losing jobs every day. [How long does a review normally take?|Is
            there a queue?]
            --
            @2 Hi there, I recently got married and my ID has my new name while my profile has the old one.
            The check failed and now there's a red banner on my account. I'm a little scared of being
            suspended.
            --
            The camera step doesn't work for me. I use {browser} on {os}, I allow the camera, I see myself
            for a second, and then the circle turns grey. I tried with my phone as well.
            --
            @2! My alphabet isn't Latin. On my card the name is written in both, but the spelling is not
            exactly the one on my profile, because the office that issued it has its own way to transcribe.
            How do you handle that?
            --
            I was asked to verify my identity although I did that {years} years ago. I don't mind, but the
            national ID card of my country isn't in the list. Is a driving licence fine?

            It's the only other document I have with a photo.
        """)
        + angry("""
            @13 I have sent you my ID four times. Four. Every time a robot says no within ten seconds. Is
            there a human being who can look at a plastic card and see that I'm the person on it?
        """)
        + terse("""
            ID rejected again. reason?
            --
            @3! verification in review since {date}, please approve
        """),
        extras=marked("""
            @1 I took the picture in daylight, without flash, on a dark table.
            --
            I have an interview with a client on {soon}, so it's a bit urgent.
            --
            @12 I'd rather not send my documents by e-mail, if that can be avoided.
        """),
        asks=exchanges("""
            @1 I've looked at the last upload: the lower edge is cut off and there's a reflection over the
            number. Which document did you use, and are you taking the picture with a phone or a webcam?
            Please don't send it here; I'll open the upload for you again.
            >>
            It's my national ID card and I used the laptop's webcam. I'll do it with the phone then.
            >>
            Phone. But I see what you mean, the plastic is very shiny. Could I use my passport instead?
            --
            @2 Thanks for explaining. Is the name on the document your legal name today, and would you like
            it on your profile too? Clients see only the first name and an initial, if you prefer that.
            >>
            Yes, that's my legal name now, and it may appear on the profile.
            >>
            It is legal, yes. I'd like clients to see the first name and the initial only.
        """),
        fixes=texts("""
            I've opened a new upload for you, which stays open for 48 hours. What helps most:

            - a phone camera rather than a webcam
            - the whole document in the frame, all four corners
            - no lamp above it, because of the reflection

            A colleague of mine will look at it in person this time, [usually within a few hours|normally
            the same day].
            --
            I've compared the document with your profile, and it's plainly the same person. I changed the
            name on your profile to the one on the document and marked the check as passed. The banner
            disappears when you sign in the next time.
            --
            Your document was waiting because the automatic check wasn't sure about it and passed it on to a
            person. I've just done that: everything is in order, and you're verified. You can send proposals
            again right away. I'm sorry for the days you lost.
        """),
        follow_ups=exchanges("""
            @23 Thank you!! How long do you keep the picture of my ID?
            >>
            We keep the result of the check. The image itself is deleted by our verification partner after
            30 days.
            --
            @1 Uploaded. Will I get a message?
            >>
            Yes, by e-mail. I can already see it, it's sharp, and the check has passed. You're all set.
        """),
    ),
)
