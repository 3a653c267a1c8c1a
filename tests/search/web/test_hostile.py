"""Articles that were made to harm whoever opens them: on every page they are text, and nothing acts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.applications import Starlette

from benchmarks.torture.hostile_words import KEYWORD, Words, passages_of
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.shown.printable import printable_lines
from dateline.search.web.app import make_app
from tests.search.web.asking import Answer, ask
from tests.search.web.browsing import seen

MANY = 24
# All that a page of ours is made of.
ELEMENTS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "link",
        "script",
        "body",
        "header",
        "main",
        "nav",
        "footer",
        "section",
    ),
    *("h1", "h2", "h3", "p", "a", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody"),
    *("tr", "th", "td", "form", "input", "button", "label", "figure", "figcaption", "blockquote", "cite"),
    *("bdi", "span", "strong", "em", "code", "mark", "time", "article", "svg", "g", "rect", "line", "text"),
    *("desc", "details", "summary", "template", "pre", "div", "small", "aside", "iframe", "i"),
}
SCRIPTED = re.compile(r"\s*(?:javascript|data|vbscript|file):", re.IGNORECASE)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Starlette:
    folder = tmp_path_factory.mktemp("hostile")
    writer = IndexWriter(folder)
    words = Words(13)
    for number in range(MANY):
        article = words.article(number)
        writer.add_article(article, passages_of(article), [[0]] * len(article.paragraphs))
    writer.commit()
    return make_app([str(folder)])


def check_page(reply: Answer) -> None:
    """Nothing on the page is an element of somebody else's, runs, loads, acts or hides."""
    text = reply.text
    assert printable_lines(text) == text
    found = seen(text)
    assert (found.unclosed, found.open) == ([], [])
    assert {tag for tag, _ in found.elements} <= ELEMENTS
    scripts = [attributes for tag, attributes in found.elements if tag == "script"]
    assert [script["src"].startswith("/static/page-") for script in scripts] == [True]
    for tag, attributes in found.elements:
        assert not [name for name in attributes if name.startswith("on") or name in ("style", "srcdoc")]
        for name in ("href", "src", "action"):
            address = attributes.get(name, "")
            assert not SCRIPTED.match(address)
            assert tag == "a" or not re.match(r"(?:\w+:)?//", address)


def ids(app: Starlette) -> Iterator[str]:
    for hit in ask(app, f"/search.json?q={KEYWORD}&n=100").json["articles"]:
        yield hit["id"]


def test_on_the_pages_of_a_search_they_are_text(app: Starlette) -> None:
    replies = [
        ask(app, f"/search?q={KEYWORD}&n=100"),
        ask(app, "/"),
        ask(app, f"/search?q={KEYWORD}&sort=newest"),
    ]

    for reply in replies:
        assert reply.status == 200
        check_page(reply)
    assert len(re.findall('<li class="hit"', replies[0].text)) == MANY


def test_on_the_page_of_an_article_they_are_text(app: Starlette) -> None:
    count = 0
    for article_id in ids(app):
        reply = ask(app, f"/a/{quote(article_id, safe='', errors='surrogatepass')}?q={KEYWORD}")
        assert reply.status == 200
        check_page(reply)
        count += 1
        for name in ("like", "file"):
            check_page(ask(app, f"/{name}/{quote(article_id, safe='', errors='surrogatepass')}"))
    assert count == MANY


def test_a_query_is_text_whatever_is_typed(app: Starlette) -> None:
    words = Words(7)
    for _ in range(40):
        query = quote(words.query(), errors="surrogateescape")
        reply = ask(app, f"/search?q={query}")
        assert reply.status in (200, 400)
        check_page(reply)


def test_an_address_is_text_whatever_it_is(app: Starlette) -> None:
    words = Words(3)
    for _ in range(20):
        piece = quote(words.line(), safe="", errors="surrogateescape")
        for address in (f"/{piece}", f"/a/{piece}", f"/search?{piece}={piece}", f"/terms?prefix={piece}"):
            reply = ask(app, address)
            assert reply.status in (200, 400, 404)
            if reply.headers["content-type"].startswith("text/html"):
                check_page(reply)


def test_every_link_to_a_value_is_one_to_a_page(app: Starlette) -> None:
    found = seen(ask(app, f"/search?q={KEYWORD}").text)
    addresses = [attributes["href"] for tag, attributes in found.elements if tag == "a"]

    statuses = {address: ask(app, address).status for address in addresses if address.startswith("/")}
    assert {address: status for address, status in statuses.items() if status != 200} == {}
    assert len(statuses) > 20


def test_in_data_they_are_escaped(app: Starlette) -> None:
    for address in (f"/search.json?q={KEYWORD}", "/terms?prefix=harb", "/terms?prefix=place:a"):
        reply = ask(app, address)
        json.loads(reply.text)
        assert printable_lines(reply.text) == reply.text
    feed = ask(app, f"/search.atom?q={KEYWORD}")
    from xml.etree import ElementTree

    assert len(ElementTree.fromstring(feed.body)) > 10
    assert printable_lines(feed.text) == feed.text


def test_no_header_is_made_of_what_somebody_wrote(app: Starlette, tmp_path: Path) -> None:
    for article_id in ids(app):
        reply = ask(app, f"/a/{quote(article_id, safe='', errors='surrogatepass')}.bib")
        assert reply.headers["content-disposition"] == 'attachment; filename="article.bib"'
