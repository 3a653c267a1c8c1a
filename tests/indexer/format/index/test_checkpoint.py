from __future__ import annotations

import errno
import os
import random
from pathlib import Path

import pytest

from dateline.indexer.article import Article
from dateline.indexer.format.errors import IndexUnwritable
from dateline.indexer.format.index.names import LOCK_NAME, TOC_NAME
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.tiers import PILE, choose_piled
from dateline.indexer.format.index.toc import read_toc
from dateline.indexer.format.index.writer import IndexWriter
from tests.indexer.format.conftest import Cut, Draw, Ids, Make, Write


def test_a_checkpoint_publishes_and_the_writer_goes_on(
    tmp_path: Path, make: Make, cut: Cut, ids: Ids
) -> None:
    writer = IndexWriter(tmp_path)
    writer.add_article(make(1, "One."), cut(make(1, "One.")))
    writer.checkpoint()
    assert ids(IndexReader.open(tmp_path)) == ["a1"]
    writer.add_article(make(2, "Two."), cut(make(2, "Two.")))
    assert ids(IndexReader.open(tmp_path)) == ["a1"]
    writer.commit()
    assert ids(IndexReader.open(tmp_path)) == ["a1", "a2"]
    with pytest.raises(ValueError, match="ended"):
        writer.checkpoint()


def test_cancel_takes_back_only_what_came_after_the_checkpoint(
    tmp_path: Path, make: Make, cut: Cut, ids: Ids
) -> None:
    writer = IndexWriter(tmp_path)
    for number in (1, 2):
        writer.add_article(make(number, "Text."), cut(make(number, "Text.")))
    writer.checkpoint()
    before = {path.name for path in tmp_path.iterdir()}
    writer.delete_article("a1")
    writer.add_article(make(3, "Text."), cut(make(3, "Text.")))
    writer._flush()
    writer.cancel()
    assert ids(IndexReader.open(tmp_path)) == ["a1", "a2"]
    assert {path.name for path in tmp_path.iterdir()} == before


def test_articles_of_an_earlier_checkpoint_are_deleted_and_replaced(
    tmp_path: Path, make: Make, cut: Cut, ids: Ids
) -> None:
    writer = IndexWriter(tmp_path)
    for number in (1, 2, 3):
        writer.add_article(make(number, "Old."), cut(make(number, "Old.")))
    writer.checkpoint()
    assert writer.delete_article("a1")
    assert not writer.delete_article("a1")
    writer.checkpoint()
    writer.update_article(make(2, "New."), cut(make(2, "New.")))
    writer.checkpoint()
    reader = IndexReader.open(tmp_path)
    assert (ids(reader), reader.generation, reader.languages) == (["a2", "a3"], 3, {"en": 2})
    writer.commit(merge=False)
    assert IndexReader.open(tmp_path).generation == 3  # nothing came after it


def test_a_checkpoint_of_nothing_publishes_nothing(tmp_path: Path, make: Make, cut: Cut) -> None:
    writer = IndexWriter(tmp_path)
    writer.add_article(make(1, "One."), cut(make(1, "One.")))
    writer.checkpoint()
    writer.checkpoint()
    assert IndexReader.open(tmp_path).generation == 1
    writer.cancel()


def test_many_checkpoints_leave_few_segments_in_order_and_no_leftovers(
    tmp_path: Path, make: Make, cut: Cut
) -> None:
    writer = IndexWriter(tmp_path)
    for number in range(45):
        article = make(number, *["Text."] * 10)
        writer.add_article(article, cut(article))
        writer.checkpoint()
        toc = read_toc(tmp_path)
        assert len(toc.segments) <= 2 * PILE
        there = {path.name for path in tmp_path.iterdir()} - {TOC_NAME, LOCK_NAME}
        assert there == toc.files() | set(toc.previous)
    found = [
        segment.keyword_field("id").value(ordinal)
        for segment in IndexReader.open(tmp_path).segments
        for ordinal in range(segment.articles)
    ]
    assert found == [f"a{number}" for number in range(45)]
    writer.commit()
    assert len(read_toc(tmp_path).segments) == 1


def test_the_files_of_the_state_before_a_checkpoint_stay_until_the_next(
    tmp_path: Path, make: Make, write: Write, cut: Cut, ids: Ids
) -> None:
    write(tmp_path, make(1, "One."), make(2, "Two."))
    old = read_toc(tmp_path)
    writer = IndexWriter(tmp_path)
    writer.delete_article("a1")
    writer.checkpoint()
    segments = IndexReader.open(tmp_path).segments
    assert all((tmp_path / name).exists() for name in old.files())
    writer.delete_article("a2")
    writer.add_article(make(3, "Three."), cut(make(3, "Three.")))
    writer.checkpoint()
    assert segments[0].live_articles is not None and segments[0].live_articles.tolist() == [False, True]
    writer.cancel()
    assert ids(IndexReader.open(tmp_path)) == ["a3"]


def test_a_checkpoint_that_fails_leaves_the_state_before_and_ends_the_writer(
    tmp_path: Path, make: Make, cut: Cut, ids: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = IndexWriter(tmp_path)
    writer.add_article(make(1, "One."), cut(make(1, "One.")))
    writer.checkpoint()
    before = {path.name for path in tmp_path.iterdir()}
    writer.add_article(make(2, "Two."), cut(make(2, "Two.")))

    def fsync(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        with pytest.raises(IndexUnwritable, match=r"no space left on device\. .* free some space") as caught:
            writer.checkpoint()
    assert caught.value.errno == errno.ENOSPC
    with pytest.raises(ValueError, match="ended"):
        writer.add_article(make(3, "Three."), cut(make(3, "Three.")))
    assert ids(IndexReader.open(tmp_path)) == ["a1"]
    assert {path.name for path in tmp_path.iterdir()} == before
    IndexWriter(tmp_path).cancel()


def test_random_changes_and_checkpoints_are_those_of_a_dictionary(
    tmp_path: Path, draw: Draw, cut: Cut, ids: Ids
) -> None:
    chance = random.Random(5)
    model: dict[str, Article] = {}
    kept: dict[str, Article] = {}
    for _ in range(4):
        writer = IndexWriter(tmp_path)
        for _ in range(60):
            what = chance.random()
            article = draw(chance.randrange(40), chance)
            if what < 0.6:
                writer.update_article(article, cut(article))
                model[article.id] = article
            elif what < 0.8:
                assert writer.delete_article(article.id) == (model.pop(article.id, None) is not None)
            else:
                writer.checkpoint()
                kept = dict(model)
                assert ids(IndexReader.open(tmp_path)) == sorted(kept)
        if chance.random() < 0.5:
            writer.cancel()
            model = dict(kept)
        else:
            writer.commit()
            kept = dict(model)
        reader = IndexReader.open(tmp_path)
        reader.verify()
        assert ids(reader) == sorted(model)
        for name, article in model.items():
            found = reader.find_article(name)
            assert found is not None
            assert found[0].article(found[1]) == article


def test_segments_are_merged_when_ten_of_a_size_have_piled_up() -> None:
    assert choose_piled([]) is None
    assert choose_piled([5] * 9) is None
    assert choose_piled([5000, *[5] * 10]) == range(1, 11)
    assert choose_piled([900, *[9] * 9]) is None
    assert choose_piled([900, 90, *[9] * 10]) == range(2, 12)
    assert choose_piled([10**6, *[999, 1001] * 5]) == range(1, 11)
