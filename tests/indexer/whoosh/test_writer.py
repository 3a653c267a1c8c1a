"""Whoosh's documents written through our writer: articles of passages, its lock and its durability."""

from __future__ import annotations

import datetime
import gc
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from whoosh import writing
from whoosh.fields import ID, TEXT, Schema, UnknownFieldError
from whoosh.filedb.filestore import RamStorage
from whoosh.index import LockError
from whoosh.query import And, Every, Prefix, Term
from whoosh.writing import AsyncWriter, BufferedWriter, IndexingError, IndexWriter

from dateline import Archive
from dateline.indexer.format.errors import DatelineError, IndexLocked, IndexMissing
from dateline.indexer.whoosh import FieldUnknown, WriterLocked, WritingRefused, whoosh_index
from dateline.indexer.whoosh.index import ArrayIndex

Found = Callable[..., list[str]]


def files(index: ArrayIndex) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in index.folder.iterdir()}


def all_ids(index: ArrayIndex) -> list[str]:
    with index.reader() as reader:
        return [stored["id"] for stored in reader.all_stored_fields()]


# -- documents -----------------------------------------------------------------------------------------


def test_it_is_a_writer_of_whoosh(empty: ArrayIndex) -> None:
    with empty.writer() as writer:
        assert isinstance(writer, IndexWriter)
        assert "ArrayWriter" in repr(writer)
        assert not writer.is_closed
    assert writer.is_closed


def test_a_document_comes_back_as_it_was_added(empty: ArrayIndex) -> None:
    document = {
        "id": "a", "title": "Summit", "date": "2013-05", "source": "BBC", "place": "Minsk", "path": "/a",
        "author": "Ann Lee", "language": "de", "text": "First.\n\nSecond.",
    }  # fmt: skip

    with empty.writer() as writer:
        writer.add_document(**document)

    with empty.searcher() as searcher:
        assert searcher.document(id="a") == document


def test_consecutive_documents_of_one_id_form_an_article(empty: ArrayIndex) -> None:
    with empty.writer() as writer:
        writer.add_document(id="a", title="Summit", date="28 May 2013", source="BBC", text="One. Two.")
        writer.add_document(id="a", title="Summit", text="Three.\n\nFour.")
        writer.add_document(id="b", text="Other.")

    with Archive.open(empty.folder) as archive:
        article = archive.get("a")
        assert [paragraph.text for paragraph in article.paragraphs] == ["One. Two.", "Three.", "Four."]
        assert (article.title, article.date, article.date_kind) == ("Summit", "2013-05-28", "exact")
        assert (article.source_kind, article.language) == ("exact", "en")
        assert [hit.id for hit in archive.search("two w/s one")] == []  # sentences are known
        assert [hit.id for hit in archive.search("two OR other", by="article")] == ["b", "a"]
    with empty.searcher() as searcher:
        assert [stored["text"] for stored in searcher.documents(id="a")] == ["One. Two.", "Three.\n\nFour."]


def test_a_document_without_text_is_found_by_its_title(empty: ArrayIndex, found: Found) -> None:
    with empty.writer() as writer:
        writer.add_document(id="a", title="Subject line is enough")
        writer.add_document(id="b", text="One.")
        writer.add_document(id="b")
        writer.add_document(id="b", text="Two.")

    assert found(empty, "title:subject") == ["a"]
    with Archive.open(empty.folder) as archive:
        assert archive.get("a").paragraphs == ()
        assert archive.get("b").text == "One.\n\nTwo."
        assert [hit.id for hit in archive.search("subject")] == ["a"]


def test_a_date_may_be_a_date(empty: ArrayIndex) -> None:
    with empty.writer() as writer:
        writer.add_document(id="a", date=datetime.datetime(2013, 5, 28, 12, 30))
        writer.add_document(id="b", date=datetime.date(2013, 5, 29), source=None)

    with empty.searcher() as searcher:
        assert [stored["date"] for stored in searcher.documents()] == ["2013-05-28", "2013-05-29"]


