"""The app release after which nobody could sign in."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import lines, marked, texts
from ..staff import T1

TOPIC = Topic(
    key="app_login_bug",
    category="Chat & mobile app",
    subcategory="App sign-in",
    group=T1,
    side="both",
    weight=0,
    priorities={"normal": 4, "high": 5, "urgent": 1},
    types={"incident": 1},
    tags=("mobile_app", "app_login_bug"),
    fields=("app_version", "device"),
    attachments=("screenshot",),
    typical_turns=2,
    incident="app-login",
    resolution="App version withdrawn; the fixed version lets everybody sign in.",
    notes=marked("""
        Login bug of the new release. Linked to the problem ticket, agreed wording used.
        --
        Confirmed: session token not saved on {device}. The hotfix is in review at the stores.
    """),
    english=Text(
        subjects=lines("""
            App logs me out all the time
            Can't sign in after update
            Login broken in new version
            App asks for password again and again
            "Session expired" in app
            new update = no login
        """),
        openings=calm("""
            I updated the app [this morning|last night] and can't sign in any more. It takes my password,
            shows the home screen for a second, and throws me out again. {device}.
            --
            The app says "session expired" [every time|each time] I open it. On the computer I have no
            problem at all. Is it the new version?
            --
            Is something wrong with the sign-in in the app? My password is right, I even changed it to be
            sure. Now I have a new password and still no app.
            --
            Since the update I have to sign in, with the code by SMS, every single time I look at a message.
            That's about {number} times a day. Please tell me this isn't a new security feature.
            --
            @t Hi, I only use Harbor on my phone, I don't have a computer. After the update it doesn't let
            me in. I have a client waiting for an answer. What can I do?
        """)
        + angry("""
            @t Whoever released this update: it doesn't let anybody IN. Read the reviews in the store. I
            have three clients and no way to reach them.
            --
            Your app locked me out and then your website told me "too many attempts". Brilliant. Just
            brilliant.
        """)
        + terse("""
            login loop since update, {device}
            --
            cant log in to app[| ({device})]. password is correct!!
        """),
        extras=marked("""
            I've deleted the app and installed it again, no luck.
            --
            A friend of mine has the same.
        """),
        fixes=texts("""
            You're right, it's the new version: on many phones it doesn't keep the sign-in. We've withdrawn
            it, and a corrected one is waiting for the stores' approval. Until then harbor.example works in
            the phone's browser with all your messages. There's no need to change your password.
            --
            The corrected version is out. Please update the app from the store and sign in once more; it
            will stay signed in this time. If you were locked because of too many attempts, I've already
            lifted that. I'm sorry for the trouble this has caused you.
        """),
    ),
)
