"""Copied profiles, stolen portfolios, plagiarised work."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import TRUST

TOPIC = Topic(
    key="stolen_profile",
    category="Abuse reports",
    subcategory="Copied profile or work",
    group=TRUST,
    side="both",
    weight=1.5,
    priorities={"normal": 6, "high": 4},
    types={"incident": 9, "question": 1},
    tags=("abuse", "copyright"),
    attachments=("screenshot",),
    typical_turns=3,
    resolution="Copied content taken down.",
    notes=marked("""
        @12 Pictures are identical, metadata points to the reporter. Taken down.
        --
        @3 Face and voice do not fit the documents on file. New video check ordered.
    """),
    english=Text(
        subjects=lines("""
            Someone copied my profile
            My portfolio was stolen
            Fake profile with my photo
            Plagiarised work
            Copyright complaint
        """),
        openings=calm("""
            @t A friend sent me a profile on Harbor that uses my photo and my text, word for word. The name
            is different. Please remove it, I've attached both.
            --
            @t I found {few_hours} of my illustrations in the portfolio of another member. They're also on
            my own website, with dates. What do you need as proof?
            --
            @3c We interviewed a person for {skill} who showed us work that, as we found out, was made by
            somebody else. We've not hired them, but you may want to know.
            --
            @t Hello, how do I make a copyright complaint? A text that I wrote for a client on
            {contract_id}, and was never paid for, is now sold as a "template" by another member.
            --
            @3c I think that the person who applied isn't the person in the video call. Different voice,
            different face, and the camera was "broken" afterwards. The profile looks very good, perhaps too
            good.
            --
            @c My agency's name is used by people who have nothing to do with us. They tell clients that
            they're our "night team". We don't have a night team.
        """)
        + angry("""
            @t Years of my work, copied by someone in five minutes, and YOU show it to clients above mine.
            Take it down today.
        """)
        + terse("""
            @t fake profile with my photo, link in screenshot
            --
            @t stolen portfolio. {few_hours} images. proof attached
            --
            @3c applicant is not the person in the profile. please check
        """),
        fixes=texts("""
            I've compared the two, and there's no doubt. The copied profile is offline, and the member has
            been asked to explain. If you find more of it, send me the links in one message, then I can deal
            with all of them at once.
            --
            Thank you for telling us. For pictures and texts we need three things: a link to the original
            with a date, a link to the copy, and a sentence that you hold the rights. From what you sent
            I've already been able to take the copy down. The other side may object within ten days, and I'd
            let you know.
            --
            We've taken the account out of the search and asked for a new identity check by video. If it
            isn't passed within three days, the account will be closed. You did well to trust your feeling.
        """),
        follow_ups=exchanges("""
            It's gone, thank you. Can I do something so that it doesn't happen again?
            >>
            A small signature in the corner of the pictures helps, and so does a passkey on your account. We
            also keep a fingerprint of what was copied.
        """),
    ),
)