def test_a_date_that_is_none_is_kept_as_it_is_written_and_dates_nothing(empty: ArrayIndex) -> None:
    with empty.writer() as writer:
        writer.add_document(id="a", date="last spring", text="One.")

    with Archive.open(empty.folder) as archive:
        article = archive.get("a")
        assert (article.date, article.date_kind, article.date_text) == (None, "none", "last spring")
    with empty.searcher() as searcher:
        assert searcher.document(id="a") == {"id": "a", "language": "en", "text": "One."}


def test_an_author_is_each_of_those_the_byline_names(empty: ArrayIndex, found: Found) -> None:
    with empty.writer() as writer:
        writer.add_document(id="a", author="By Ann Lee and Bo Li", text="One.")
        writer.add_document(id="b", author="Bo Li", text="Two.")

    with empty.searcher() as searcher:
        assert searcher.document(id="a")["author"] == "By Ann Lee and Bo Li"
        assert list(searcher.reader().field_terms("author")) == ["Ann Lee", "Bo Li"]
        groups = searcher.search(Every(), groupedby="author").groups()
        assert groups == {"Ann Lee": [0], "Bo Li": [1]}
    assert found(empty, "author:'Bo Li'") == ["a", "b"]
    assert empty.delete_by_term("author", "Bo Li") == 2


def test_a_document_without_a_language_is_of_that_of_the_schema(tmp_path: Path, found: Found) -> None:
    index = whoosh_index(tmp_path, create=True, language="de")
    with index.writer() as writer:
        writer.add_document(id="a", text="Die Wächter")

    assert found(index, "Wächtern") == ["a"]
    assert found(whoosh_index(tmp_path), "Wächtern") == ["a"]  # most articles are in German now


def test_an_index_of_no_known_language_is_read_as_it_was_written(tmp_path: Path, found: Found) -> None:
    index = whoosh_index(tmp_path, create=True, language="")
    with index.writer() as writer:
        writer.add_document(id="a", text="Guards")

    assert found(whoosh_index(tmp_path), "guards") == ["a"]
    assert found(whoosh_index(tmp_path), "guard") == []


@pytest.mark.parametrize(
    ("document", "error", "message"),
    [
        ({"text": "x"}, WritingRefused, "needs an id"),
        ({"id": "", "text": "x"}, WritingRefused, "needs an id"),
        ({"id": "z", "colour": "red"}, FieldUnknown, "no field 'colour'. The fields are author, date, id"),
        ({"id": "z", "text": 7}, WritingRefused, "'text' must be text; 7 is of type int"),
        ({"id": 7, "text": "x"}, WritingRefused, "'id' must be text; 7 is of type int"),
        ({"id": "z", "text": "x", "_stored_text": "y"}, WritingRefused, "'_stored_text' is not supported"),
        ({"id": "z", "text": "x", "_boost": 2.0}, WritingRefused, r"boosted in a query: word\^2"),
        ({"id": "a", "title": "Another"}, WritingRefused, "title 'Another' of 'a' is not what the document"),
    ],
)
def test_a_refused_document_says_why_and_leaves_the_writer_usable(
    empty: ArrayIndex, document: dict[str, Any], error: type[DatelineError], message: str
) -> None:
    with empty.writer() as writer:
        writer.add_document(id="a", title="Summit", text="One.")
        with pytest.raises(error, match=message):
            writer.add_document(**document)
        writer.add_document(id="a", text="Two.")

    assert all_ids(empty) == ["a", "a"]


def test_a_refused_update_deletes_nothing(news: ArrayIndex) -> None:
    with news.writer() as writer, pytest.raises(WritingRefused):
        writer.update_document(id="a", text=b"bytes")

    assert all_ids(news) == ["a", "a", "b", "c", "d"]


def test_errors_are_ours_and_whooshs(empty: ArrayIndex) -> None:
    assert issubclass(WriterLocked, IndexLocked)
    assert issubclass(WriterLocked, LockError)
    assert issubclass(FieldUnknown, DatelineError)
    assert issubclass(FieldUnknown, UnknownFieldError)
    assert issubclass(WritingRefused, DatelineError)
    assert issubclass(WritingRefused, IndexingError)


# -- updates and deletions -----------------------------------------------------------------------------


