"""The page of an article: what is marked in it, what is known of it, how it is cited, what it leads to."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette

from dateline.indexer.article import Article, Dropped, Mention, Paragraph
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.passages import passages_and_sentences
from dateline.search.web.app import make_app
from dateline.search.web.article_text import anchors
from tests.search.web.asking import ask
from tests.search.web.browsing import seen

STORY = Article(
    "story",
    (
        Paragraph("Six states agreed on patrols.", (2, 2), "standfirst"),
        Paragraph("Guards at the crossing. Photo: Reuters", (3, 3), "caption"),
        Paragraph("The border guards met on Tuesday and spoke about the border with Afghanistan.", (4, 5)),
        Paragraph("What was decided", (6, 6), "subhead"),
        Paragraph("patrols along the border;", (7, 7), "list"),
        Paragraph("a school for officers.", (8, 8), "list"),
        Paragraph("We want a border that is open.", (9, 9), "quote"),
        Paragraph("Tajikistan 6,000", (10, 10), "table"),
        Paragraph("Nothing else was said.", (11, 11)),
    ),
    title="Guards meet at the border",
    date="2013-05-28",
    date_kind="exact_in_text",
    date_text="May 28",
    source="Kazinform",
    source_kind="inferred",
    place="Bishkek",
    author="By A. Ivanova and B. Petrov",
    authors=(Mention("A. Ivanova", 3, 13), Mention("B. Petrov", 18, 27)),
    author_kind="exact",
    language="en",
    url="https://news.example/2013/border?a=1&b=2",
    dropped=(Dropped("Follow us on Twitter!", "promotion", (12, 12)), Dropped("Advertisement", "furniture")),
)
SECOND = Article("second", (Paragraph("Snow fell on the pass."),), title="Snow", url="javascript:alert(1)")
MANY = Article("many", tuple(Paragraph(f"Paragraph {n} on the border.") for n in range(1_000)), title="Many")
SOLID = Article("solid", (Paragraph("x" * 150_000 + " border"),), title="Solid")


def write(folder: Path, *articles: Article) -> None:
    writer = IndexWriter(folder)
    for article in articles:
        writer.add_article(article, *passages_and_sentences(article))
    writer.commit()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Starlette:
    folder = tmp_path_factory.mktemp("articles")
    write(folder, STORY, SECOND, MANY, SOLID)
    return make_app([str(folder)])


def test_all_matches_are_marked_numbered_and_reached(app: Starlette) -> None:
    reply = ask(app, "/a/story?q=border+guards")

    marks = re.findall(r'<mark id="m(\d+)">(\w+)</mark>', reply.text)
    assert [number for number, _ in marks] == [str(number) for number in range(1, 9)]
    assert [word for _, word in marks] == [
        *("Guards", "border", "Guards", "border", "guards", "border", "border", "border"),
    ]
    assert "8 matches of" in seen(reply.text).text
    ids = {attributes["id"] for _, attributes in seen(reply.text).elements if "id" in attributes}
    links = re.findall(r'href="#([^"]+)"', reply.text)
    assert set(links) <= ids
    strip = reply.text.partition('<svg class="strip"')[2].partition("</svg>")[0]
    assert re.findall(r"#m(\d+)", strip) == ["3", "4", "5", "6", "7", "8"]


def test_without_a_script_each_paragraph_leads_to_the_next_match(app: Starlette) -> None:
    page = ask(app, "/a/story?q=border+guards").text

    following = re.findall(r'class="next-match" href="#m(\d+)" aria-label="Next match, (\d+) of 8"', page)
    assert following == [("4", "4"), ("7", "7"), ("8", "8")]


def test_paragraphs_are_shown_as_what_they_are(app: Starlette) -> None:
    page = ask(app, "/a/story").text

    assert re.search(r'<p dir="auto" class="standfirst" id="p-\w+">Six states', page)
    assert re.search(r'<p dir="auto" class="caption" id="p-\w+">Guards at', page)
    assert re.search(r'<h2 dir="auto" id="p-\w+">What was decided', page)
    assert re.search(r"<ul>\s*<li[^>]*>patrols.*</li>\s*<li[^>]*>a school.*</li>\s*</ul>", page)
    assert re.search(r"<blockquote>\s*<p[^>]*>We want a border", page)
    assert re.search(r'<div class="rows">\s*<p[^>]*>Tajikistan', page)
    assert "<mark" not in page


def test_it_is_said_where_each_fact_comes_from(app: Starlette) -> None:
    text = seen(ask(app, "/a/story").text).text

    assert "28 May 2013 · Kazinform · Bishkek · By A. Ivanova and B. Petrov · Original" in text
    assert "2013-05-28 a date read in its title or text, read from “May 28”" in text
    assert "Kazinform told from the text or address" in text
    assert "By A. Ivanova and B. Petrov stated: A. Ivanova, B. Petrov" in text


def test_what_was_left_out_is_listed_with_its_rule(app: Starlette) -> None:
    text = seen(ask(app, "/a/story").text).text

    assert "2 pieces left out" in text
    assert "promotion asks readers for something, or claims rights Follow us on Twitter! line 12" in text
    assert "Nothing left out" in seen(ask(app, "/a/second").text).text


def test_only_an_address_of_the_web_is_a_link_and_tells_nobody_where_it_was(app: Starlette) -> None:
    page = ask(app, "/a/story").text

    address = 'href="https://news.example/2013/border?a=1&amp;b=2" rel="noreferrer noopener"'
    assert page.count(address) == 2
    assert "javascript:" not in re.findall(r'href="([^"]*)"', ask(app, "/a/second").text)
    assert "Original</a>" not in ask(app, "/a/second").text


def test_the_way_back_keeps_the_whole_state_of_the_search(app: Starlette) -> None:
    address = "/search?q=border&sort=newest&by=passage&source=Kazinform"
    hit = re.search(r'<h2 dir="auto"><a href="(/a/story[^"]*)"', ask(app, address).text)
    assert hit is not None

    back = seen(ask(app, hit[1].replace("&amp;", "&")).text).links["← Back to the search"]

    assert ask(app, back).status == 200
    assert dict(pair.split("=") for pair in back.partition("?")[2].split("&")) == {
        **{"q": "border", "sort": "newest", "by": "passage", "source": "Kazinform"}
    }
    assert "← Back to the search" not in seen(ask(app, "/a/story").text).links


def test_a_link_to_a_paragraph_outlives_what_is_added_before_it() -> None:
    before = anchors(STORY.paragraphs, len(STORY.paragraphs))
    longer = (Paragraph("New."), *STORY.paragraphs)

    assert anchors(longer, len(longer))[1:] == before
    assert len(set(before)) == len(before)


def test_paragraphs_that_begin_alike_have_anchors_of_their_own() -> None:
    alike = (
        Paragraph("He said so."),
        Paragraph("Yes."),
        Paragraph("He said so."),
        Paragraph("…"),
        Paragraph("—"),
    )

    names = anchors(alike, len(alike))

    assert names[2] == f"{names[0]}-2"
    assert len(set(names)) == len(alike)


def test_a_query_that_cannot_be_read_is_said_and_the_article_shown(app: Starlette) -> None:
    reply = ask(app, "/a/story?q=%22border")

    assert reply.status == 400
    assert "The query can’t be read, so nothing is marked" in reply.text
    assert "Nothing else was said." in reply.text
    assert ask(app, "/a/story.json?q=%22border").status == 400


def test_a_query_that_the_article_does_not_answer_marks_nothing(app: Starlette) -> None:
    reply = ask(app, "/a/second?q=border")

    assert reply.status == 200
    assert "Nothing here is marked: no part of border stands in this article." in seen(reply.text).text


def test_a_vanished_article_is_told_with_the_search_it_was_found_by(app: Starlette) -> None:
    reply = ask(app, "/a/g%3Cone?q=border&sort=newest")

    assert reply.status == 404
    found = seen(reply.text)
    assert "This article is not in the archive" in found.text
    assert found.links["Search again for border"] == "/search?q=border&sort=newest"
    assert "g<one" in found.text
    assert [ask(app, f"/{name}/gone").status for name in ("file", "like")] == [404, 404]
    assert ask(app, "/a/gone.json").json["error"]["status"] == 404


def test_as_data_the_matches_are_spans_of_the_text(app: Starlette) -> None:
    record = ask(app, "/a/story.json?q=border").json

    text = "\n\n".join(paragraph["text"] for paragraph in record["paragraphs"])
    assert [text[start:end] for start, end in record["spans"]] == ["border"] * 4
    assert [record["title"][start:end] for start, end in record["title_spans"]] == ["border"]
    assert (record["v"], record["id"], record["query"]) == (1, "story", "border")
    assert "spans" not in ask(app, "/a/story.json").json


def test_citations_can_be_copied_and_are_those_of_the_addresses(app: Starlette) -> None:
    page = ask(app, "/a/story").text

    blocks = dict(re.findall(r'<pre tabindex="0" aria-label="(\w+)">(.*?)</pre>', page, re.DOTALL))
    shown = {name: seen(block).pieces for name, block in blocks.items()}
    where = "https://news.example/2013/border?a=1&b=2"
    said = "By A. Ivanova and B. Petrov, “Guards meet at the border”, Kazinform, Bishkek, 28 May 2013"
    assert "".join(shown["Text"]) == f"{said}, {where}"
    assert f"[Guards meet at the border](<{where}>), Kazinform" in "".join(shown["Markdown"])
    for name, ending in (("RIS", "ris"), ("BibTeX", "bib")):
        assert "".join(shown[name]) == ask(app, f"/a/story.{ending}").text.strip()


def test_a_long_article_has_parts_and_each_match_its_number(app: Starlette) -> None:
    parts = [ask(app, f"/a/many?q=border&part={number}").text for number in (1, 2, 3)]

    numbers = [int(number) for page in parts for number in re.findall(r'<mark id="m(\d+)">', page)]
    assert numbers == list(range(1, 1_001))
    assert seen(parts[0]).links["The rest →"] == "/a/many?q=border&part=2"
    assert seen(parts[1]).links["← Before"] == "/a/many?q=border"
    assert 'data-next-match="/a/many?q=border&amp;part=2#m401"' in parts[0]
    assert "data-next-match" not in parts[2]
    assert max(map(len, parts)) < 200_000
    names = [name for page in parts for name in re.findall(r' id="(p-[^"]+)"', page)]
    assert len(set(names)) == len(names) == 1_000


def test_a_paragraph_that_is_longer_than_a_page_is_cut(app: Starlette) -> None:
    first, last = (ask(app, f"/a/solid?q=border&part={number}").text for number in (1, 9))

    assert "none here: the next" in first
    assert "Part 3 of 3" in last
    assert '<mark id="m1">border</mark>' in last
    assert len(first) < 80_000
    assert ask(app, "/a/solid?part=0").status == 400


def test_an_ordinary_page_is_small(tmp_path: Path) -> None:
    long = replace(
        STORY, paragraphs=tuple(Paragraph(f"{n} The border guards met today. " * 8) for n in range(60))
    )
    write(tmp_path, long)

    reply = ask(make_app([str(tmp_path)]), "/a/story?q=border+guards")

    assert reply.status == 200
    assert len(long.text) > 14_000
    assert len(reply.body) < 90_000  # 960 marks of it; without
    assert len(ask(make_app([str(tmp_path)]), "/a/story").body) < 60_000


def test_articles_like_one_are_listed_on_a_page_of_their_own(app: Starlette) -> None:
    page = ask(app, "/a/story?q=border").text
    address = seen(page).links["Articles like this"]

    found = seen(ask(app, address).text)

    assert found.links["Many"] == "/a/many"
    assert found.links["← Back to the article"] == "/a/story?q=border"


def test_of_several_archives_the_first_that_has_an_id_is_shown(tmp_path: Path) -> None:
    write(tmp_path / "one", STORY)
    write(tmp_path / "two", replace(STORY, title="Another border"), SECOND)
    app = make_app([str(tmp_path / "one"), str(tmp_path / "two")])

    assert "Guards meet at the " in seen(ask(app, "/a/story?q=border").text).text
    assert "Another" not in ask(app, "/a/story?q=border").text
    assert '<mark id="m1">Snow</mark>' in ask(app, "/a/second?q=snow").text


def test_an_article_without_text_has_a_page(tmp_path: Path) -> None:
    write(tmp_path, Article("bare", (), title="Bare border"))

    reply = ask(make_app([str(tmp_path)]), "/a/bare?q=border")

    assert reply.status == 200
    assert '<mark id="m1">border</mark>' in reply.text
    assert "It has a title and no text." in reply.text
