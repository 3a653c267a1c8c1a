"""What an article is whose file tells its paragraphs, or gives its text as HTML."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.indexer.article import Article
from dateline.indexer.cleaning import clean
from dateline.indexer.readers.raw import RawDocument, RawParagraph, RawRecord

PAGE = "<p>They <b>met</b> on Monday.</p><script>track()</script><ul><li>No deal.</li></ul>"


def test_a_document_keeps_its_paragraphs_kinds_and_lines() -> None:
    document = RawDocument(
        (
            RawParagraph("Talks", "subhead", 3),
            RawParagraph("  They met\n in Kabul. ", line=4),
            RawParagraph(" "),
        ),
        title="Summit",
        author=("Ann Lee", "Bo Li"),
        language="en-GB",
        part="2",
    )
    [article] = clean(document, path="a.odt")
    assert [(part.kind, part.text, part.lines) for part in article.paragraphs] == [
        ("subhead", "Talks", (3, 3)),
        ("body", "They met in Kabul.", (4, 4)),
    ]
    assert (article.title, article.author, article.language) == ("Summit", "Ann Lee, Bo Li", "en")


def test_a_document_that_states_no_date_is_dated_by_its_dateline() -> None:
    [article] = clean(RawDocument((RawParagraph("ASTANA, May 28, 2013 — They met."),)))
    assert (article.date, article.place) == ("2013-05-28", "Astana")


def test_parts_of_a_file_are_articles_of_their_own() -> None:
    first, second = (
        clean(RawDocument((RawParagraph("They met."),), part=part), path="a.odt")[0] for part in ("1", "2")
    )
    assert first.id != second.id


def test_a_document_without_words_is_no_article() -> None:
    assert clean(RawDocument((RawParagraph(" \n"),))) == ()


def test_the_markup_of_a_record_is_no_part_of_its_text() -> None:
    [article] = clean(RawRecord(PAGE, title="Summit", markup=True))
    assert [part.text for part in article.paragraphs] == ["They met on Monday.", "No deal."]


def document(*texts: str, **fields: Any) -> Article:
    [article] = clean(RawDocument(tuple(RawParagraph(text) for text in texts), **fields))
    return article


LONG = "The harbour masters of the two towns met on Thursday, and nobody knows what they said about it."


def test_title_byline_and_date_above_the_text_are_read_and_struck() -> None:
    article = document(
        "Ferry line starts in spring", "By Ann Lee", "7 March 2019", LONG, created="2023-01-01"
    )
    assert (article.title, article.author, article.date, article.date_kind) == (
        "Ferry line starts in spring",
        "Ann Lee",
        "2019-03-07",
        "exact",
    )
    assert article.text == LONG
    assert [(drop.rule, drop.text) for drop in article.dropped] == [
        ("header", "By Ann Lee"),
        ("header", "7 March 2019"),
    ]


def test_a_stated_title_is_not_said_twice() -> None:
    article = document("FERRY LINE STARTS", LONG, title="Ferry line starts")
    assert (article.title, article.text) == ("Ferry line starts", LONG)
    assert [(drop.rule, drop.text) for drop in article.dropped] == [("repeat", "FERRY LINE STARTS")]


def test_a_document_of_heads_alone_keeps_them() -> None:
    assert document("By Ann Lee", "7 March 2019").text == "By Ann Lee\n\n7 March 2019"


@pytest.mark.parametrize(
    ("creator", "author"),
    [
        ("Ann Lee", "Ann Lee"),
        ("Ann van der Lee", "Ann van der Lee"),
        ("Lee, Ann", "Lee, Ann"),
        ("Анна Ли", "Анна Ли"),
        ("alee", None),
        ("Microsoft Office User", None),
        ("Admin 2", None),
        ("Valley News", None),
        ("Associated Press", None),
        ("", None),
    ],
)
def test_who_made_the_file_is_its_author_where_that_is_a_person(creator: str, author: str | None) -> None:
    assert document(LONG, creator=creator).author == author
    assert document("By Bo Li", LONG, creator=creator).author == "Bo Li"


def test_when_the_file_was_made_dates_it_by_the_month_where_nothing_else_does() -> None:
    made = document(LONG, created="2023-01-31")
    assert (made.date, made.date_kind, made.date_text) == ("2023-01", "partial", "2023-01-31")
    assert document(f"ASTANA, May 28, 2013 — {LONG}", created="2023-01-31").date == "2013-05-28"


def test_the_words_tell_the_language_before_the_program_does() -> None:
    german = (
        "Die Hafenmeister der beiden Städte trafen sich am Donnerstag, und niemand weiß, was sie sagten. "
    )
    assert document(german * 4, language="en-US").language == "de"
    assert document("OK.", language="de-AT").language == "de"


def test_lines_of_a_page_are_joined_and_broken_words_whole() -> None:
    text = "The ministry of trans-\nport met the engi\u00ad\nneers of a well-\nknown company."
    assert document(text, wrapped=True).text == (
        "The ministry of transport met the engineers of a well-known company."
    )


def test_a_record_without_markup_keeps_its_signs() -> None:
    [article] = clean(RawRecord("If a<b then b>a.", title="Signs"))
    assert [part.text for part in article.paragraphs] == ["If a<b then b>a."]


def test_of_a_file_of_pages_the_pages_are_cited() -> None:
    pages = (RawParagraph("They met.", page=1), RawParagraph("Nothing was signed.", page=3))
    [article] = clean(RawDocument(pages), path="a.pdf")
    assert [part.lines for part in article.paragraphs] == [(1, 1), (3, 3)]
    assert article.locator == "page"


def test_a_name_alone_is_a_byline_beside_a_date_and_where_the_file_names_its_bearer() -> None:
    body = "They met in the town hall on Monday and left it in the evening."
    article = document("Talks", "Ann Lee", "14 June 2021", body, title="Talks")
    assert (article.author, article.author_kind, article.text) == ("Ann Lee", "inferred", body)
    article = document("Ann Lee", body, title="Talks", creator="Ann Lee; Bo Li")
    assert (article.author, article.author_kind, article.text) == ("Ann Lee", "exact", body)
    article = document("New York City", "14 June 2021", body, title="Talks")
    assert (article.author, article.paragraphs[0].text) == (None, "New York City")


def test_a_title_with_the_site_behind_it_is_as_it_is_printed() -> None:
    raw = RawDocument(
        (RawParagraph("Ferry starts again", "subhead"), RawParagraph("It left at noon.")),
        title="Ferry starts again | Valley Post",
    )
    [article] = clean(raw)
    assert (article.title, article.source, article.source_kind) == (
        "Ferry starts again",
        "Valley Post",
        "inferred",
    )
    assert article.text == "It left at noon."


def test_an_item_of_a_list_has_not_the_sign_before_it() -> None:
    article = document("They decided:", "• to meet again", "▪ to ask")
    assert [(one.kind, one.text) for one in article.paragraphs][1:] == [
        ("list", "to meet again"),
        ("list", "to ask"),
    ]


def test_title_byline_and_date_above_the_text_of_a_book_or_feed_are_not_said_twice() -> None:
    page = "<p>Talks</p><p>By Ann Lee</p><p>14 June 2021</p><p>They met on Monday in the hall.</p>"
    [article] = clean(RawRecord(page, title="Talks", markup=True))
    assert (article.author, article.date, article.text) == (
        "Ann Lee",
        "2021-06-14",
        "They met on Monday in the hall.",
    )
    [article] = clean(RawRecord(page, title="Talks", author="Cy Wu", date="2020-01-01", markup=True))
    assert (article.author, article.date) == ("Cy Wu", "2020-01-01")
    assert "By Ann Lee" in article.text  # what contradicts stays, to be found


def test_the_mark_of_a_footnote_is_no_part_of_a_word() -> None:
    page = (
        '<p>Built in 1936<a href="#n1" class="x"><sup>1</sup></a> by <a href="#top">Lee</a>.</p>'
        '<p>The yard.<a href="#r1">↩</a></p>'
    )
    [article] = clean(RawRecord(page, title="Ferry", markup=True))
    assert [one.text for one in article.paragraphs] == ["Built in 1936 by Lee.", "The yard."]
