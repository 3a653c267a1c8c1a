"""In how many articles is a term that most passages have?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dateline.indexer.article import Article, Paragraph
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.format.segment import frequent_terms
from dateline.indexer.format.storage.array_file import ArrayFileWriter
from dateline.indexer.passages import split_passages

# Of each article its title, and the words of its paragraphs, each a passage.
ARTICLES = [
    ("Border", ["guards met", "the guards"]),
    ("The guards", ["nobody spoke"]),
    (None, ["the border", "the border", "guards"]),
    ("Guards", []),
    ("Nobody", ["the summit"]),
]


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(frequent_terms, "FREQUENT", 2)
    writer = IndexWriter(tmp_path)
    for number, (title, texts) in enumerate(ARTICLES):
        paragraphs = tuple([Paragraph(f"{text}. {'x ' * 150}") for text in texts])
        article = Article(id=str(number), title=title, paragraphs=paragraphs, language="xx")
        writer.add_article(article, split_passages(article))
    writer.commit()
    return tmp_path


def counts_of(index: Path) -> dict[str, int]:
    (segment,) = IndexReader.open(index).segments
    field = segment.text_field("text")
    counts = {
        term: field.article_frequency(number) for number, term in enumerate(field.strings(0, field.size))
    }
    return {term: count for term, count in counts.items() if count >= 0}


def test_articles_are_counted_that_have_a_frequent_term_in_text_or_title(index: Path) -> None:
    assert counts_of(index) == {"the": 4, "guards": 4, "border": 2, "x": 4}


def test_they_are_counted_anew_when_articles_are_gone(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frequent_terms, "FREQUENT", 2)
    writer = IndexWriter(index)
    writer.delete_article("0")
    article = Article(id="9", paragraphs=(Paragraph("The border"),), language="xx")
    writer.add_article(article, split_passages(article))
    writer.commit(optimize=True)
    assert counts_of(index) == {"the": 4, "border": 2, "x": 3}


def test_memory_is_given_back_while_they_are_counted_and_what_is_counted_stays(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frequent_terms, "FREQUENT", 2)
    (segment,) = IndexReader.open(index).segments
    before = [values.tolist() for values in frequent_terms.frequent_terms(segment.array)]
    monkeypatch.setattr(frequent_terms, "_RELEASED", 3)
    released = []

    def release() -> None:
        released.append(True)
        segment.release()

    found = frequent_terms.frequent_terms(segment.array, release)
    assert [values.tolist() for values in found] == before
    assert 0 < len(released) < len(before[0])


def test_what_is_read_back_is_the_same_after_its_memory_is_given_back(tmp_path: Path) -> None:
    with ArrayFileWriter(tmp_path / "arrays") as file:
        file.add("numbers", np.arange(5000, dtype=np.uint16))
        numbers = file.read_back("numbers")
        file.release()
        assert numbers.tolist() == list(range(5000))
        file.finish({})
