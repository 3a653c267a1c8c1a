from __future__ import annotations

from indexer.format.reader import IndexReader
from indexer.format.records import Article, Paragraph, Passage
from indexer.format.writer import IndexWriter


def passages_of(article: Article) -> list[Passage]:
    """One passage a paragraph."""
    passages, start = [], 0
    for paragraph in article.paragraphs:
        end = start + len(paragraph.text)
        passages.append(Passage(start, end, paragraph.lines))
        start = end + 2
    return passages


def article(number: int, *texts: str, **fields: str) -> Article:
    return Article(id=f"a{number}", paragraphs=tuple(map(Paragraph, texts)), language="en", **fields)


def write(folder, *articles: Article) -> IndexReader:
    with IndexWriter(folder) as writer:
        for one in articles:
            writer.add_article(one, passages_of(one))
    return IndexReader.open(folder)


def test_articles_come_back_as_they_were_added(tmp_path):
    first = article(1, "The summit opened.", "Border guards met.", title="Summit", date="2013-05-28")
    second = article(2, "Nothing else happened.", source="Times")
    reader = write(tmp_path, first, second)
    assert (reader.articles, reader.passages) == (2, 3)
    assert [reader.segments[0].article(i) for i in range(2)] == [first, second]


def test_nothing_is_visible_before_commit(tmp_path):
    write(tmp_path, article(1, "One."))
    writer = IndexWriter(tmp_path)
    writer.add_article(article(2, "Two."), [Passage(0, 4)])
    assert IndexReader.open(tmp_path).articles == 1
    writer.commit()
    assert IndexReader.open(tmp_path).articles == 2
