"""Books: which of their parts are articles, and what each is called."""

from __future__ import annotations

from io import BytesIO

from dateline.indexer.readers import epub as reader
from dateline.indexer.readers.raw import Broken, RawRecord
from tests.indexer.readers.documents_made import epub

NAV = '<nav xmlns:epub="e" epub:type="toc"><ol><li><a href="one.xhtml">Talks in Kabul</a></li></ol></nav>'


def chapters(data: bytes) -> list[RawRecord]:
    return [raw for raw in reader.read(BytesIO(data)) if isinstance(raw, RawRecord)]


def page(body: str) -> str:
    return f"<html><head><title>x</title></head><body>{body}</body></html>"


def test_a_chapter_is_an_article_with_the_fields_of_the_book() -> None:
    about = (
        "<dc:title xmlns:dc='d'>Valley Post [Thursday, 7 March 2019]</dc:title>"
        "<dc:language xmlns:dc='d'>de</dc:language>"
        "<dc:date xmlns:dc='d'>2019-03-07T05:00:00+00:00</dc:date>"
        "<dc:creator xmlns:dc='d'>Ann Lee</dc:creator>"
        "<dc:creator xmlns:dc='d'>Bo Li</dc:creator>"
    )
    one, two = chapters(
        epub({"2.xhtml": page("<h1>Two</h1><p>Words.</p>"), "1.xhtml": page("<p>More words.</p>")}, about)
    )
    assert (one.title, one.source, one.date, one.language) == ("Two", "Valley Post", "2019-03-07", "de")
    assert (one.author, one.part, "<h1>" in one.text) == (("Ann Lee", "Bo Li"), "b/2.xhtml", False)
    assert (two.title, two.part) == (None, "b/1.xhtml")


def test_the_table_of_contents_names_chapters_and_is_none() -> None:
    nav = '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    data = epub({"nav.xhtml": page(NAV), "one.xhtml": page("<h2>TALKS</h2><p>They met.</p>")}, more=nav)
    assert [chapter.title for chapter in chapters(data)] == ["Talks in Kabul"]


def test_covers_title_pages_and_lists_of_articles_are_left_out() -> None:
    data = epub(
        {
            "cover.xhtml": page('<img src="c.jpg"/>'),
            "rights.xhtml": page("<p>All rights reserved.</p>"),
            "title.xhtml": page('<section epub:type="titlepage"><p>Valley Post</p></section>'),
            "feed.xhtml": page('<ul><li><a href="one.xhtml">One</a></li></ul>'),
            "one.xhtml": page("<p>They met.</p>"),
        },
        guide='<reference type="copyright-page" href="rights.xhtml"/>',
    )
    assert [chapter.part for chapter in chapters(data)] == ["b/one.xhtml"]


def test_a_chapter_that_is_missing_is_named_and_the_others_are_read() -> None:
    gone = '<item id="i0" href="../../../etc/passwd" media-type="application/xhtml+xml"/>'
    data = epub({"zero.xhtml": page("<p>Zero.</p>"), "one.xhtml": page("<p>One.</p>")}, more=gone)
    found = list(reader.read(BytesIO(data)))
    assert found[0] == Broken("../../etc/passwd: named in the book and not in it")
    assert len(found) == 2


def test_a_book_of_one_chapter_is_an_article_of_its_title() -> None:
    page = "<html><body><p>Ferry starts</p><p>It left.</p><h2>A line</h2><p>It is long.</p></body></html>"
    data = epub({"a.xhtml": page}, "<title>Ferry starts</title>")
    [chapter] = reader.read(BytesIO(data))
    assert isinstance(chapter, RawRecord)
    assert (chapter.title, chapter.source) == ("Ferry starts", None)
