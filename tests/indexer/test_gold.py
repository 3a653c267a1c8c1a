"""The five seeds against the reference somebody wrote by hand: every field, paragraph and dropped line.

What the reference knows and a program may not tell is left out on purpose: years and speakers from outside
knowledge (`outside_knowledge`, a date of kind "inferred"), people, places within the text.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dateline.indexer import read
from dateline.indexer.article import Article
from dateline.indexer.facts.dates import find_dates
from dateline.indexer.passages import split_passages
from tests.places import SEEDS

GOLD = json.loads(Path(__file__).with_name("seeds_gold.json").read_text("utf-8"))["files"]
CASES = [(name, number) for name, file in GOLD.items() for number in range(len(file["articles"]))]


def read_seed(name: str) -> tuple[Article, ...]:
    return read(SEEDS / name)


@pytest.fixture(params=CASES, ids=[f"{name[:3]}-{number}" for name, number in CASES])
def case(request: pytest.FixtureRequest) -> tuple[Article, dict[str, Any]]:
    name, number = request.param
    return read_seed(name)[number], GOLD[name]["articles"][number]


@pytest.mark.parametrize("name", GOLD)
def test_a_file_holds_the_articles_a_reader_sees(name: str) -> None:
    assert len(read_seed(name)) == GOLD[name]["n_articles"]


def test_the_title_is_the_articles_own(case: tuple[Article, dict[str, Any]]) -> None:
    article, gold = case
    assert article.title == gold["title"]
    assert ("exact" if article.title else "none") == gold["title_kind"]
    assert article.title_lines == (tuple(gold["title_lines"]) if gold["title_lines"] else None)


def test_an_article_without_a_title_has_a_heading(case: tuple[Article, dict[str, Any]]) -> None:
    article, gold = case
    wanted = gold["title"] or gold.get("title_fallback") or gold["first_words"][0]
    shown = article.heading.removesuffix(
        " …"
    )  # a first sentence is cut, where is not the reference's business
    assert shown.startswith(wanted) or wanted.startswith(shown)


def test_the_date_is_what_the_words_say_and_no_more(case: tuple[Article, dict[str, Any]]) -> None:
    article, gold = case
    date = gold["date"]
    # "inferred" is a date of another item of the file: not in the article's own words, so none.
    assert article.date_kind == ("none" if date["kind"] == "inferred" else date["kind"])
    assert article.date == date["value"]
    if article.date_kind == "none":
        assert article.date_text is None
    else:
        assert article.date_text is not None
        assert article.date_text in date["phrase"]
        [found] = find_dates(article.date_text)
        month_day = date.get("month_day") or date["value"][5:]
        assert f"{found.month:02d}-{found.day:02d}" == month_day


def test_the_dateline_gives_place_and_agency(case: tuple[Article, dict[str, Any]]) -> None:
    article, gold = case
    assert article.place == gold["dateline_place"]
    assert article.agency == gold["agency"]
    assert article.text.startswith(gold["dateline_raw"] or "")


def test_the_source_is_named_with_its_certainty(case: tuple[Article, dict[str, Any]]) -> None:
    article, gold = case
    assert (article.source, article.source_kind) == (gold["source"]["value"], gold["source"]["kind"])


def test_author_and_language(case: tuple[Article, dict[str, Any]]) -> None:
    article, gold = case
    assert (article.author, article.language) == (gold["author"], gold["language"])


def test_every_paragraph_is_kept_with_its_lines_and_words(case: tuple[Article, dict[str, Any]]) -> None:
    article, gold = case
    body = [paragraph for paragraph in article.paragraphs if paragraph.kind == "body"]
    assert [paragraph.lines for paragraph in body] == [tuple(lines) for lines in gold["paragraphs"]]
    assert [" ".join(paragraph.text.split()[:5]) for paragraph in body] == gold["first_words"]
    assert [len(paragraph.text.split()) for paragraph in body] == gold["words_per_paragraph"]


def test_a_paragraph_is_the_text_of_its_lines_with_blanks_made_single() -> None:
    for name in GOLD:
        lines = (SEEDS / name).read_text("utf-8").split("\n")
        for article in read_seed(name):
            for paragraph in article.paragraphs:
                assert paragraph.lines is not None
                first, last = paragraph.lines
                assert paragraph.text == " ".join(" ".join(lines[first - 1 : last]).split())


def test_subheads_are_told_from_paragraphs(case: tuple[Article, dict[str, Any]]) -> None:
    article, gold = case
    subheads = [
        (place, paragraph)
        for place, paragraph in enumerate(article.paragraphs)
        if paragraph.kind == "subhead"
    ]
    assert [(paragraph.text, paragraph.lines) for _, paragraph in subheads] == [
        (subhead["text"], tuple(subhead["lines"])) for subhead in gold["subheads"]
    ]
    for (place, _), subhead in zip(subheads, gold["subheads"], strict=True):
        following = article.paragraphs[place + 1].lines
        assert following == tuple(gold["paragraphs"][subhead["before_paragraph"] - 1])


def test_every_dropped_line_is_named_with_its_rule(case: tuple[Article, dict[str, Any]]) -> None:
    article, gold = case
    assert [drop.lines for drop in article.dropped] == [tuple(drop["lines"]) for drop in gold["dropped"]]
    for drop, reference in zip(article.dropped, gold["dropped"], strict=True):
        why = reference["why"].replace("promo:", "promotion").replace("exact repeat", "repeat")
        assert why.startswith(drop.rule)


def test_every_line_of_a_seed_is_title_paragraph_dropped_or_blank() -> None:
    for name in GOLD:
        lines = (SEEDS / name).read_text("utf-8").split("\n")
        accounted: set[int] = set()
        for article in read_seed(name):
            spans = [paragraph.lines for paragraph in article.paragraphs]
            spans += [drop.lines for drop in article.dropped] + [article.title_lines]
            for span in filter(None, spans):
                accounted.update(range(span[0], span[1] + 1))
        assert accounted == {number for number, line in enumerate(lines, 1) if line.strip()}


def test_passages_number_what_the_reference_counted(case: tuple[Article, dict[str, Any]]) -> None:
    article, gold = case
    assert len(split_passages(article)) == gold["n_passages"]
