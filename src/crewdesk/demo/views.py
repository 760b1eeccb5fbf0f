"""The pages of the demo: customers' mailboxes, and a door for each role."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from crewdesk.accounts.models import Desk, Person
from crewdesk.accounts.operations.magic_links import send_magic_link
from crewdesk.accounts.sessions import sign_in
from crewdesk.core.clock import now
from crewdesk.core.mail.transport import TransportError

from .content.people import CLEO
from .forms import AnswerForm, LetterForm
from .post.letters import Letter, LetterBox, latest_of_each, name_of
from .post.shown import document, shown
from .post.threads import conversations
from .post.writing import write_answer, write_new
from .sample import HARBOR, logins

MOST_LISTED = 200
# Nothing loads but pictures that the message carries itself, and no script runs; links open in a window of their own.
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self';"
    " sandbox allow-popups allow-popups-to-escape-sandbox"
)


@dataclass(frozen=True)
class Attached:
    """An uploaded file as post.writing wants it."""

    name: str
    content_type: str
    content: bytes

    @classmethod
    def of(cls, upload: UploadedFile | None) -> "list[Attached]":
        return [cls(upload.name, upload.content_type or "application/octet-stream", upload.read())] if upload else []


def mailbox(request: HttpRequest, address: str = "") -> HttpResponse:
    """All mailboxes; of the chosen one the conversations."""
    boxes = [{"address": one, "name": name_of(letter), "letter": letter} for one, letter in latest_of_each()[:MOST_LISTED]]
    threads = [
        {"thread": thread, "letters": [shown(letter) for letter in thread.letters], "form": AnswerForm(auto_id=f"{thread.letters[0].key}-%s")}
        for thread in conversations(_box(address).letters())
    ] if address else []  # fmt: skip
    return render(request, "demo/mailbox.html", {"boxes": boxes, "address": address, "threads": threads})


@xframe_options_sameorigin
def body(request: HttpRequest, address: str, key: str) -> HttpResponse:
    """One message as a document, for the sandboxed frame."""
    response = HttpResponse(document(_letter(address, key)))
    response["Content-Security-Policy"] = POLICY
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_POST
def answer(request: HttpRequest, address: str, key: str) -> HttpResponse:
    """Answer a message as the customer."""
    letter, form = _letter(address, key), AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        files = Attached.of(form.cleaned_data["file"])
        _tell(
            request,
            lambda: write_answer(letter, name=name_of(letter), address=address, text=form.cleaned_data["text"], files=files),
        )
    else:
        messages.error(request, _("Write something first."))
    return redirect("demo:mailbox-open", address=address)


def write(request: HttpRequest) -> HttpResponse:
    """Write to the desk as anybody."""
    form = LetterForm(request.POST or None, request.FILES or None, initial={"name": CLEO.name, "address": CLEO.email})
    if form.is_valid():
        facts = dict(form.cleaned_data)
        files = Attached.of(facts.pop("file"))
        if _tell(request, lambda: write_new(**facts, files=files)):
            return redirect("demo:mailbox-open", address=facts["address"].lower())
    return render(request, "demo/write.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the staff without a password."""
    if request.POST.get("as") not in {email for _role, email, _password in logins()}:
        raise Http404
    sign_in(request, Person.objects.get(email=request.POST["as"]))
    return redirect("accounts:desk-home", desk=HARBOR)


@require_POST
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """Cleo asks for a link into her requests; it comes by mail."""
    send_magic_link(address=CLEO.email, desk=Desk.objects.get(slug=HARBOR), at=now())
    messages.success(request, _("The link is on its way into Cleo's mailbox. Reload in a second."))
    return redirect("demo:mailbox-open", address=CLEO.email)


def _tell(request: HttpRequest, write) -> bool:
    try:
        write()
    except TransportError as problem:
        messages.error(request, _("The desk's mail server did not take it: %(problem)s") % {"problem": problem})
        return False
    messages.success(request, _("Sent. It is a real mail, and reaches the desk within a second."))
    return True


def _box(address: str) -> LetterBox:
    try:
        return LetterBox(address)
    except ValueError:
        raise Http404 from None


def _letter(address: str, key: str) -> Letter:
    if (letter := _box(address).letter(key)) is None:
        raise Http404
    return letter
