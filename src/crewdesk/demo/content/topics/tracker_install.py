"""The time tracker will not install, start or sign in."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import T2

TOPIC = Topic(
    key="tracker_install",
    category="Contracts & time tracker",
    subcategory="Tracker installation",
    group=T2,
    side="talent",
    weight=3,
    priorities={"normal": 7, "high": 3},
    types={"incident": 6, "question": 3, "problem": 1},
    tags=("time_tracker", "install"),
    fields=("operating_system", "tracker_version"),
    attachments=("log", "screenshot"),
    typical_turns=4,
    resolution="Installed the current build; sign-in works.",
    notes=marked("""
        @1 Company proxy with its own certificate. Tracker does not use the system store before 3.5.
        --
        @3 Could reproduce on a clean {os} machine. Bug filed, workaround given.
        --
        @3 32-bit system. Not supported since last year.
    """),
    english=Text(
        subjects=lines("""
            Tracker won't start on {os}
            Can't install time tracker
            Tracker crashes at start
            Time tracker sign in fails
            Installer blocked
        """),
        openings=calm("""
            I start a new contract [tomorrow|on {soon}] and can't get the tracker to run on {os}. The icon
            bounces a few times and disappears. No message at all.
            --
            @2 My antivirus deletes the tracker's installer as soon as it's downloaded. Is the file on your
            page safe? I'd prefer not to switch the protection off.
            --
            @1 The tracker starts, I enter my e-mail and password, and it says "could not reach the server".
            The website works in {browser} on the same computer. I'm in an office with a proxy, if that
            matters.

            {log}
            --
            @3 After the update to {tracker_version} the tracker opens as an empty white window. Going back
            to the old version worked until it updated itself again. Can I [stop the update|keep the old
            one]?
            --
            @3 Is there a tracker for Linux on ARM? I have a small board that I use as my work computer, and
            I'd hate to buy a Windows laptop only to be counted.
            --
            Never installed anything in my life apart from a printer. I have the file "HarborTracker" in
            Downloads. I double-click it, it asks something about administrator, I don't know that password.
            What now?
        """)
        + angry("""
            @13 Two evenings wasted on your tracker. It crashes, I reinstall, it crashes. My client is
            waiting and I can't log a single minute.
        """)
        + terse("""
            @13 tracker {tracker_version} crashes on launch, {os}. log:

            {log}
            --
            @1 Sign in in tracker: "could not reach the server". Web is OK.
        """),
        extras=marked("""
            I have tried the version from your website and the one from the store.
            --
            @13 Last lines of the log, if it's any use:

            {log}
        """),
        asks=exchanges("""
            @13 Could you send me the file tracker.log? You'll find it under Help > Show logs or, if it
            doesn't get that far, in the folder "Harbor" in your home directory. And is this your own
            computer or one that a company manages?
            >>
            @1 Company laptop, with a proxy. Log attached.
            >>
            @3 My own. Attached.
            >>
            It's my own computer. There was only this in the file:

            {log}
        """),
        fixes=texts("""
            The network you're in opens and re-signs all encrypted traffic, and the tracker refused that
            certificate. Version 3.6 uses the system's certificates instead. Please install it over the old
            one from harbor.example/tracker, no need to uninstall. If your IT department asks: it needs
            tracker.harbor.example on port 443.
            --
            The file is safe: it's signed by "Harbor Marketplace Ltd", and you can see that in its
            properties. Some scanners mistrust any program that takes screenshots. Please download it again,
            choose "keep" or "restore" in the scanner, and add the folder to the exceptions rather than
            switching it off. You can also install it for your own user only, which needs no administrator
            password.
            --
            That's a fault of {tracker_version} on computers with certain graphics drivers. Start the
            tracker once with the Shift key held down; it then draws its window without the graphics card,
            and remembers that. The next release does it by itself. On systems where the tracker doesn't run
            at all, you can log manual time if your client has allowed it in the contract.
        """),
        follow_ups=exchanges("""
            It's running!! Can I use it on two computers?
            >>
            On as many as you like, but only on one at a time for the same contract.
        """),
    ),
)
