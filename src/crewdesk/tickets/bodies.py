"""How the body of a message is shown (docs/decisions/0005-message-bodies.md).

A body of nothing but text marks stands in the page itself, after nh3 has found that out once more. Every other one
is a document of its own in a sandboxed frame of an opaque origin, under a policy that loads our two files and pictures.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import nh3
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.core.files.links import signed_url

from .models import Attachment, Comment, Draft

_TEXT_MARKS = nh3.Cleaner(
    tags={
        "a",
        "b",
        "blockquote",
        "br",
        "code",
        "del",
        "div",
        "em",
        "i",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "span",
        "strong",
        "u",
        "ul",
    },
    attributes={"*": {"dir", "lang"}, "a": {"href"}},
    set_tag_attribute_values={"a": {"target": "_blank"}},
    link_rel="noopener noreferrer nofollow",
    url_schemes={"http", "https", "mailto", "tel"},
)
_OWN_PICTURE = re.compile(r'<img([^>]*?) data-cid="([^"]*)"([^>]*)>')
_REMOTE_PICTURE = re.compile(r' data-remote-src="')
# Writers who chose colours of their own had white paper before them.
HERE = "<!-- message -->"
_COLOURED = re.compile(r' bgcolor="|<font[^>]* color="')


@dataclass(frozen=True)
class Body:
    """`html` to be shown in the page, or `document` for the frame; never both."""

    html: SafeString = mark_safe("")
    quoted: SafeString = mark_safe("")
    document: str = ""


class Bodies:
    """Makes the bodies of one page; what all frames share is made once."""

    def __init__(self, request: HttpRequest, *, remote: bool = False):
        """`remote` lets pictures from elsewhere load."""
        self.member, self.remote = request.member, remote
        head, self._tail = str.split(
            render_to_string("tickets/frame.html", {"policy": frame_policy(request, remote=remote)}), HERE
        )
        self._heads = {False: head, True: head.replace("<html", '<html class="paper"', 1)}

    def of(self, comment: Comment, files: Iterable[Attachment]) -> Body:
        """The body of `comment` ready for the page; its pictures come from `files`."""
        if is_text(comment.html_body) and is_text(comment.quoted_html):
            return Body(mark_safe(comment.html_body), mark_safe(comment.quoted_html))
        return Body(document=self.document(comment, files))

    def document(self, comment: Comment, files: Iterable[Attachment]) -> str:
        """The body as a document for a sandboxed frame."""
        pictures = inline_links(files, self.member)
        html, quoted = (with_pictures(part, pictures, self.remote) for part in (comment.html_body, comment.quoted_html))
        label = escape(_("Quoted text"))
        folded = f'<details><summary aria-label="{label}">•••</summary>{quoted}</details>' if quoted else ""
        # Not a safe string: the page has to escape it into an attribute.
        return (
            f'{self._heads[bool(_COLOURED.search(html + quoted))]}<div class="body" dir="auto">{html}</div>{folded}{self._tail}'
        )


def is_text(html: str) -> bool:
    """Whether nh3 finds nothing in `html` but text marks and links."""
    return _TEXT_MARKS.clean(html) == html


def inline_links(files: Iterable[Attachment], member: User) -> dict[str, str]:
    """Addresses of the pictures that a body shows, by content id."""
    return {each.content_id: signed_url(each.file, member=member, disposition="inline") for each in files if each.content_id}


def frame_policy(request: HttpRequest, *, remote: bool = False) -> str:
    """The content security policy of a message: nothing but our script, our sheet, and pictures."""
    script, sheet = (request.build_absolute_uri(static(f"tickets/{name}")) for name in ("frame.js", "frame.css"))
    files = settings.FILES_URL or request.build_absolute_uri("/")
    pictures = f"{files} https: http:" if remote else files
    return f"default-src 'none'; script-src {script}; style-src {sheet}; img-src {pictures}; form-action 'none'; base-uri 'none'"


def draft_html(draft: Draft, files: Iterable[Attachment], member: User) -> str:
    """A draft for the editor: its own pictures at addresses where they can be seen, each with its content id in `title`."""
    pictures = inline_links(files, member)
    return _OWN_PICTURE.sub(lambda tag: f'<img src="{escape(pictures.get(tag[2], ""))}" title="cid:{tag[2]}">', draft.html_body)


def with_pictures(html: str, pictures: dict[str, str], remote: bool) -> str:
    """`html` with its own pictures at the addresses `pictures`, and those from elsewhere only where `remote`."""

    def shown(tag: re.Match) -> str:
        url = pictures.get(tag[2])
        return f'<img{tag[1]} src="{escape(url)}"{tag[3]}>' if url else f"<img{tag[1]}{tag[3]}>"

    html = _OWN_PICTURE.sub(shown, html)
    return _REMOTE_PICTURE.sub(' src="', html) if remote else html
