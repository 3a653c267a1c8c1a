"""Matches of passages in the text they are slices of."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.article import Article, Paragraph
from dateline.search.output.marks import cut_spans, paragraph_places, text_spans
from dateline.search.results import PassageHit


def hit(text: str, *spans: tuple[int, int]) -> PassageHit:
    return PassageHit(text, spans, 1.0, None, "a")


def marked(text: str, passages: Sequence[PassageHit]) -> list[str]:
    return [text[start:end] for start, end in text_spans(text, passages)]


def test_matches_stand_where_the_passages_do_whatever_their_order() -> None:
    text = "Guards met.\n\nThe border was quiet. Snow fell on the border."

    spans = text_spans(text, [hit("Snow fell on the border.", (17, 23)), hit("Guards met.", (0, 6))])

    assert spans == [(0, 6), (52, 58)]


def test_a_passage_that_stands_twice_is_marked_twice() -> None:
    assert text_spans("Guards met.\n\nGuards met.", [hit("Guards met.", (0, 6))]) == [(0, 6), (13, 19)]


def test_of_passages_that_begin_alike_each_is_found() -> None:
    begun = "The border guards of the six states met"
    texts = [f"{begun} today.", f"{begun} today. They talked.", f"{begun} again."]
    text = "\n\n".join(texts[1:])

    assert marked(text, [hit(one, (4, 10)) for one in texts]) == ["border", "border"]


def test_a_passage_that_begins_amid_letters_is_found() -> None:
    assert marked("x" * 30 + "border", [hit("xborder", (1, 7))]) == ["border"]


def test_nothing_matched_marks_nothing() -> None:
    assert text_spans("Guards met.", []) == []
    assert text_spans("Guards met.", [hit("Guards met."), hit("Elsewhere.", (0, 4)), hit("", (0, 0))]) == []


@given(st.lists(st.text("ab \n", min_size=1, max_size=8), min_size=1, max_size=5))
def test_cuts_and_spans_are_in_order_and_disjoint(texts: list[str]) -> None:
    article = Article("a", tuple(map(Paragraph, texts)))
    places = paragraph_places(paragraph.text for paragraph in article.paragraphs)
    assert [article.text[start:end] for start, end in places] == texts

    spans = text_spans(article.text, [hit(one, (0, 1)) for one in texts])
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    cut = cut_spans(spans, places)
    assert sum(end - start for inside in cut for start, end in inside) <= len(spans)
    for text, inside in zip(texts, cut, strict=True):
        assert all(0 <= start < end <= len(text) for start, end in inside)


def test_a_span_over_two_paragraphs_is_cut_between_them() -> None:
    assert cut_spans([(3, 12)], [(0, 5), (7, 20)]) == [[(3, 5)], [(0, 5)]]
