"""Somebody else seems to have been in the account."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import TRUST

TOPIC = Topic(
    key="account_hacked",
    category="Identity & account security",
    subcategory="Suspicious activity",
    group=TRUST,
    side="both",
    weight=2,
    priorities={"high": 4, "urgent": 6},
    types={"incident": 9, "problem": 1},
    tags=("security", "suspicious_activity"),
    fields=("operating_system", "browser"),
    attachments=("screenshot",),
    typical_turns=4,
    resolution="Sessions ended, credentials reset, no money left the account.",
    notes=marked("""
        @1 Sign-in from a new country on {date}, password correct at first try. Password reuse most likely.
        No payout attempted.
        --
        @2 Froze payouts, ended all sessions. Messages sent to nine clients from this account with an
        outside link: removed.
        --
        @3 False alarm: own VPN.
    """),
    english=Text(
        subjects=lines("""
            Someone logged into my account
            Suspicious login
            URGENT: account hacked
            I did not change my password
            Strange messages sent from my account
            Login from unknown device
        """),
        openings=calm("""
            @13 I just got a mail about a sign-in from a city I've never been to, on {date} at {time}. That
            wasn't me. I've changed my password, what else should I do?
            --
            @2t! Clients are asking me about messages that I never sent. Somebody is writing from my account
            and asks them to continue on another chat. Please stop this, my reputation is everything here.
            --
            @12t My e-mail address on Harbor was changed without me. I still have the notice: "Your e-mail
            address was changed on {date}". I can't get in any more, and I have {amount} in my balance.
            --
            @13 I clicked a link in a message that looked like it came from you ("verify your payment"). I
            entered my password before I noticed the address was wrong. I feel very stupid. Can you check if
            anything happened?
            --
            @3! There's a device called "{device}" in my list of sessions. I don't own one. It has been
            there since {earlier}. Should I be worried?
            --
            @12c There's a job post in our company's account that none of us has written. We're {number}
            people and only three of us can post. Could you see who did it, and from where?
        """)
        + angry("""
            @12 Somebody is INSIDE MY ACCOUNT right now and your chat tells me to wait for the next free
            agent. Freeze it! Freeze everything!
        """)
        + terse("""
            @13 unknown login {date} {time}, not me. please check my account
            --
            hacked. please block my account until I can prove it's me. {email}
        """),
        extras=marked("""
            The screenshot shows what I see.
            --
            @13 I use the same password on one other site, which I now regret.
        """),
        asks=exchanges("""
            Thank you for writing straight away. I've ended all the sessions and stopped withdrawals, so
            nothing can leave the account. Could you tell me whether you use a VPN, and whether anybody
            else, a colleague or an assistant, has your password?
            >>
            @12 No VPN, and nobody has it.
            >>
            @3 I do have a VPN on the laptop, it switches countries by itself. Could that be it?
        """),
        fixes=texts("""
            I've gone through the last 30 days with a colleague. There was one foreign sign-in, on {date},
            and we see no withdrawal and no change to your payout methods. You've been signed out
            everywhere.

            1. Set a new password that you use nowhere else.
            2. Switch two-step verification on under Settings > Security.
            3. Have a look at the filters of your mailbox: intruders like to hide our notices there.
            --
            I've frozen the account, taken the messages that you didn't write out of the conversations, and
            told the people who got them that they weren't from you. Your reviews and your score aren't
            touched by this. As soon as you've set a new password through the link in my other message, I'll
            open the account again.
            --
            I can set your mind at rest: the sign-in came from your own computer through a VPN, the device
            and browser are the ones you always use. The device you don't recognise is how our app names an
            older phone. Nobody else was in your account.
        """),
        follow_ups=exchanges("""
            @12 All done, also the two-step thing. When can I withdraw again?
            >>
            From {soon}. After a new password and a new second factor we keep withdrawals on hold for 72
            hours.
        """),
    ),
)
