"""Changing the name, the e-mail address or the security question of an account."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import T1, TRUST

TOPIC = Topic(
    key="contact_change",
    category="Identity & account security",
    subcategory="Name & contact details",
    group=T1,
    side="both",
    weight=3,
    priorities={"low": 3, "normal": 7},
    types={"question": 4, "task": 6},
    tags=("account_details",),
    attachments=("screenshot",),
    typical_turns=3,
    escalates_to=TRUST,
    resolution="Details changed after confirmation from the old address.",
    notes=marked("""
        @1 Confirmed from the old address. Changed.
        --
        @1 Wants the country changed as well, so the tax form has to be signed again. Told them.
    """),
    english=Text(
        subjects=lines("""
            Change my e-mail address
            Name change after marriage
            Forgot answer to security question
            Update my name
            Wrong country on my account
        """),
        openings=calm("""
            @1t! I'm leaving my job next week and my Harbor account still uses my work address. How do I
            change it to a private one without losing my [history|reviews]?
            --
            @2 I got married and my last name has changed. The name field in my settings is locked. What do
            you need from me?
            --
            @3t! It asks for the answer to my security question before I can change the bank account. "What
            was your first pet's name?" I had two cats and evidently I don't remember which one I liked
            better. I tried both.
            --
            @2t My name is written wrongly on the invoices: it should be {name}, and one letter is missing.
            My client's accountant won't accept them like this.
            --
            @1! I moved from {city} to another country [this spring|last month]. Do I need a new account, or
            can you change the country? I'd like to keep everything else.
            --
            @1c! Our office manager left, and the company account is registered in her name and to her
            address. I'm taking over. How do we transfer it?
        """)
        + angry("""
            @3! Why do I need a security question from {years} years ago if I have a code on my phone? I
            don't know the answer, nobody knows the answer. Just reset it.
        """)
        + terse("""
            @2 Need to change last name on account. Docs attached.
            --
            @3! reset security question pls[| (account of {name})|, forgot the answer]
        """),
        asks=exchanges("""
            @2 Of course. Does your identity document already show the new spelling? If it does, I'll open
            an upload page for you, so that you don't have to send it by e-mail.
            >>
            Yes, I got the new one last week.
            >>
            Not yet, the appointment is on {soon}. I have the certificate though.
        """),
        fixes=texts("""
            You can keep the account with everything in it. Go to Settings > Contact info, enter the new
            details, and confirm them from both the old and the new address. If you can't open the old
            mailbox any more, tell me, and we'll do it with a short identity check instead. After a change
            of country you'll be asked to sign the tax form again.
            --
            I've unlocked the name field for 24 hours and put a link in your notifications where you can
            upload a document that shows the name. Once it's checked, which takes a few hours, the name
            changes on your profile and on all future invoices. Invoices that were already issued can't be
            rewritten, but we can add a note to them.
            --
            I've removed the old question. The next time you change something under Get paid, you'll be
            asked for the code from your phone instead. Thank you for the story, by the way, it made my
            [morning|day].
        """),
        follow_ups=exchanges("""
            @12 Great, found it. Will my clients be informed?
            >>
            No, but they'll see the new details in your conversations from now on.
        """),
    ),
)
