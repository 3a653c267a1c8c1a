"""Which part of a passage is worth showing?"""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.indexer.facts.sentences import sentence_starts
from dateline.search.highlight import choosing
from dateline.search.highlight.graphemes import is_boundary
from dateline.search.highlight.snippet import Snippet, Span

STORY = (
    "The heads of the border services met in Bishkek on Tuesday. They spoke for two hours about the new "
    "railway, and about who would pay for it. According to the U.S. ambassador, drug trafficking was not on "
    "the agenda; Mr. Lee, who had asked for it, left early. A second meeting will be held in Dushanbe before "
    "the end of the year, the organisers said. Observers from five countries were present. The final "
    "statement, 1,200 words long, speaks of peace, trade and the fight against drug trafficking."
)


def make_snippet(text: str, spans: list[Span], max_chars: int = 240) -> Snippet:
    return choosing.make_snippet(text, spans, max_chars, sentence_starts(text, "en"))


def spans_of(text: str, *patterns: str) -> list[Span]:
    return sorted(match.span() for pattern in patterns for match in re.finditer(pattern, text))


def shown(snippet: Snippet) -> list[str]:
    return [fragment.text for fragment in snippet.fragments]


def marked(snippet: Snippet) -> list[str]:
    return [fragment.text[start:end] for fragment in snippet.fragments for start, end in fragment.spans]


def test_a_short_text_is_shown_whole() -> None:
    snippet = make_snippet("Guards met.", [(0, 6)], max_chars=240)

    assert shown(snippet) == ["Guards met."]
    assert (snippet.before, snippet.after) == (False, False)


def test_without_spans_the_beginning_is_shown() -> None:
    snippet = make_snippet(STORY, [], max_chars=80)

    assert shown(snippet) == ["The heads of the border services met in Bishkek on Tuesday."]
    assert (snippet.before, snippet.after) == (False, True)


def test_a_match_is_shown_in_its_sentence() -> None:
    snippet = make_snippet(STORY, spans_of(STORY, "Dushanbe"), max_chars=120)

    assert shown(snippet) == [
        "A second meeting will be held in Dushanbe before the end of the year, the organisers said."
    ]
    assert (snippet.before, snippet.after) == (True, True)


def test_an_initial_or_a_title_does_not_end_a_sentence() -> None:
    snippet = make_snippet(STORY, spans_of(STORY, "agenda"), max_chars=180)

    assert shown(snippet)[0].startswith("According to the U.S. ambassador")


def test_where_no_sentence_fits_a_clause_does() -> None:
    snippet = make_snippet(STORY, spans_of(STORY, "agenda"), max_chars=80)

    assert shown(snippet) == ["drug trafficking was not on the agenda; Mr. Lee, who had asked for it"]


def test_matches_that_lie_apart_are_shown_in_pieces_of_their_own() -> None:
    snippet = make_snippet(STORY, spans_of(STORY, "border", "agenda", "peace"), max_chars=300)

    assert len(snippet.fragments) == 3
    assert marked(snippet) == ["border", "agenda", "peace"]
    assert sum(map(len, shown(snippet))) <= 300


def test_words_that_stand_together_somewhere_are_shown_there_in_one_piece() -> None:
    snippet = make_snippet(STORY, spans_of(STORY, "drug trafficking", "peace"), max_chars=240)

    assert len(snippet.fragments) == 1
    assert marked(snippet) == ["peace", "drug trafficking"]


def test_a_short_snippet_has_two_pieces_those_with_most_of_the_words() -> None:
    snippet = make_snippet(STORY, spans_of(STORY, "border", "drug trafficking", "peace"), max_chars=240)

    assert len(snippet.fragments) == 2
    assert marked(snippet) == ["border", "peace", "drug trafficking"]
    assert sum(map(len, shown(snippet))) <= 240


def test_when_not_all_matches_fit_each_word_is_shown_before_one_is_shown_twice() -> None:
    padding = "Nothing here of note. " * 8
    text = f"drug law. {padding}drug war. {padding}A border."

    snippet = make_snippet(text, spans_of(text, "drug", "border"), max_chars=80)

    assert marked(snippet) == ["drug", "border"]


def test_a_phrase_longer_than_the_snippet_is_not_cut() -> None:
    phrase = "heads of the border services met in Bishkek"

    snippet = make_snippet(STORY, spans_of(STORY, phrase), max_chars=10)

    assert shown(snippet) == [phrase]


def test_a_number_with_a_comma_is_not_cut() -> None:
    snippet = make_snippet(STORY, spans_of(STORY, "statement"), max_chars=40)

    assert "1," not in {word for piece in shown(snippet) for word in piece.split()}


def test_text_without_blanks_is_cut_between_characters_as_seen() -> None:
    text = "e\u0301" * 300

    snippet = make_snippet(text, [(200, 202)], max_chars=40)

    assert all(piece.startswith("e") and piece.endswith("\u0301") for piece in shown(snippet))


def test_spans_may_come_in_any_order_and_overlap() -> None:
    snippet = make_snippet("one two three", [(4, 7), (0, 3), (5, 99), (2, 2)])

    assert marked(snippet) == ["one", "two three"]


def test_a_snippet_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        make_snippet("text", [], max_chars=0)


characters = st.sampled_from(
    [*"abz.,;:!?  \n\t\r1", "\u0301", "\u200d", "👩", "\ud83d", "\ude00", "。", "東", "é", "–", "🇫", "\u0600"]
)
pieces = st.sampled_from(["word ", "Border. ", "guards, ", "The ", "क्ष", "\u1100\u1161"])
texts = st.lists(characters | pieces, max_size=120).map("".join) | st.text(max_size=200)
guesses = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 30)), max_size=8)


@example("00\x85", [(0, 1), (1, 2)], 1)
@given(texts, guesses, st.integers(1, 120))
def test_fragments_are_slices_and_cut_no_span_word_or_character(
    text: str, places: list[Span], max_chars: int
) -> None:
    spans = [(start, min(len(text), start + size)) for start, size in places if start < len(text)]

    snippet = make_snippet(text, spans, max_chars)

    assert snippet == make_snippet(text, spans, max_chars)
    position = 0
    for fragment in snippet.fragments:
        assert fragment.text == text[fragment.start : fragment.end]
        assert position <= fragment.start
        position = fragment.end
        for cut in (fragment.start, fragment.end):
            assert is_boundary(text, cut)
            assert not any(start < cut < end for start, end in spans)
            inside_word = 0 < cut < len(text) and text[cut - 1].isalnum() and text[cut].isalnum()
            assert not inside_word or max(map(len, text.split())) > 100
    if spans:
        assert marked(snippet)


@given(st.lists(st.sampled_from("abc"), max_size=30), guesses, st.integers(1, 60))
def test_a_snippet_is_no_longer_than_asked_unless_a_match_is(
    words: list[str], places: list[Span], max_chars: int
) -> None:
    text = " ".join(words)
    spans = [(start, min(len(text), start + size)) for start, size in places if start < len(text)]

    snippet = make_snippet(text, spans, max_chars)

    longest = max((end - start for start, end in spans), default=0)
    overlapping = sum(end - start for start, end in spans) + 2
    assert sum(map(len, shown(snippet))) <= max(max_chars, longest, overlapping)
