"""Writing: replies, notes, drafts and files."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import reswap, retarget

from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.files.links import signed_url
from crewdesk.core.files.store import store
from crewdesk.core.html import html_to_text
from crewdesk.core.operations import Refused

from ..forms import ReplyForm
from ..models import Attachment, Ticket
from ..operations.comments import Said
from ..operations.drafts import discard_draft, save_draft
from ..operations.errors import StaleTicket
from ..operations.reply import reply
from ..operations.uploads import add_upload, claim, remove_upload
from ..queries.history import lines_of
from ..queries.mentions import mentioned_in
from ..queries.timeline import messages_in
from .list import known_view, list_context
from .loading import answer, ticket_of
from .ticket import page_context


@require_POST
def send(request: HttpRequest, number: int) -> HttpResponse:
    """Send a public reply or file an internal note, with the status that was chosen."""
    ticket = ticket_of(request, number)
    form = ReplyForm(request.POST)
    form.full_clean()
    changes = form.cleaned_data.get("status") or None
    try:
        reply(
            ticket,
            by=request.member,
            said=said_by(request, form),
            via=Via.WEB,
            at=now(),
            changes=changes,
            expected_version=form.expected_version,
        )
    except StaleTicket as stale:
        return told_what_changed(request, ticket, form, stale)
    said = _("Sent") if form.cleaned_data["public"] else _("Note added")
    return answer(request, ticket, said, is_own=True, is_sent=True)


def said_by(request: HttpRequest, form: ReplyForm) -> Said:
    """The message of a form, with its files and the colleagues it names."""
    data = form.cleaned_data
    token = keep_all(request, data["upload_token"])
    text = data["body"] or html_to_text(data["html_body"])
    files = claim(token, request.member) if token else []
    mentions = () if data["public"] else mentioned_in(text)
    return Said(body=data["body"], html_body=data["html_body"], public=data["public"], attachments=files, mentions=mentions)


def told_what_changed(request: HttpRequest, ticket: Ticket, form: ReplyForm, stale: StaleTicket) -> HttpResponse:
    """Nothing was sent: what the writer has not seen, and the choice to send nevertheless."""
    context = {"missed": lines_of(stale.since), "new_messages": messages_in(ticket, request.member, stale.since)}
    if request.htmx:
        return reswap(retarget(render(request, "tickets/_stale.html", context, status=422), "#dialogs"), "innerHTML")
    ticket = ticket_of(request, ticket.number)
    data = form.cleaned_data
    written = {"html_body": data["html_body"] or data["body"], "public": data["public"], "upload_token": data["upload_token"]}
    page = page_context(request, ticket) | list_context(request, known_view(request.POST.get("view") or None))
    return render(request, "tickets/ticket.html", page | context | {"draft": written, "is_stale": True}, status=422)


@require_POST
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what the member has begun to write; an empty text drops it."""
    ticket = ticket_of(request, number)
    form = ReplyForm(request.POST)
    form.full_clean()
    data = form.cleaned_data
    if not (data["html_body"] or data["body"] or data["upload_token"]):
        discard_draft(ticket, user=request.member)
    else:
        html = data["html_body"] or data["body"]
        save_draft(ticket, user=request.member, html_body=html, public=data["public"], upload_token=data["upload_token"])
    return HttpResponse(status=204)


@require_POST
def upload(request: HttpRequest, number: int) -> JsonResponse:
    """Take a file in for a message that is being written; a picture in the text gets an address to be shown at meanwhile."""
    ticket_of(request, number)
    is_inline = request.POST.get("inline") == "1"
    if "file" not in request.FILES:
        raise Refused(_("Choose a file."), field="file", code="BlankValue")
    attachment = keep(request, request.FILES["file"], request.POST.get("upload_token", ""), is_inline=is_inline)
    file = attachment.file
    return JsonResponse({
        "id": attachment.pk, "token": attachment.upload_token, "name": file.name, "size": file.size, "cid": attachment.content_id,
        "is_picture": file.is_picture, "url": signed_url(file, member=request.member, disposition="inline"),
    })  # fmt: skip


@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Drop a file again before it was sent."""
    ticket_of(request, number)
    token, wanted = request.POST.get("upload_token", ""), request.POST.get("attachment")
    for attachment in claim(token, request.member) if token else ():
        if str(attachment.pk) == wanted:
            remove_upload(attachment, by=request.member)
    return HttpResponse(status=204)


def keep(request: HttpRequest, file, token: str, *, is_inline: bool = False) -> Attachment:
    """Store one uploaded file and hang it on `token`, or on a new one."""
    stored = store(file, name=file.name, content_type=file.content_type or "", by=request.member)
    content_id = f"{stored.key.rpartition('/')[2]}@desk" if is_inline else ""
    return add_upload(stored, by=request.member, token=token or None, is_inline=is_inline, content_id=content_id)


def keep_all(request: HttpRequest, token: str) -> str:
    """Store the files that came with a form, and hang them on `token` or on a new one, which is returned; '' for none."""
    for file in request.FILES.getlist("files"):
        token = keep(request, file, token).upload_token
    return token
