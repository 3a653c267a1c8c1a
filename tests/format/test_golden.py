from __future__ import annotations

import importlib.util
from pathlib import Path

from indexer.format.reader import IndexReader

GOLDEN = Path(__file__).parent / "golden"


def made():
    """The articles that were written."""
    spec = importlib.util.spec_from_file_location("golden_make", GOLDEN / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_index_of_version_1_is_read_as_it_was_written():
    with IndexReader.open(GOLDEN / "v1") as reader:
        reader.verify()
        assert (reader.generation, reader.articles, reader.passages) == (2, 3, 4)
        assert reader.languages == {"": 1, "en": 1, "ru": 1}
        articles = made()
        for article in (articles.SUMMIT, articles.RUSSIAN, articles.LATER):
            segment, ordinal = reader.find_article(article.id)
            assert segment.article(ordinal) == article
            assert segment.heads(ordinal)["heading"] == article.heading
        assert reader.find_article("gone") is None


def test_the_postings_of_version_1_are_read():
    first, second = IndexReader.open(GOLDEN / "v1").segments
    assert first.live_passages.tolist() == [True, True, True, False]
    field = first.text_field("text")
    assert field.terms(0, field.size) == sorted(field.terms(0, field.size))
    i = field.find(b"border")
    assert (field.documents(i).tolist(), field.frequencies(i).tolist()) == ([0], [1])
    assert field.forms_of(i) == [("Border", 1)]
    offset = int(field.occurrence_offsets(i)[0])
    assert (int(field.positions[offset]), int(field.forms[offset])) == (0, 0)
    assert field.token_starts(0).tolist() == [0, 7, 14, 18, 21]
    assert field.paragraph_starts(1).tolist() == [0, 3, 4]
    assert first.passage_lines(1) == (4, 9)
    assert first.text_field("title").find(b"summit") >= 0
    assert list(first.keyword_field("language").values) == ["en", "ru"]
    assert list(second.keyword_field("date").values) == ["2014"]
