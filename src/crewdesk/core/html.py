"""HTML of strangers made safe, and the ways between HTML and plain text. Free of Django: the mail reader runs it too."""

import html as entities
import re
from dataclasses import dataclass

import nh3

_BLOCK_NAMES = """
    address article aside blockquote center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6
    header hr li main nav ol p pre section summary table tbody tfoot thead tr ul
"""
_INLINE_NAMES = """
    a abbr b bdi bdo big br caption cite code col colgroup del dfn em font i img ins kbd mark q rp rt ruby s
    samp small span strike strong sub sup td th time tt u var wbr
"""
BLOCKS = set(_BLOCK_NAMES.split())
INLINE = set(_INLINE_NAMES.split())
DROPPED_WHOLE = {"script", "style", "title", "template", "noscript", "svg", "math", "iframe", "object"}
_LAYOUT = {"align", "valign", "width", "height", "bgcolor"}
ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href"},
    # The last two are our own (see clean_html), so that what was cleaned once stays as it is.
    "img": {"src", "alt", "width", "height", "data-remote-src", "data-cid"},
    "font": {"color", "size"},
    "ol": {"start", "type"},
    "table": {"border", "cellpadding", "cellspacing", *_LAYOUT},
    "td": {"colspan", "rowspan", *_LAYOUT},
    "th": {"colspan", "rowspan", "scope", *_LAYOUT},
    "tr": _LAYOUT,
    "col": {"span", "width"},
    **{name: {"align"} for name in ("div", "p", "h1", "h2", "h3", "h4", "h5", "h6")},
}
URL_SCHEMES = {"http", "https", "mailto", "tel", "cid"}
# No style attribute at all: selectors and url() in it leak (CVE-2026-40497), and the page's policy forbids it
# anyway.
_CLEANER = nh3.Cleaner(
    tags=BLOCKS | INLINE,
    clean_content_tags=DROPPED_WHOLE,
    attributes=ATTRIBUTES,
    set_tag_attribute_values={"a": {"target": "_blank"}},
    link_rel="noopener noreferrer nofollow",
    url_schemes=URL_SCHEMES,
    url_relative="deny",
)
_TO_TEXT = nh3.Cleaner(
    tags=BLOCKS | {"br", "td", "th"},
    clean_content_tags=DROPPED_WHOLE,
    attributes={"*": set()},
    link_rel=None,
)
# These read nh3's own output: attributes stand in double quotes, a quote inside is &quot;, a < in text is
# &lt;.
_IMAGE = re.compile(r'<img((?: [a-z-]+="[^"]*")*)>')
_SOURCE = re.compile(r' (src|data-remote-src|data-cid)="([^"]*)"')
_TAG = re.compile(r"<(/?)([a-z0-9]+)>")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PRE = re.compile(r"<pre>(.*?)</pre>", re.DOTALL)
_HTML_BLANKS = re.compile(r"(?:[ \t\n\r\xa0]|&nbsp;)+")
# \1 stands for the edge of a block, \2 for that of a paragraph; a cleaned text holds neither.
_EDGES = re.compile(r"(?<![ \n])[ \n]*[\1\2][ \n\1\2]*")

_LINK = re.compile(r"(?P<url>\bhttps?://[^\s<>\"]{1,2000})|(?<![\w.+-])(?P<mail>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})")
_TRAILING = ".,;:!?'*_]}"


@dataclass(frozen=True, slots=True)
class CleanHtml:
    """Sanitised HTML. `remote_images` counts the images that wait for the reader's word in
    data-remote-src.
    """

    html: str
    remote_images: int = 0


def clean_text(text: str) -> str:
    """Return text that PostgreSQL and JSON accept: without NUL and controls (tab and line ends stay), surrogates replaced."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


def clean_html(html: str) -> CleanHtml:
    """Return HTML without script, style, forms, handlers or anything that loads by itself.

    Images lose `src`: a remote one gets `data-remote-src`, one of the mail itself `data-cid`. Cleaning twice gives the same.
    """
    remote = 0

    def neutral(tag: re.Match) -> str:
        nonlocal remote
        image = _neutral_image(tag)
        remote += "data-remote-src=" in image
        return image

    return CleanHtml(_IMAGE.sub(neutral, _CLEANER.clean(html)), remote)


def _neutral_image(tag: re.Match) -> str:
    """One image with its first source kept under a name that loads nothing."""
    source = _SOURCE.search(tag[1])
    if not source:
        return tag[0]
    others = _SOURCE.sub("", tag[1])
    name, value = source[1], source[2]
    if name == "data-cid" or value.lower().startswith("cid:"):
        return f'<img{others} data-cid="{value[4:] if name != "data-cid" else value}">'
    if not value.lower().startswith(("http:", "https:")):
        return f"<img{others}>"
    return f'<img{others} data-remote-src="{value}">'


def html_to_text(html: str) -> str:
    """Return the text of HTML as a reader sees it: one line a block, no markup, entities resolved."""
    cleaned = _PRE.sub(lambda pre: "<pre>" + pre[1].replace("\n", "<br>") + "</pre>", _TO_TEXT.clean(clean_text(html)))
    marked = _TAG.sub(_mark, _HTML_BLANKS.sub(" ", cleaned))
    lines = _EDGES.sub(_line_ends, marked).split("\n")
    return entities.unescape("\n".join(line.strip() for line in lines)).strip()


def _mark(tag: re.Match) -> str:
    closing, name = tag[1], tag[2]
    if name == "br":
        return "\n"
    if name in ("td", "th"):
        return " " if closing else ""
    return "\2" if name == "p" else "\1- " if name == "li" and not closing else "\1"


def _line_ends(edges: re.Match) -> str:
    # A line break right before the end of a block is not seen; any further one is an empty line.
    run = edges[0].replace(" ", "").removeprefix("\n")
    return "\n\n" if "\n" in run or "\2" in run else "\n"


def text_to_html(text: str) -> str:
    """Return safe HTML of plain text: paragraphs at blank lines, addresses of the web and of mail made
    links.
    """
    paragraphs = re.split(r"\n[ \t]*\n", text.strip("\n"))
    joined = "".join(f"<p>{_linked(one).replace(chr(10), '<br>')}</p>" for one in paragraphs if one.strip())
    return _CLEANER.clean(joined)


def _linked(text: str) -> str:
    pieces, position = [], 0
    for found in _LINK.finditer(text):
        shown = found[0].rstrip(_TRAILING)
        if shown.endswith(")") and "(" not in shown:
            shown = shown[:-1]
        scheme = "mailto:" if found["mail"] else ""
        pieces.append(entities.escape(text[position : found.start()]))
        pieces.append(f'<a href="{entities.escape(scheme + shown)}">{entities.escape(shown)}</a>')
        position = found.start() + len(shown)
    return "".join(pieces) + entities.escape(text[position:])
