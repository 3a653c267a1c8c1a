"""Web pages: the body and its fields, and nothing around them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.indexer.article import Article
from dateline.indexer.cleaning.page import clean_page

LEAD = (
    "The leaders of six states met in the city on Monday and discussed the situation in the region at length."
)
MORE = "They agreed on a statement, which was signed without delay by all of them, and they will meet again."
PAGE = f"""<!doctype html>
<html lang="en"><head>
<meta charset="utf-8">
<title>Leaders meet in Bishkek | The Daily Globe</title>
<meta property="og:site_name" content="The Daily Globe">
<link rel="canonical" href="https://globe.example/leaders">
<script type="application/ld+json">
{{"@context": "https://schema.org", "@graph": [{{"@type": "NewsArticle",
 "headline": "Leaders meet in Bishkek", "datePublished": "2021-09-16T23:30:00+05:00",
 "author": [{{"@type": "Person", "name": "Jane Doe"}}]}}]}}
</script>
<script>var words = "<p>{LEAD}</p>";</script>
</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<div class="cookie-banner"><p>We use cookies to give you the best of all experiences here.</p></div>
<main>
<h1>Leaders meet in Bishkek</h1>
<p class="byline">By Jane Doe</p>
<figure><img src="a.jpg"><figcaption>The leaders on the stairs of the palace.</figcaption></figure>
<p>BISHKEK (Reuters) — {LEAD}</p>
<h2>What was agreed</h2>
<p>{MORE}</p>
<ul><li>the budget of the organisation</li><li>the exercises of next year</li></ul>
<table><tr><td>Members</td><td>six</td></tr></table>
<p>“We are ready,”<br>he said.</p>
<p>Follow us on Facebook</p>
<div class="related-stories"><h3>Related</h3><p>Ministers of the six met in another city.</p></div>
</main>
<aside><p>Most read: a story of some length that has nothing to do with this one at all.</p></aside>
<footer><p>© 2021 The Daily Globe. All rights reserved, and some more words of the publisher.</p></footer>
</body></html>
"""


@pytest.fixture(scope="module")
def article() -> Article:
    [article] = clean_page(PAGE, path="leaders.html")
    return article


def test_the_body_is_the_articles_paragraphs_and_nothing_else(article: Article) -> None:
    assert [paragraph.text for paragraph in article.paragraphs] == [
        "The leaders on the stairs of the palace.",
        f"BISHKEK (Reuters) — {LEAD}",
        "What was agreed",
        MORE,
        "the budget of the organisation",
        "the exercises of next year",
        "Members six",
        "“We are ready,” he said.",
    ]
    assert [paragraph.kind for paragraph in article.paragraphs] == [
        *("caption", "body", "subhead", "body", "list", "list", "table", "body")
    ]


def test_the_fields_are_those_the_page_states(article: Article) -> None:
    assert (article.title, article.author) == ("Leaders meet in Bishkek", "Jane Doe")
    assert (article.date, article.date_kind) == ("2021-09-16", "exact")  # the day of the place it was written
    assert (article.source, article.source_kind) == ("The Daily Globe", "exact")
    assert (article.place, article.agency, article.language) == ("Bishkek", "Reuters", "en")
    assert article.url == "https://globe.example/leaders"


def test_paragraphs_know_their_lines(article: Article) -> None:
    lines = PAGE.split("\n")
    for paragraph in article.paragraphs:
        assert paragraph.lines is not None
        assert paragraph.text.split()[0] in lines[paragraph.lines[0] - 1]


def test_what_was_dropped_in_the_body_is_named(article: Article) -> None:
    assert ("promotion", "Follow us on Facebook") in [(drop.rule, drop.text) for drop in article.dropped]


def test_a_page_without_any_markup_for_articles_gives_its_densest_part() -> None:
    links = "".join(f'<li><a href="/{number}">Section {number}</a></li>' for number in range(30))
    [article] = clean_page(
        f"<html><body><div><ul>{links}</ul></div><div><div><p>{LEAD}</p><p>{MORE}</p></div></div></body></html>"
    )
    assert [paragraph.text for paragraph in article.paragraphs] == [LEAD, MORE]


def test_comments_longer_than_the_article_stay_out() -> None:
    comments = "".join(f"<p>{MORE} {number}</p>" for number in range(12))
    [article] = clean_page(f"<article><p>{LEAD}</p><p>{MORE}</p></article><div id=comments>{comments}</div>")
    assert [paragraph.text for paragraph in article.paragraphs] == [LEAD, MORE]


def test_a_wrapper_named_like_noise_does_not_swallow_the_article() -> None:
    [article] = clean_page(f'<div class="sidebar widget"><p>{LEAD}</p><p>{MORE}</p></div>')
    assert [paragraph.text for paragraph in article.paragraphs] == [LEAD, MORE]


def test_two_line_breaks_part_paragraphs() -> None:
    [article] = clean_page(f"<body>{LEAD}<br><br>{MORE}<br/>And so on.</body>")
    assert [paragraph.text for paragraph in article.paragraphs] == [LEAD, f"{MORE} And so on."]


def test_the_text_of_json_ld_stands_in_for_one_that_scripts_would_show() -> None:
    body = f"{LEAD}\\n{MORE} {MORE} {MORE}"
    [article] = clean_page(
        f'<script type="application/ld+json">{{"@type": "Article", "articleBody": "{body}"}}</script>'
        "<body><p>Please switch on JavaScript.</p></body>"
    )
    assert [paragraph.text for paragraph in article.paragraphs] == [LEAD, f"{MORE} {MORE} {MORE}"]


def test_words_that_json_ld_has_not_are_dropped_when_it_has_the_rest() -> None:
    stated = f"{LEAD} {MORE} {LEAD} It ended thus."
    [article] = clean_page(
        f'<script type="application/ld+json">{{"@type": "Article", "articleBody": "{stated}"}}</script>'
        f"<article><p>{LEAD}</p><p>{MORE}</p><p>{LEAD} It ended thus.</p>"
        "<p>This story was told by somebody else before.</p></article>"
    )
    assert [drop.rule for drop in article.dropped] == ["not in JSON-LD"]


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ('<meta property="article:published_time" content="2021-09-16">', "2021-09-16"),
        ('<meta name="date" content="16.09.2021">', "2021-09-16"),
        ('<link rel="canonical" href="https://globe.example/2021/09/16/leaders/">', "2021-09-16"),
        ('<script type="application/ld+json">{broken</script>', None),
        (
            '<script type="application/ld+json">'
            '{"@type": ["NewsArticle"], "datePublished": "2021-09-16"}</script>',
            "2021-09-16",
        ),
    ],
)
def test_where_a_date_is_stated(head: str, date: str | None) -> None:
    [article] = clean_page(f"<head>{head}</head><article><p>{LEAD}</p></article>")
    assert article.date == date


@pytest.mark.parametrize(
    "mark",
    [
        '<time datetime="2021-09-16T10:00">yesterday</time>',
        '<span itemprop="datePublished" content="2021-09-16"></span>',
        '<span class="post-date">16 September 2021</span>',
    ],
)
def test_a_date_marked_in_the_page(mark: str) -> None:
    [article] = clean_page(f"<article>{mark}<p>{LEAD}</p></article>")
    assert (article.date, article.date_kind) == ("2021-09-16", "exact")


def test_a_page_that_states_no_date_is_dated_by_its_words_or_not_at_all() -> None:
    [article] = clean_page(f"<p>{LEAD}</p>")
    assert (article.date, article.date_kind) == (None, "none")
    [article] = clean_page(f"<p>On 28 May 2013 {LEAD}</p>")
    assert (article.date, article.date_kind) == ("2013-05-28", "exact_in_text")


@pytest.mark.parametrize(
    ("markup", "author"),
    [
        ('<meta name="author" content="Jane Doe">', "Jane Doe"),
        ('<meta name="author" content="https://globe.example/jane">', None),
        ('<a rel="author" href="/jane">Jane Doe</a>', "Jane Doe"),
        ('<span itemprop="author">Jane Doe</span>', "Jane Doe"),
        ('<div class="byline">By Jane Doe</div>', "Jane Doe"),
        ('<meta name="author" content="admin">', None),
        ('<meta name="author" content="Di Wu">', "Di Wu"),
        ('<meta name="author" content="Leo di Caprio">', "Leo di Caprio"),
        ('<meta name="author" content="By Jane Doe, Kabul">', "Jane Doe, Kabul"),
    ],
)
def test_where_an_author_is_named(markup: str, author: str | None) -> None:
    [article] = clean_page(f"<article>{markup}<p>{LEAD}</p><p>{MORE}</p></article>")
    assert article.author == author


@pytest.mark.parametrize(
    "markup",
    [
        '<meta name="author" content="Jane Doe"><meta name="author" content="Roe, John">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "author": ['
        '{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "Roe, John"}]}</script>',
    ],
)
def test_a_page_gives_all_the_authors_it_states(markup: str) -> None:
    [article] = clean_page(f"<head>{markup}</head><article><p>{LEAD}</p><p>{MORE}</p></article>")
    assert article.author == "Jane Doe, Roe, John"
    assert [author.value for author in article.authors] == ["Jane Doe", "Roe, John"]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Leaders meet - Globe</title>", "Leaders meet"),
        (
            '<title>Globe</title><meta property="og:title" content="Leaders meet in the city">',
            "Leaders meet in the city",
        ),
        (
            "<title>Leaders meet: a long story of a short day</title>",
            "Leaders meet: a long story of a short day",
        ),
        ("", None),
    ],
)
def test_the_title_comes_without_the_sites_name(head: str, title: str | None) -> None:
    [article] = clean_page(f"<head>{head}</head><p>{LEAD}</p>")
    assert article.title == title


def test_the_language_of_the_words_beats_a_wrong_declaration() -> None:
    russian = "Лидеры шести государств встретились в столице и обсудили положение в регионе. " * 5
    [article] = clean_page(f'<html lang="en"><p>{russian}</p></html>')
    assert article.language == "ru"
    [article] = clean_page('<html lang="sv-SE"><p>Kort.</p></html>')
    assert article.language == "sv"


def test_a_host_stands_in_for_a_source_that_is_not_named() -> None:
    [article] = clean_page(f'<link rel="canonical" href="https://globe.example/a"><p>{LEAD}</p>')
    assert (article.source, article.source_kind) == ("globe.example", "inferred")


def test_a_page_without_text_has_no_article() -> None:
    assert clean_page("") == clean_page("<html><body><img src=a></body></html>") == ()


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 5000 + f"<p>{LEAD}</p>" + "</div>" * 5000,
        "<div " + " ".join(f"a{number}=1" for number in range(50_000)) + f"><p>{LEAD}</p></div>",
        f"<p>{LEAD}</p>\ud800\udfff\0",
        "<" * 100_000 + f"<p>{LEAD}</p>",
        f"<p>{LEAD}</p>" + "<script>" * 20_000,
        f"<p>{LEAD}</p>" + "<!--" * 20_000,
    ],
    ids=["nested", "attributes", "surrogates", "angles", "scripts", "comments"],
)
def test_hostile_pages_give_their_text_in_a_moment(page: str) -> None:
    started = time.process_time()
    [article] = clean_page(page)
    assert time.process_time() - started < 5
    assert LEAD in article.text


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([*"<>/pdivbra!-\"'= x.&;#", "<p>", "</p>", "<div class=nav>", "<br>", "Words. "])
    )
)
def test_no_markup_breaks_the_reading(parts: list[str]) -> None:
    for article in clean_page("".join(parts)):
        assert article.paragraphs