def test_an_update_replaces_the_whole_article(news: ArrayIndex, found: Found) -> None:
    with news.writer() as writer:
        writer.update_document(id="a", title="New", text="Fresh zebra.")
        writer.add_document(id="a", text="Second zebra.")
        writer.update_document(id="n", text="A new zebra.")

    assert found(news, "zebra") == ["a", "a", "n"]
    assert found(news, "drone") == []
    assert news.doc_count() == 3 + 2 + 1


def test_an_update_replaces_what_the_same_writer_added(empty: ArrayIndex, found: Found) -> None:
    with empty.writer() as writer:
        writer.add_document(id="a", text="One.")
        writer.add_document(id="b", text="Other.")
        writer.update_document(id="a", text="Two.")
        writer.update_document(id="a", text="Three.")

    assert all_ids(empty) == ["b", "a"]
    assert found(empty, "three") == ["a"]


def test_deleting_takes_the_articles_of_what_matches(news: ArrayIndex) -> None:
    with news.writer() as writer:
        assert writer.delete_by_term("text", "nobodi") == 2  # the other passage of the article goes too
        assert writer.delete_by_term("text", "nobodi") == 0
        assert writer.delete_by_term("source", "Financial Times") == 1
        with pytest.raises(FieldUnknown, match="no field 'colour'"):
            writer.delete_by_term("colour", "red")

    assert all_ids(news) == ["c", "d"]


def test_what_a_query_deletes_is_gone_for_the_writer_before_it_is_for_others(news: ArrayIndex) -> None:
    with news.writer() as writer:
        assert writer.delete_by_query(And([Prefix("text", "gua"), Term("source", "BBC")])) == 3
        with writer.searcher() as searcher:
            assert [stored["id"] for stored in searcher.documents()] == ["b", "d"]
            assert writer.delete_by_query(Term("id", "b")) == 1
            assert [stored["id"] for stored in searcher.documents()] == ["b", "d"]  # opened before
        assert news.doc_count() == 5

    assert all_ids(news) == ["d"]
    with news.searcher() as searcher:
        assert [hit["id"] for hit in searcher.search(Every())] == ["d"]
        assert searcher.doc_frequency("text", "drone") in (0, 2)  # deleted ones count until they are merged


def test_a_deletion_spares_what_the_same_writer_added(news: ArrayIndex, found: Found) -> None:
    with news.writer() as writer:
        writer.add_document(id="a", text="A new drone.")
        assert writer.delete_by_query(Term("text", "drone")) == 2

    assert found(news, "drone") == ["a"]
    with news.searcher() as searcher:
        assert searcher.document(id="a")["text"] == "A new drone."


def test_a_document_is_deleted_by_its_number(news: ArrayIndex) -> None:
    with news.writer() as writer:
        with writer.searcher() as searcher:
            number = searcher.document_number(id="c")
        writer.delete_document(number)
        writer.delete_document(number)
        for wrong in (-1, 5):
            with pytest.raises(IndexingError, match=f"no document {wrong}: the index has 5"):
                writer.delete_document(wrong)
        with pytest.raises(IndexingError, match="does not come back"):
            writer.delete_document(number, delete=False)

    assert all_ids(news) == ["a", "a", "b", "d"]


def test_the_index_deletes_without_a_writer_at_hand(news: ArrayIndex) -> None:
    news.delete_by_term("id", "a")
    news.delete_by_query(Term("source", "BBC"))

    assert all_ids(news) == ["b", "d"]


# -- ends ----------------------------------------------------------------------------------------------


def test_nothing_is_visible_before_commit_and_cancel_leaves_no_trace(news: ArrayIndex) -> None:
    before = files(news)
    writer = news.writer()
    writer.add_document(id="n", text="New.")
    writer.update_document(id="a", text="Other.")
    assert all_ids(news) == ["a", "a", "b", "c", "d"]

    writer.cancel()

    assert files(news) == before


def test_a_with_block_that_fails_publishes_nothing(news: ArrayIndex) -> None:
    with pytest.raises(KeyError), news.writer() as writer:
        writer.delete_by_term("id", "a")
        raise KeyError

    assert news.doc_count() == 5


def test_a_with_block_takes_a_commit_of_its_own(news: ArrayIndex) -> None:
    with news.writer() as writer:
        writer.add_document(id="n", text="New.")
        writer.commit(merge=False)

    assert all_ids(news)[-1] == "n"


