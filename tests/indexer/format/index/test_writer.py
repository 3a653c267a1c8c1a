from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.indexer.article import Article, Dropped, Mention, Paragraph, Passage
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.format.segment.builder import SegmentBuilder
from dateline.indexer.format.segment.stored_articles import without_surrogates
from tests.indexer.format.conftest import Cut, Draw, Ids, Make, Write


def test_articles_come_back_as_they_were_added(tmp_path: Path, make: Make, write: Write) -> None:
    first = make(1, "The summit opened.", "Border guards met.", title="Summit", date="2013-05-28")
    second = make(2, "Nothing else happened.", source="Times", language=None)
    reader = write(tmp_path, first, second)
    assert (reader.articles, reader.passages) == (2, 3)
    assert [reader.segments[0].article(i) for i in range(2)] == [first, second]
    assert reader.languages == {"": 1, "en": 1}


def test_nothing_is_visible_before_commit_and_cancel_leaves_no_trace(
    tmp_path: Path, make: Make, write: Write, cut: Cut
) -> None:
    write(tmp_path, make(1, "One."))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    writer = IndexWriter(tmp_path)
    writer.add_article(make(2, "Two."), cut(make(2, "Two.")))
    writer.delete_article("a1")
    assert IndexReader.open(tmp_path).articles == 1
    writer.cancel()
    writer.cancel()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    with pytest.raises(ValueError, match="ended"):
        writer.commit()


def test_a_with_block_that_fails_publishes_nothing(
    tmp_path: Path, make: Make, write: Write, cut: Cut
) -> None:
    write(tmp_path, make(1, "One."))
    with pytest.raises(KeyError), IndexWriter(tmp_path) as writer:
        writer.delete_article("a1")
        raise KeyError
    assert IndexReader.open(tmp_path).articles == 1


def test_a_commit_that_changes_nothing_publishes_nothing(tmp_path: Path, make: Make, write: Write) -> None:
    assert write(tmp_path, make(1, "One.")).generation == 1
    assert write(tmp_path).generation == 1


def test_an_empty_index_and_one_with_everything_deleted_have_nothing(
    tmp_path: Path, make: Make, write: Write
) -> None:
    assert (write(tmp_path).articles, write(tmp_path).segments) == (0, ())
    write(tmp_path, make(1, "One."))
    with IndexWriter(tmp_path) as writer:
        assert writer.delete_article("a1")
        assert not writer.delete_article("a1")
    reader = IndexReader.open(tmp_path)
    assert (reader.articles, reader.passages, reader.segments, reader.languages) == (0, 0, (), {})
    assert reader.find_article("a1") is None


def test_deleted_articles_are_marked_until_they_are_merged(
    tmp_path: Path, make: Make, write: Write, ids: Ids
) -> None:
    write(tmp_path, *(make(number, "Border.") for number in range(5)))
    with IndexWriter(tmp_path) as writer:
        writer.delete_article("a1")
    reader = IndexReader.open(tmp_path)
    segment = reader.segments[0]
    assert (reader.articles, segment.articles) == (4, 5)
    assert segment.live_articles is not None and segment.live_passages is not None
    assert segment.live_articles.tolist() == segment.live_passages.tolist() == [True, False, True, True, True]
    field = segment.text_field("text")
    assert field.document_frequency(field.find(b"border")) == 5
    with IndexWriter(tmp_path) as writer:
        writer.delete_article("a0")
    assert IndexReader.open(tmp_path).languages == {"en": 3}
    IndexWriter(tmp_path).commit(optimize=True)
    reader = IndexReader.open(tmp_path)
    assert reader.segments[0].live_articles is None
    assert ids(reader) == ["a2", "a3", "a4"]


def test_an_update_replaces_what_was_published_and_what_was_not(
    tmp_path: Path, make: Make, write: Write, cut: Cut
) -> None:
    write(tmp_path, make(1, "One."))
    with IndexWriter(tmp_path) as writer:
        for text in ("Two.", "Three.", "Four."):
            writer.update_article(make(1, text), cut(make(1, text)))
    reader = IndexReader.open(tmp_path)
    found = reader.find_article("a1")
    assert found is not None
    segment, ordinal = found
    assert segment.article(ordinal).text == "Four."
    assert (reader.articles, reader.passages) == (1, 1)


def test_articles_are_deleted_by_keyword_and_by_term(
    tmp_path: Path, make: Make, write: Write, ids: Ids
) -> None:
    write(tmp_path, make(1, "Border.", source="Times"), make(2, "Guards.", source="Times"), make(3, "Met."))
    with IndexWriter(tmp_path) as writer:
        assert writer.delete_by_term("text", "border") == 1
        assert writer.delete_by_term("source", "Times") == 1
        assert writer.delete_by_term("title", "border") == 0
        with pytest.raises(ValueError, match="no field 'colour'"):
            writer.delete_by_term("colour", "red")
    assert ids(IndexReader.open(tmp_path)) == ["a3"]


