"""How do the matches of a query stand in their contexts?"""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dateline.search import Archive
from dateline.search.highlight.printable import width
from dateline.search.output.kwic import aligned, kwic_lines
from dateline.search.results import ArticleHit, PassageHit
from dateline.search.tallies import KwicLine
from tests.search.tiny import new_article, write_segments

TEXT = "Guards at the border met. The old border post closed, and a border\ntreaty was signed."


def article(text: str = TEXT, word: str = "border") -> ArticleHit:
    spans = tuple(match.span() for match in re.finditer(word, text))
    passage = PassageHit(text, spans, 1.0, (3, 4), "a.txt:3")
    return ArticleHit(
        id="a",
        title=None,
        heading="Guards",
        date="2013-05",
        date_kind="partial",
        date_text="May 2013",
        source=None,
        place=None,
        author=None,
        authors=(),
        language=None,
        path="a.txt",
        url=None,
        score=1.0,
        title_spans=(),
        passages=(passage,),
    )


def line(left: str, match: str, right: str) -> KwicLine:
    return KwicLine("a", left, match, right, "a.txt:3", None)


def test_every_match_has_a_line_with_its_context() -> None:
    lines = kwic_lines([article()], width=12)

    assert [(line.left, line.match, line.right) for line in lines] == [
        ("at the ", "border", " met. The"),
        ("The old ", "border", " post"),
        ("and a ", "border", " treaty was"),
    ]
    assert {(line.article_id, line.cite, line.date) for line in lines} == {("a", "a.txt:3", "2013-05")}


def test_lines_sort_by_the_words_after_the_match() -> None:
    lines = kwic_lines([article()], sort="right")

    assert [line.right.split()[0] for line in lines] == ["met.", "post", "treaty"]


def test_lines_sort_by_the_words_before_the_match_nearest_first() -> None:
    lines = kwic_lines([article()], sort="left")

    assert [line.left.split()[-1] for line in lines] == ["a", "old", "the"]


def test_letters_with_accents_are_sorted_beside_those_without() -> None:
    text = "in été. in zoo. in elan. in élan. in ecole. in ёлка. in жук. in еда. in етна."
    lines = kwic_lines([article(text, "in")], sort="right", width=6)

    words = [line.right.split(".")[0].strip() for line in lines]
    assert words == ["ecole", "elan", "élan", "été", "zoo", "еда", "ёлка", "етна", "жук"]


def test_a_limit_keeps_the_first_in_the_order_that_is_asked_for() -> None:
    two = kwic_lines([article()], limit=2, sort="left")

    assert [line.left.split()[-1] for line in two] == ["a", "old"]
    assert [line.right.split()[0] for line in kwic_lines([article()], limit=2)] == ["met.", "post"]


def test_sorted_lines_are_taken_from_all_articles_not_from_the_best(tmp_path: Path) -> None:
    long = "Oil apples were sold, and more was said of much else on that day."
    write_segments(tmp_path, [new_article("best", "Oil zoo. Oil zoo."), new_article("other", long)])

    with Archive.open(tmp_path) as archive:
        assert [line.article_id for line in archive.kwic("oil", limit=1)] == ["best"]
        assert [line.article_id for line in archive.kwic("oil", limit=1, sort="right")] == ["other"]


def test_matches_stand_below_each_other_and_cites_too() -> None:
    lines = list(aligned(kwic_lines([article()]), 100, mark=("[", "]")))

    assert len({text.index("[border]") for text in lines}) == 1
    assert len({text.index("a.txt:3") for text in lines}) == 1


def test_wide_characters_count_two_columns() -> None:
    lines = list(aligned([line("国境の東京都 ", "border", " x"), line("the old ", "border", " y")], 40))

    assert len({width(text[: text.index("border")]) for text in lines}) == 1


def test_a_narrow_terminal_leaves_the_cites_out() -> None:
    assert all("a.txt" not in text for text in aligned(kwic_lines([article()]), 50))


def test_contexts_are_cut_between_words() -> None:
    (text,) = aligned([line("the incomprehensible old ", "border", " posts everywhere")], 30)

    assert text.split() == ["old", "border", "posts"]


def test_no_lines_are_no_output() -> None:
    assert list(aligned([], 80)) == []


texts = st.text(st.characters() | st.sampled_from("ab \n\x1b国e\u0301"), max_size=120)


@given(texts, st.integers(1, 40), st.integers(10, 160))
def test_lines_fit_the_terminal_and_hold_nothing_it_obeys(text: str, context: int, columns: int) -> None:
    lines = kwic_lines([article(text, "a+")], width=context)

    for kwic_line, row in zip(lines, aligned(lines, columns), strict=True):
        assert len(kwic_line.left) <= context
        assert len(kwic_line.right) <= context
        assert width(row) <= columns
        assert "\x1b" not in row
        assert "\n" not in row