def test_a_writer_that_has_ended_says_so(empty: ArrayIndex) -> None:
    writer = empty.writer()
    writer.commit()
    for use in (
        lambda: writer.add_document(id="a"),
        lambda: writer.update_document(id="a"),
        lambda: writer.delete_by_term("id", "a"),
        lambda: writer.delete_by_query(Every()),
        lambda: writer.delete_document(0),
        writer.reader,
        writer.commit,
        writer.cancel,
    ):
        with pytest.raises(IndexingError, match="this writer has ended"):
            use()


def test_a_killed_process_leaves_the_index_as_it_was(news: ArrayIndex) -> None:
    program = (
        "import os, sys; from dateline.indexer.whoosh import whoosh_index\n"
        "writer = whoosh_index(sys.argv[1]).writer()\n"
        "writer.update_document(id='a', text='Other.'); writer.delete_by_term('id', 'b'); os._exit(9)"
    )

    died = subprocess.run([sys.executable, "-c", program, str(news.folder)], check=False)

    assert died.returncode == 9
    assert all_ids(news) == ["a", "a", "b", "c", "d"]
    with news.writer() as writer:
        writer.add_document(id="n", text="New.")
    assert all_ids(news)[-1] == "n"


def test_there_is_one_writer_at_a_time(news: ArrayIndex) -> None:
    with news.writer():
        with pytest.raises(LockError, match="is being written by process"):
            news.writer()
        with pytest.raises(IndexLocked):
            news.optimize()
    news.writer().cancel()


def test_a_second_writer_can_wait_for_the_first(news: ArrayIndex) -> None:
    first = news.writer()
    first.add_document(id="n", text="New.")
    threading.Timer(0.1, first.commit).start()

    with news.writer(timeout=30, delay=0.01) as second:
        assert second.delete_by_term("id", "n") == 1


def test_a_writer_stops_waiting(news: ArrayIndex) -> None:
    with news.writer():
        start = time.monotonic()
        with pytest.raises(WriterLocked):
            news.writer(timeout=0.05, delay=0.01)
        assert time.monotonic() - start >= 0.05


def test_whooshs_options_for_speed_are_taken(empty: ArrayIndex) -> None:
    with empty.writer(procs=4, multisegment=True, limitmb=512) as writer:
        writer.add_document(id="a", text="One.")

    assert all_ids(empty) == ["a"]


@pytest.mark.parametrize(
    ("options", "segments"),
    [({"merge": False}, 2), ({"optimize": True}, 1), ({"mergetype": writing.NO_MERGE}, 2), ({}, 1),
     ({"mergetype": writing.OPTIMIZE}, 1), ({"mergetype": writing.MERGE_SMALL}, 1)],
)  # fmt: skip
def test_a_commit_merges_as_it_is_told(empty: ArrayIndex, options: dict[str, Any], segments: int) -> None:
    for name in "ab":
        writer = empty.writer()
        writer.add_document(id=name, text=name)
        writer.commit(**options)

    with empty.reader() as reader:
        assert len(list(reader.leaf_readers())) == segments


def test_the_commit_of_a_with_block_is_told_by_attributes(news: ArrayIndex) -> None:
    with news.writer() as writer:
        writer.delete_by_term("id", "a")
        writer.optimize = True

    with news.reader() as reader:
        assert len(list(reader.leaf_readers())) == 1
        assert not reader.has_deletions()


def test_clear_leaves_only_what_the_writer_added(news: ArrayIndex) -> None:
    writer = news.writer()
    writer.add_document(id="a", text="Alone.")
    writer.commit(mergetype=writing.CLEAR)

    with news.reader() as reader:
        assert [stored["text"] for stored in reader.all_stored_fields()] == ["Alone."]


def test_another_merge_function_is_refused_and_the_writer_lives_on(empty: ArrayIndex) -> None:
    def mine(writer: object, segments: list[object]) -> list[object]:
        return segments

    with empty.writer() as writer:
        writer.add_document(id="a", text="One.")
        with pytest.raises(WritingRefused, match="merge function 'mine' can't be used"):
            writer.commit(mergetype=mine)

    assert all_ids(empty) == ["a"]


