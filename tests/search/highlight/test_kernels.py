"""Kernels in C choose, mark and find words as Python does, of any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.format import kernels
from dateline.search.highlight import choosing, snippet
from dateline.search.highlight.choosing import make_snippet
from dateline.search.highlight.snippet import MarkStyle, Snippet, Span

pytestmark = pytest.mark.skipif(kernels.compiled() is None, reason="the kernels in C were not built")

# What the kernels know, and a little that they don't: then Python is asked.
KNOWN = "ab A1 .,;: \n\t-'_&<>\" é Éßñ·¿ жЖё – — ’“ € \x1f\x85\xa0"
STYLES: tuple[MarkStyle, ...] = ("plain", "brackets", "ansi", "html", "markdown")

texts = st.lists(
    st.one_of(
        st.text(KNOWN, min_size=1, max_size=12),
        st.sampled_from(
            ["guards ", "met, ", "Trade. ", "a-b ", "x" * 130, "\r\n", "e\u0301", "한국 ", "\u200b"]
        ),
    ),
    max_size=80,
).map("".join)


@st.composite
def passages(draw: st.DrawFn) -> tuple[str, tuple[Span, ...], tuple[int, ...]]:
    """A text with spans, in order mostly, and sentences."""
    text = draw(texts)
    places = sorted(draw(st.sets(st.integers(0, len(text)), max_size=24)))
    spans = list(zip(places[::2], places[1::2], strict=False))
    if draw(st.integers(0, 20)) == 0:
        spans.reverse()
    sentences = draw(st.sets(st.integers(0, max(len(text) - 1, 0)), max_size=6)) if text else ()
    return text, tuple(spans), tuple(sorted(sentences))


@given(passage=passages(), max_chars=st.sampled_from([1, 20, 40, 80, 120, 240, 300, 500]))
def test_the_same_pieces_are_chosen(
    passage: tuple[str, tuple[Span, ...], tuple[int, ...]], max_chars: int
) -> None:
    text, spans, sentences = passage
    chosen = make_snippet(text, spans, max_chars, sentences)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(choosing, "_KERNELS", None)
        assert make_snippet(text, spans, max_chars, sentences) == chosen


@given(passage=passages(), max_chars=st.sampled_from([20, 80, 240]), style=st.sampled_from(STYLES))
def test_the_same_is_written(
    passage: tuple[str, tuple[Span, ...], tuple[int, ...]], max_chars: int, style: MarkStyle
) -> None:
    shown = make_snippet(passage[0], passage[1], max_chars, passage[2])
    written = shown.render(style)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(snippet, "_KERNELS", None)
        assert shown.render(style) == written


def test_every_character_that_a_kernel_knows_is_known_as_python_knows_it() -> None:
    """Around each stand a word and blanks, so that what is no letter, no blank or not to be shown is seen."""
    compiled = kernels.compiled()
    assert compiled is not None
    for point in range(0x2100):
        for text in (f"guards met {chr(point)} and left", f"guards met{chr(point)}and left"):
            of_text = compiled.pieces_around(text, ((7, 10),), 14, ())
            if of_text is not None:
                with pytest.MonkeyPatch.context() as patched:
                    patched.setattr(choosing, "_KERNELS", None)
                    assert make_snippet(text, ((7, 10),), 14) == Snippet(text, of_text, ((7, 10),)), hex(
                        point
                    )
            whole = Snippet(text, ((0, len(text)),), ((7, 10),))
            written = [whole.render(style) for style in STYLES]
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(snippet, "_KERNELS", None)
                assert [whole.render(style) for style in STYLES] == written, hex(point)


@pytest.mark.parametrize(
    ("words", "one"),
    [("Straße straße", False), ("Größe GRÖßE", False), ("Жук жук", True), ("Éa éa", True), ("Ёж ёж", True)],
)
def test_words_that_differ_in_case_alone_are_one_word(words: str, one: bool) -> None:
    """A word is shown once: a kernel that can't tell leaves it to Python."""
    first, second = words.split()
    text = f"{first} {'and so on ' * 20}{second} {'and so on ' * 20}"
    place = text.index(second, len(first))
    spans = ((0, len(first)), (place, place + len(second)))
    compiled = kernels.compiled()
    assert compiled is not None
    assert (compiled.pieces_around(text, spans, 80, ()) is not None) is one
    chosen = make_snippet(text, spans, 80)
    assert len(chosen.pieces) == 1
