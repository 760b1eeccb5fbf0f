"""Plain text becomes safe, simple HTML."""

from ..markup import simple_html


def test_paragraphs_and_line_breaks():
    assert simple_html("Hi,\n\nall good\nthanks") == "<p>Hi,</p><p>all good<br>thanks</p>"


def test_lists_code_and_quotes():
    text = "Steps:\n- one\n- two\n\n    x < y\n\nOn Monday Ben wrote:\n> was\n> so"
    assert simple_html(text) == (
        "<p>Steps:</p><ul><li>one</li><li>two</li></ul><pre>x &lt; y</pre>"
        "<p>On Monday Ben wrote:</p><blockquote>was<br>so</blockquote>"
    )


def test_markup_in_the_text_is_escaped_everywhere():
    assert "<b>" not in simple_html("<b>\n\n- <b>\n\n> <b>\n\n    <b>")
