"""Files that cannot be uploaded or opened."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import T1, T2

TOPIC = Topic(
    key="file_upload",
    category="Technical problems",
    subcategory="Files & uploads",
    group=T1,
    side="both",
    weight=2.5,
    priorities={"low": 2, "normal": 7, "high": 1},
    types={"incident": 6, "question": 4},
    tags=("upload", "files"),
    fields=("operating_system", "browser", "contract_id"),
    attachments=("log", "screenshot"),
    typical_turns=3,
    escalates_to=T2,
    resolution="Upload limit explained; file shared by link.",
    notes=marked("""
        @1 413 from the upload service, file was 1.4 GB. Limit is 1 GB.
        --
        @2 Virus scanner had put the file on hold. False positive, released.
    """),
    english=Text(
        subjects=lines("""
            Can't upload files
            Upload stops at 99%
            File attachment problem
            Client can't open my file
            Upload failed ({error_ref})
        """),
        openings=calm("""
            @1 Uploads to {contract_id} stop at [99|97|100]% and then start again from zero. The file is a
            video of about 900 MB. My connection is good.
            --
            @2t The client can't open the file that I delivered. It says "being scanned" since {date}. On my
            side it opens without a problem.
            --
            @3t! Which kinds of files are allowed? I tried to send a font (.otf), and the form refuses it
            without telling me why.
            --
            @1t I'm trying to deliver the final version of "{job}" before tonight's deadline and the upload
            fails every time:

            {upload_log}

            Is there another way to hand over the work so that it counts as delivered?
            --
            @2 Some attachments of an old contract have disappeared. The names are still there, but when I
            click them I get "not found". I need them for a tender and don't have another copy.
            --
            @1t When I drag a picture into the chat it's turned by 90 degrees. When I turn it first, it's
            turned the other way. I've begun to tilt my head, but my client hasn't.
        """)
        + angry("""
            @1 Five hours of uploading, five times "failed" at the very end. I have a deadline! Why do you
            offer a file box if it can't take files?
        """)
        + terse("""
            @1 upload fails at 99%, {browser}, ref {error_ref}
            --
            @2 file stuck in "being scanned" since {date}
        """),
        extras=marked("""
            @1 Smaller files work.
            --
            I tried it in {browser} and in the app.
        """),
        fixes=texts("""
            What you see comes from our limit of 1 GB a file, together with a bar that doesn't say so, for
            which I apologise. Please split the archive, or put the file on a cloud drive and paste the link
            into "Submit work"; a link counts as a delivery in exactly the same way. Pictures and smaller
            files go through if you add them with the paper clip instead of dragging.
            --
            The file was held by the virus scanner, wrongly as it turned out. I've had it checked and
            released. Please ask the other side to reload the page. Files of ended contracts are kept for
            two years, and I've just restored yours.
            --
            Pictures, documents, archives, audio and video are allowed, but not programs, and fonts are
            counted as such for technical reasons. Put it into a zip file and it goes through.
        """),
        follow_ups=exchanges("""
            @12 That worked, thanks for the quick help!
            >>
            Glad to hear it. Good luck with the delivery!
        """),
    ),
)
