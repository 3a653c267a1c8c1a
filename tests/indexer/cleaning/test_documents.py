"""What an article is whose file tells its paragraphs, or gives its text as HTML."""

from __future__ import annotations

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


def test_a_record_without_markup_keeps_its_signs() -> None:
    [article] = clean(RawRecord("If a<b then b>a.", title="Signs"))
    assert [part.text for part in article.paragraphs] == ["If a<b then b>a."]


def test_of_a_file_of_pages_the_pages_are_cited() -> None:
    pages = (RawParagraph("They met.", page=1), RawParagraph("Nothing was signed.", page=3))
    [article] = clean(RawDocument(pages), path="a.pdf")
    assert [part.lines for part in article.paragraphs] == [(1, 1), (3, 3)]
    assert article.locator == "page"
