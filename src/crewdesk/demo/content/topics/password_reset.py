"""Cannot sign in; the reset mail does not arrive or the account is locked."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import T1, T2

TOPIC = Topic(
    key="password_reset",
    category="Identity & account security",
    subcategory="Sign-in",
    group=T1,
    side="both",
    weight=7,
    priorities={"low": 1, "normal": 6, "high": 3},
    types={"question": 6, "incident": 4},
    tags=("sign_in", "password"),
    fields=("operating_system", "browser"),
    attachments=("screenshot",),
    typical_turns=3,
    escalates_to=T2,
    resolution="Lock removed and a new reset link sent; customer signed in.",
    notes=marked("""
        @1 Five wrong passwords on {date}, locked since. Same country and device as always.
        --
        @1 Reset mails bounce at their provider: mailbox full.
        --
        @2 Signed up with the other address, {email} has no account. Told them without naming the address.
    """),
    english=Text(
        subjects=lines("""
            Can't log in
            Password reset e-mail not arriving
            Account locked
            Reset link expired
            Help, locked out of my account
            Sign in problem
        """),
        openings=calm("""
            @12 I forgot my password and asked for a reset link [three|four|several] times, but the e-mail
            never comes. I checked the spam folder too.
            --
            @1! The reset link says "this link has expired" although I click it within a minute. I'm on
            {browser}, {os}. [Is it a known problem?|Am I doing something wrong?]
            --
            @1! My account is locked because of too many attempts. That was me, I have a new keyboard and
            the layout was wrong. Could you please unlock it?
            --
            @2 Good day. I have not used Harbor for {years} years and I'd like to come back. My old password
            doesn't work, and I am honestly not sure any more which e-mail address I used. Can you find me
            by my name, {name}?
            --
            @1 I can log in on my phone but not on the computer. Same password, same fingers. On the
            computer it tells me "wrong e-mail or password". I've cleared the cookies [and restarted|,
            restarted, and prayed a little].
            --
            @13 When I sign in it sends me back to the sign-in page, without an error, again and again.
            Started on {date}. I tried {browser} and another browser. My colleague has no problem on the
            same network.
        """)
        + angry("""
            @1 Locked out in the middle of a working day, with a deadline tonight. The reset mail takes an
            HOUR to arrive and by then the link is dead. Unlock my account, please, now.
        """)
        + terse("""
            @1 [Account|My account is] locked[| since this morning| after {few_hours} tries]. Please
            unlock[|, I need it today].
            --
            @12 no reset mail. {email}
        """),
        extras=marked("""
            @12 The address is the one I'm writing from, {email}.
            --
            I have a call with a client through Harbor [tomorrow morning|at {time}], so I'd be glad of a
            quick answer.
            --
            @3 I switched off all the browser extensions, no change.
        """),
        asks=exchanges("""
            @12 I'd like to help. For your safety I can only talk about an account with the person who
            writes from its address. Is {email} the one that you sign in with, or do you use a different
            one, or a button such as "Continue with..."?
            >>
            @1 It's this one. I have never used the buttons.
            >>
            @2 Oh! It could be that I used my old work address. I'll try that one.
            --
            @3 Could you tell me what you see in the address bar after you press Sign in, and whether it
            also happens in a private window?
            >>
            It ends in "/login?next=" and a lot of letters. In a private window it works!
            >>
            Same in a private window. The address jumps too quickly to read, but there's "session" in it.
        """),
        fixes=texts("""
            I've removed the lock and [sent you a new link|started a new reset for you]. It's valid for one
            hour, and only the newest one works, so please use the last e-mail and ignore older ones. It
            comes from no-reply@harbor.example.
            --
            There's no account under the address that you're writing from, which is why no e-mail came.
            Please try the reset page with the other addresses you might have used back then. If you find
            the account, you can change its address afterwards under Settings > Contact info.
            --
            That loop comes from an old cookie which the sign-in page can't read any more.

            1. Open {browser}'s settings for site data.
            2. Search for "harbor" and delete everything found.
            3. Close all Harbor tabs and sign in from a fresh one.

            Blocking third-party cookies for our domain has the same effect, so please allow them there.
        """),
        follow_ups=exchanges("""
            @1 I'm in, thanks. Can I make it so that it doesn't lock me out after five tries?
            >>
            Not quite, but with a passkey you won't need the password at all. You can add one under Settings
            > Security in about a minute.
            --
            @3 That did it! Why did it start all of a sudden?
            >>
            We renewed the sign-in service that day. Nearly everybody's old cookies were replaced without
            notice; a few, like yours, got stuck. Sorry about that.
        """),
    ),
)