def test_the_fields_of_an_index_are_fixed(empty: ArrayIndex) -> None:
    with empty.writer() as writer:
        with pytest.raises(WritingRefused, match="'colour' can't be added: the fields of an index are fixed"):
            writer.add_field("colour", ID)
        with pytest.raises(WritingRefused, match="'author' can't be removed"):
            writer.remove_field("author")

    assert "colour" not in empty.schema
    assert "author" in empty.schema


def test_what_the_index_refuses_leaves_no_lock(news: ArrayIndex) -> None:
    kept = []  # as an interactive session keeps the last error, with all that was at work
    for wish in (
        lambda: news.add_field("colour", ID),
        lambda: news.remove_field("author"),
        lambda: news.delete_by_term("colour", "red"),
        lambda: news.delete_by_query("red"),
    ):
        with pytest.raises((DatelineError, AttributeError)) as caught:
            wish()
        kept.append(caught)
        news.writer().cancel()


def test_a_writer_that_is_dropped_gives_the_lock_back_and_publishes_nothing(news: ArrayIndex) -> None:
    before = files(news)
    writer = news.writer()
    writer.add_document(id="n", text="New.")
    writer.delete_by_term("id", "a")

    del writer
    gc.collect()

    assert all_ids(news) == ["a", "a", "b", "c", "d"]
    news.writer().cancel()
    assert files(news) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is forked on this system")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # which has threads
def test_a_forked_process_does_not_give_back_the_lock_of_its_parent(news: ArrayIndex) -> None:
    writer = news.writer()
    child = os.fork()
    if not child:
        del writer
        gc.collect()
        os._exit(0)
    os.waitpid(child, 0)

    with pytest.raises(WriterLocked, match=f"process {os.getpid()}"):
        news.writer()
    writer.cancel()


def test_a_damaged_index_does_not_stay_locked(news: ArrayIndex) -> None:
    (segment, *_) = news.folder.glob("*.segment")
    whole = segment.read_bytes()
    segment.write_bytes(whole[:-1])
    with pytest.raises(DatelineError):
        news.writer()

    segment.write_bytes(whole)
    news.writer().cancel()


def test_without_an_index_there_is_no_writer(tmp_path: Path) -> None:
    index = whoosh_index(tmp_path / "index", create=True)
    for path in index.folder.iterdir():
        path.unlink()

    with pytest.raises(IndexMissing):
        index.writer()
    assert index.latest_generation() == -1


# -- other writers of Whoosh ---------------------------------------------------------------------------


def test_documents_of_another_index_are_added(news: ArrayIndex, empty: ArrayIndex) -> None:
    with empty.writer() as writer, news.reader() as reader:
        writer.add_reader(reader)

    with empty.reader() as copied, news.reader() as reader:
        assert list(copied.all_stored_fields()) == list(reader.all_stored_fields())


def test_an_index_that_does_not_store_its_text_is_no_source(empty: ArrayIndex) -> None:
    other = RamStorage().create_index(Schema(id=ID(stored=True), text=TEXT))
    with other.writer() as writer:
        writer.add_document(id="a", text="Lost.")

    with empty.writer() as writer, pytest.raises(WritingRefused, match="'text' is not stored"):
        writer.add_reader(other.reader())


def test_whooshs_asynchronous_writer_waits_for_the_lock(news: ArrayIndex, found: Found) -> None:
    first = news.writer()
    waiting = AsyncWriter(news, delay=0.01)
    waiting.add_document(id="n", text="A late zebra.")
    waiting.commit()
    first.cancel()
    waiting.join()

    assert found(news, "zebra") == ["n"]


def test_whooshs_buffered_writer_shows_what_is_not_yet_written(news: ArrayIndex, found: Found) -> None:
    buffered = BufferedWriter(news, period=None, limit=100)
    buffered.add_document(id="n", text="A zebra.")
    buffered.update_document(id="n", text="Another zebra.")
    buffered.update_document(id="a", text="A third zebra.")
    with buffered.searcher() as searcher:
        assert sorted(hit["text"] for hit in searcher.find("text", "zebra")) == [
            "A third zebra.",
            "Another zebra.",
        ]
        assert len(searcher.find("text", "drone")) == 0
    assert found(news, "zebra") == []
    buffered.close()

    assert found(news, "zebra") == ["a", "n"]
    assert found(news, "drone") == []
