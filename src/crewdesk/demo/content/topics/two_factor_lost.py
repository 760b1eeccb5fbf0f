"""The second factor is gone: lost phone, new number, dead authenticator app."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import TRUST

TOPIC = Topic(
    key="two_factor_lost",
    category="Identity & account security",
    subcategory="Two-step verification",
    group=TRUST,
    side="both",
    weight=3,
    priorities={"normal": 4, "high": 6},
    types={"incident": 6, "question": 4},
    tags=("two_factor", "sign_in"),
    typical_turns=5,
    resolution="Identity confirmed by video call; second factor reset.",
    notes=marked("""
        @2 Do NOT reset from e-mail alone. Video check booked for {soon}.
        --
        @2 Identity confirmed against the document on file. Factor reset, all sessions ended, payouts held
        for 72 hours as usual.
        --
        @1 Recovery codes were downloaded on {earlier}, so they do exist.
    """),
    english=Text(
        subjects=lines("""
            Lost phone, can't get code
            Two-step verification problem
            New number, no access
            Authenticator app gone
            Not receiving verification codes
        """),
        openings=calm("""
            @12 My phone was stolen on {date} and with it the app that makes the codes. I know my password,
            but I can't get past the second step. What do I need to send you?
            --
            @12 I changed my phone number and forgot that Harbor sends codes to the old one. Somebody else
            may have that number by now, which makes me a bit nervous.
            --
            @3! The codes from my authenticator are always "incorrect". I have deleted and added nothing. It
            worked last week. The phone: {device}.
            --
            @12 Good evening. I upgraded to a new phone ({device}) and moved everything over, or so I
            thought. The authenticator is empty. I found a sheet of paper with recovery codes in my drawer
            but they're for [another site|something else].
            --
            @12t The text messages with the code don't arrive in this country. I'm travelling until {soon}
            and my contract doesn't stop because I'm on a beach. Is there another way in?
            --
            @12 My little one dropped my phone into the fish tank. It's funny now, it wasn't then. How do I
            get back into my account without it? I have my ID at hand, my laptop, and endless patience.
        """)
        + angry("""
            @12 I have proved who I am three times, by e-mail, by chat and by that form. And still "we can't
            reset this for security reasons". My own account! What security is it if the owner is kept out?
        """)
        + terse("""
            @12 lost phone. pls turn off 2FA for {email}
            --
            @3! 2FA code always wrong
        """),
        extras=marked("""
            @12 I can do a video call any time after {time}.
            --
            I have an invoice waiting for approval, so it's [rather|somewhat] urgent.
        """),
        asks=exchanges("""
            @12 Sorry to hear that. Before anything else: when you switched two-step verification on, the
            page offered ten recovery codes to print or save. Could they be in your downloads, under
            "harbor-recovery"?
            >>
            @2 I've searched everywhere, I don't have them.
            >>
            @1 Unbelievable, there IS such a file. What do I do with it?
        """),
        fixes=texts("""
            One of the ten recovery codes from the day you switched two-step verification on will do
            (the file is called "harbor-recovery"). On the page that asks for the code choose "Use
            a recovery code" and
            type any of them. Once you're in, go to Settings > Security, remove the old device, and add the
            new one. Each code works once.
            --
            Where the recovery codes are gone too, we have to be sure that it's really you, so we
            do a short video call with your
            ID in hand. It takes five minutes. Please pick a time with the link I've just sent in a separate
            message. After it we switch the second step off, and your password stays as it is.

            As a precaution withdrawals rest for 72 hours after that.
            --
            Codes that are always wrong nearly always mean that the phone's clock is off by a minute or so.
            Please set date and time to automatic in the phone's settings, restart the app and try the next
            code.
        """),
        follow_ups=exchanges("""
            @2 The call was quick, thank you. Can somebody with my old phone still get in?
            >>
            No. All the sessions were ended and the old device was removed, so the phone is of no use to
            anybody now.
            --
            @3 It was the clock! 4 minutes off. I feel silly.
            >>
            Please don't, that one gets all of us sooner or later.
        """),
    ),
)
