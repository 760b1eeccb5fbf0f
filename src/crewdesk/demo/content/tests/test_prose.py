"""Blocks are read as they were meant."""

from ..prose import exchanges, marked, texts


def test_wrapped_lines_join_and_paragraphs_and_lists_stay():
    assert texts("""
        One sentence that
        goes on.

        - first
        - second
        --
        Another.
    """) == ("One sentence that goes on.\n\n- first\n- second", "Another.")


def test_japanese_lines_join_without_a_space():
    assert texts("""
        これは
        長い文です。
    """) == ("これは長い文です。",)


def test_marks_are_read_and_taken_off():
    first, second, third = marked("""
        @13 Fits two.
        --
        @2c! Alone, for clients.
        --
        Fits all.
    """)
    assert (first.text, first.fits, first.alone) == ("Fits two.", {1, 3}, False)
    assert (second.text, second.fits, second.alone, second.side) == (
        "Alone, for clients.",
        {2},
        True,
        "client",
    )
    assert (third.fits, third.side) == (frozenset(), "")
    assert first.suits(third.fits)
    assert not first.suits(second.fits)


def test_replies_belong_to_their_question():
    (exchange,) = exchanges("""
        Which one?
        >>
        This.
        >>
        @2 That.
    """)
    assert exchange.line.text == "Which one?"
    assert [reply.text for reply in exchange.replies] == ["This.", "That."]