def test_the_buffer_is_written_when_the_memory_is_used_up(
    tmp_path: Path, make: Make, cut: Cut, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dateline.indexer.format.index.writer._LEAST_MB", 1)
    monkeypatch.setattr("dateline.indexer.format.index.writer._CHECK_EVERY", 1000)
    chance = random.Random(1)
    with IndexWriter(tmp_path, memory_mb=1) as writer:
        for number in range(200):
            words = " ".join(f"word{chance.randrange(10**6)}" for _ in range(100))
            writer.add_article(make(number, words), cut(make(number, words)))
        assert len(list(tmp_path.glob("*.segment"))) > 3
    reader = IndexReader.open(tmp_path)
    assert (reader.articles, len(reader.segments)) == (200, 1)
    reader.verify()


def test_segments_built_elsewhere_are_taken_over(tmp_path: Path, make: Make, cut: Cut, ids: Ids) -> None:
    builder = SegmentBuilder()
    for number in range(3):
        builder.add(make(number, "Elsewhere."), cut(make(number, "Elsewhere.")))
    with IndexWriter(tmp_path) as writer:
        builder.write(tmp_path / "worker.spill")
        writer.add_segment(tmp_path / "worker.spill")
        writer.add_article(make(9, "Here."), cut(make(9, "Here.")))
        assert writer.delete_article("a1")
    assert ids(IndexReader.open(tmp_path)) == ["a0", "a2", "a9"]
    assert not (tmp_path / "worker.spill").exists()


def test_a_refused_article_leaves_the_writer_usable(tmp_path: Path, make: Make, cut: Cut, ids: Ids) -> None:
    with IndexWriter(tmp_path) as writer:
        with pytest.raises(ValueError, match="sentences of 2 passages"):
            writer.add_article(make(1, "One."), cut(make(1, "One.")), [[0], [0]])
        writer.add_article(make(2, "Two."), cut(make(2, "Two.")), [[0]])
    reader = IndexReader.open(tmp_path)
    reader.verify()
    assert ids(reader) == ["a2"]


anything = st.text(st.characters(), max_size=12)
lines = st.none() | st.tuples(st.integers(1, 10**6), st.integers(1, 10**6))
articles = st.builds(
    Article,
    id=anything,
    paragraphs=st.lists(
        st.builds(Paragraph, anything, lines, st.sampled_from(["body", "subhead"])), max_size=4
    ).map(tuple),
    title=st.none() | anything,
    date=st.none() | anything,
    date_kind=st.sampled_from(["exact", "exact_in_text", "partial", "none"]),
    date_text=st.none() | anything,
    source=st.none() | anything,
    source_kind=st.sampled_from(["exact", "inferred", "none"]),
    agency=st.none() | anything,
    place=st.none() | anything,
    author=st.none() | anything,
    authors=st.lists(
        st.builds(Mention, anything, st.integers(0, 70_000), st.integers(0, 2**40)), max_size=3
    ).map(tuple),
    author_kind=st.sampled_from(["exact", "inferred", "none"]),
    language=st.none() | st.sampled_from(["en", "ru", "en-GB", "?"]),
    url=st.none() | anything,
    path=st.none() | anything,
    title_lines=lines,
    dropped=st.lists(st.builds(Dropped, anything, anything, lines), max_size=2).map(tuple),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(articles, max_size=4), st.data())
def test_any_article_comes_back_whole(
    tmp_path_factory: pytest.TempPathFactory, given_articles: list[Article], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("any")
    with IndexWriter(folder) as writer:
        for article in given_articles:
            ends = sorted(data.draw(st.lists(st.integers(0, len(article.text)), max_size=6)))
            passages = [Passage(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False)]
            writer.add_article(article, passages)
    reader = IndexReader.open(folder)
    found = [segment.article(number) for segment in reader.segments for number in range(segment.articles)]
    assert found == [without_surrogates(article) for article in given_articles]
    for segment in reader.segments:
        for number in range(segment.articles):
            article, heads = segment.article(number), segment.heads([number])[0]
            for name, value in heads.items():
                has = getattr(article, name)
                assert value == (tuple(one.value for one in has) if name == "authors" else has), name
    reader.verify()


def test_an_empty_byline_is_not_taken_for_none(tmp_path: Path, make: Make, write: Write) -> None:
    reader = write(tmp_path, make(1, "One.", author=""), make(2, "Two.", author=None))
    assert [reader.segments[0].article(number).author for number in (0, 1)] == ["", None]


def test_a_lone_surrogate_becomes_the_replacement_character(tmp_path: Path, make: Make, write: Write) -> None:
    reader = write(tmp_path, make(1, "a \ud800 b"))
    assert reader.segments[0].article(0).text == "a \ufffd b"


def test_a_paragraph_cut_into_passages_comes_back_in_one(tmp_path: Path, make: Make) -> None:
    article = make(1, "One. Two. Three.", "Four.")
    with IndexWriter(tmp_path) as writer:
        writer.add_article(article, [Passage(0, 4), Passage(5, 9), Passage(10, 23)])
    segment = IndexReader.open(tmp_path).segments[0]
    assert segment.article(0) == article
    assert [segment.passage_text(n) for n in range(3)] == ["One.", "Two.", "Three.\n\nFour."]
    assert segment.heads([0])[0]["heading"] == article.heading == "One. Two. Three."


def test_an_index_grows_through_random_changes_like_a_dictionary(
    tmp_path: Path, draw: Draw, cut: Cut, ids: Ids
) -> None:
    chance = random.Random(7)
    model: dict[str, Article] = {}
    for _ in range(12):
        writer = IndexWriter(tmp_path)
        for _ in range(chance.randrange(12)):
            article = replace(draw(chance.randrange(40), chance))
            writer.update_article(article, cut(article))
            model[article.id] = article
            if chance.random() < 0.2:
                writer._flush()
            if chance.random() < 0.4:
                victim = f"a{chance.randrange(40)}"
                assert writer.delete_article(victim) == (model.pop(victim, None) is not None)
        writer.commit(merge=chance.random() < 0.6, optimize=chance.random() < 0.2)
        reader = IndexReader.open(tmp_path)
        reader.verify()
        assert ids(reader) == sorted(model)
        assert reader.passages == sum(len(article.paragraphs) for article in model.values())
        for name, article in model.items():
            found = reader.find_article(name)
            assert found is not None
            segment, ordinal = found
            assert segment.article(ordinal) == article
