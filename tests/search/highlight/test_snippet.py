"""How is a snippet written for a terminal, a web page, a document?"""

from __future__ import annotations

import re
from html import unescape
from typing import Literal
from unicodedata import category

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dateline.search.highlight.choosing import make_snippet
from dateline.search.highlight.printable import fit, fit_end, printable, printable_lines, width, wrap
from dateline.search.highlight.snippet import Snippet, Span, join_fragments, mark_spans

SNIPPET = Snippet(
    'Yesterday the AT&T guards met. They were "at" <home> again.',
    ((10, 29), (41, 52)),
    ((0, 9), (19, 25), (42, 44)),
)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("plain", '… the AT&T guards met … "at" <home> …'),
        ("ansi", '… the AT&T \x1b[1;31mguards\x1b[0m met … "\x1b[1;31mat\x1b[0m" <home> …'),
        (
            "html",
            "… the AT&amp;T <mark>guards</mark> met … &quot;<mark>at</mark>&quot; &lt;home&gt; …",
        ),
        ("markdown", '… the AT\\&T **guards** met … "**at**" \\<home\\> …'),
    ],
)
def test_each_style_marks_and_escapes_in_its_own_way(
    style: Literal["plain", "ansi", "html", "markdown"], expected: str
) -> None:
    assert SNIPPET.render(style) == expected


def test_an_unknown_style_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'latex' is none of plain"):
        SNIPPET.render("latex")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("# Not a heading", "\\# Not a heading"), ("1. no list", "1\\. no list"), ("- no list", "\\- no list")],
)
def test_markdown_that_begins_a_line_means_nothing(text: str, expected: str) -> None:
    assert mark_spans(text, (), "markdown") == expected


def test_html_of_an_attack_is_text() -> None:
    text = "<script>alert('x')</script> guards"

    html = mark_spans(text, [(28, 34)], "html")

    assert html == "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; <mark>guards</mark>"


def test_what_an_article_says_to_the_terminal_stays_unsaid() -> None:
    text = "a\x1b]0;owned\x07b\x9b31mc\u202ed\x00e"

    assert mark_spans(text, [(13, 14)], "ansi") == "a]0;ownedb\x1b[1;31m3\x1b[0m1mcde"


def test_line_breaks_become_a_blank_and_the_marks_stay_in_place() -> None:
    assert mark_spans("first\n\n\tsecond", [(8, 14)], "brackets") == "first [second]"
    assert mark_spans("first\n\n\tsecond", [(8, 14)], "markdown") == "first **second**"


def test_line_breaks_stay_where_they_do_no_harm() -> None:
    assert mark_spans("first\r\n\x85second", [(8, 14)], "html") == "first\n\n<mark>second</mark>"
    assert mark_spans("first\n\nsecond", (), "plain") == "first\n\nsecond"


def test_joined_fragments_keep_their_spans() -> None:
    text, spans = join_fragments(SNIPPET)

    assert text == SNIPPET.render("plain")
    assert [text[start:end] for start, end in spans] == ["guards", "at"]


noisy = st.text(st.characters() | st.sampled_from("\x1b\x07\x9b\u202e\n\t\ud800 &<*_"), max_size=150)


@given(noisy, st.lists(st.tuples(st.integers(0, 150), st.integers(1, 20)), max_size=5), st.integers(1, 150))
def test_no_style_passes_a_control_character_on(text: str, places: list[Span], max_chars: int) -> None:
    spans = [(start, min(len(text), start + size)) for start, size in places if start < len(text)]
    snippet = make_snippet(text, spans, max_chars)

    for style in ("plain", "html", "markdown", "ansi"):
        rendered = re.sub(r"\x1b\[(1;31|0)m", "", snippet.render(style))

        harmful = [char for char in rendered if category(char) in {"Cc", "Cs"} or char in "\u202e\u2028"]
        assert set(harmful) <= {"\n", "\t"}


@given(noisy, st.lists(st.tuples(st.integers(0, 150), st.integers(1, 20)), max_size=5))
def test_without_its_marks_every_style_is_the_plain_text(text: str, places: list[Span]) -> None:
    spans = [(start, min(len(text), start + size)) for start, size in places if start < len(text)]
    snippet = make_snippet(text, spans, 1000)
    plain = snippet.render("plain")

    assert plain == printable_lines(text)
    assert re.sub(r"\x1b\[(1;31|0)m", "", snippet.render("ansi")) == plain
    assert unescape(re.sub("</?mark>", "", snippet.render("html"))) == unescape(
        make_snippet(text, (), 1000).render("html")
    )


prose = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf")) | st.sampled_from(" .\n"), max_size=300)


@given(prose, st.lists(st.tuples(st.integers(0, 300), st.integers(1, 20)), max_size=5), st.integers(1, 150))
def test_an_unmarked_snippet_is_made_of_pieces_of_the_text(
    text: str, places: list[Span], max_chars: int
) -> None:
    spans = [(start, min(len(text), start + size)) for start, size in places if start < len(text)]
    text = text.replace("…", ".").replace("\u2028", " ").replace("\u2029", " ")
    assume(text == printable_lines(text))  # what nobody sees may be a mark (Mn) or no character yet (Cn)

    plain = make_snippet(text, spans, max_chars).render("plain")

    assert all(piece in text for piece in plain.removeprefix("… ").removesuffix(" …").split(" … "))


@given(st.text(max_size=80), st.integers(2, 30))
def test_wrapped_lines_fit_and_lose_nothing_but_blanks(text: str, columns: int) -> None:
    text = printable(text)

    lines = [text[start:end] for start, end in wrap(text, columns)]

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line) <= columns or len(line) < 8 for line in lines)


@given(st.text(max_size=40), st.integers(0, 30))
def test_what_is_fitted_is_the_beginning_or_the_end_and_fits(text: str, columns: int) -> None:
    assert text.startswith(fit(text, columns))
    assert text.endswith(fit_end(text, columns))
    assert max(width(fit(text, columns)), width(fit_end(text, columns))) <= columns


def test_a_word_wider_than_the_terminal_is_broken_between_characters() -> None:
    assert [text for start, end in wrap("東京都国境 ab", 4) for text in ["東京都国境 ab"[start:end]]] == [
        "東京",
        "都国",
        "境",
        "ab",
    ]
