"""The speed run: its corpora, its queries, its figures, and one tiny run with whatever is installed."""

from __future__ import annotations

import gc
import json
import re
import time
from pathlib import Path

import pytest

from benchmarks.speed.corpus import prepare, prepare_generated
from benchmarks.speed.cutting import cut
from benchmarks.speed.documents import By, Document, day_number, documents
from benchmarks.speed.garbage import Collections
from benchmarks.speed.parity import overlap, quality
from benchmarks.speed.queries import make_queries, read_queries, write_queries
from benchmarks.speed.results import merge, percentile, read_results
from benchmarks.speed.runners import NEEDS, installed, load, what_is_missing
from benchmarks.speed.runners.base import Hit, Query, Runner
from benchmarks.speed.threads import rates

np = pytest.importorskip("numpy")


def test_a_passage_is_whole_sentences_of_a_hundred_words() -> None:
    sentence = "Word " * 39 + "end."
    assert [len(passage.split()) for passage in cut(" ".join([sentence] * 4))] == [120, 40]


def test_a_short_tail_joins_the_passage_before_it() -> None:
    assert [len(p.split()) for p in cut("Word " * 119 + "end. " + "A tail.")] == [122]


def test_initials_end_no_sentence_and_a_table_is_cut() -> None:
    assert cut("Mr. J. Smith of U.S. Steel Corp. spoke.") == ["Mr. J. Smith of U.S. Steel Corp. spoke."]
    assert [len(passage.split()) for passage in cut("1.5 " * 450)] == [200, 200, 50]


def test_no_text_is_no_passage() -> None:
    assert cut(" \n") == []


def test_a_corpus_is_made_from_records(tmp_path: Path) -> None:
    records = tmp_path / "records.jsonl"
    lines = [
        {"id": "x", "title": "T", "date": "2013-05", "place": "P", "text": "One.\n\nTwo é."},
        {"id": "y", "text": ""},
        {"text": "Three."},
    ]
    records.write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    corpus = prepare(records, tmp_path / "corpus")
    assert (corpus.articles, corpus.passages, corpus.text_bytes) == (2, 2, len("One. Two é.Three.".encode()))
    assert corpus.article_bytes == len("TOne.\n\nTwo é.Three.".encode())
    first = {"article": "x", "title": "T", "date": "2013-05", "source": "", "place": "P"}
    second = {"article": "1", "title": "", "date": "", "source": "", "place": ""}
    assert list(documents(corpus.documents("passage"))) == [
        {"id": 0, **first, "text": "One. Two é."},
        {"id": 1, **second, "text": "Three."},
    ]
    assert list(documents(corpus.documents("article"))) == [
        {"id": 0, **first, "text": "One.\n\nTwo é."},
        {"id": 1, **second, "text": "Three."},
    ]
    assert prepare(corpus.folder, tmp_path / "other") == corpus


def test_a_generated_corpus_has_as_many_passages_as_asked(tmp_path: Path) -> None:
    corpus = prepare_generated(200, tmp_path, seed=1)
    assert corpus.passages == 200
    assert [passage["id"] for passage in documents(corpus.documents("passage"))] == list(range(200))


def test_dates_are_numbers_in_order() -> None:
    assert [day_number(date) for date in ("", "2013", "2013-05", "2013-05-28T10:00")] == [
        0,
        20130000,
        20130500,
        20130528,
    ]


def test_queries_are_the_same_each_time_and_survive_a_file(tmp_path: Path) -> None:
    corpus = prepare_generated(300, tmp_path, seed=1)
    queries = make_queries(corpus)
    assert queries == make_queries(corpus)
    assert {query["kind"] for query in queries} >= {"term", "multi", "long", "phrase", "and", "prefix"}
    write_queries(queries, tmp_path / "queries.json")
    assert read_queries(tmp_path / "queries.json") == queries


def test_percentiles_are_values_that_were_measured() -> None:
    assert [percentile([3, 1, 2, 4], p) for p in (0, 50, 99)] == [1, 3, 4]


def test_rounds_are_merged_by_each_querys_median() -> None:
    def measured(*times: float) -> dict[str, dict[str, dict[str, object]]]:
        by_query = {str(qid): [[ms, ms / 2]] for qid, ms in enumerate(times)}
        return {"term": {"ids": {"times": by_query, "of": 2, "hits": 10.0, "snippets": 0.0}}}

    (latency,) = merge([measured(1, 10), measured(2, 20), measured(9, 90)])
    assert (latency.asked, latency.p50, latency.cpu_p99) == (2, 20, 10)


def test_parity_counts_common_ids_and_exact_scores() -> None:
    queries = [Query(qid=0, kind="term", text="x", first=0, last=0)]
    assert overlap(queries, {"0": [1, 2]}, {"0": [2, 3]}) == 0.5
    scores = {"0": np.array([0, 3, 1, 0], dtype=np.float32)}
    assert quality(queries, scores, {"0": [1]}) == 0.75


def _works(name: str) -> bool:
    try:
        load(name)
    except ImportError:
        return False
    return True


RUNNERS = [name for name in installed() if _works(name)]
if not what_is_missing("lucene"):
    RUNNERS.append("lucene")  # fetched by the test that asks it first


def _opened(name: str, by: By, lines: list[Document], folder: Path) -> Runner:
    """A runner with an index of the documents open."""
    if name not in RUNNERS:
        pytest.skip(f"{name} is not installed")
    path, index = folder / "documents.jsonl", folder / "index"
    path.write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    index.mkdir()
    load(name, by).build(path, index, 1)
    runner = load(name, by)
    runner.open(index)
    return runner


def _document(number: int, text: str, title: str = "T") -> Document:
    return {
        "id": number,
        "article": str(number),
        "title": title,
        "date": f"2013-05-{number + 10}",
        "source": "Wire",
        "place": "Osh",
        "text": text,
    }


def _query(kind: str, text: str, first: int = 0, last: int = 0) -> Query:
    return Query(qid=0, kind=kind, text=text, first=first, last=last)


@pytest.mark.parametrize("name", NEEDS)
def test_an_engine_finds_a_word_a_phrase_and_a_day_by_passage(name: str, tmp_path: Path) -> None:
    texts = ["Border guards met.", "Guards of the border.", "The summit ended.", "Guards left."]
    lines = [_document(number, text) for number, text in enumerate(texts)]
    runner = _opened(name, "passage", lines, tmp_path)

    def found(kind: str, text: str, first: int = 0, last: int = 0) -> set[int]:
        return {hit.id for hit in runner.search(_query(kind, text, first, last))}

    before = runner.clock()
    assert found("term", "border") == {0, 1}
    assert all(after > since for after, since in zip(runner.clock(), before, strict=True))
    assert found("multi", "border summit") == {0, 1, 2}
    assert found("daterange", "guards", 20130510, 20130511) == {0, 1}
    if "phrase" in runner.kinds:
        assert found("phrase", "border guards") == {0}
        assert found("and", "border guards") == {0, 1}
        assert found("prefix", "bord") == {0, 1}
    if "fuzzy" in runner.kinds:
        assert found("fuzzy", "bordar") == {0, 1}
    if runner.snippets:
        (hit,) = runner.search(_query("term", "summit"), snippets=True)
        assert len(hit.snippets) == 1 and ">summit</" in hit.snippets[0]
    runner.close()
    runner.quit()


@pytest.mark.parametrize("name", NEEDS)
def test_an_engine_finds_whole_articles_by_title_and_text_and_shows_them(name: str, tmp_path: Path) -> None:
    lines = [
        _document(0, "They met in Osh.\n\nNothing was signed.", title="Border guards"),
        _document(1, "Guards of the valley.\n\nFar from them the border lies.", title="Valley"),
        _document(2, "The summit ended.", title="Summit"),
    ]
    runner = _opened(name, "article", lines, tmp_path)

    def found(kind: str, text: str, first: int = 0, last: int = 0) -> list[int]:
        return [hit.id for hit in runner.search(_query(kind, text, first, last))]

    assert sorted(found("term", "border")) == [0, 1]
    assert sorted(found("multi", "border guards")) == [0, 1]
    assert found("daterange", "border", 20130511, 20130511) == [1]
    if "and" in runner.kinds:
        assert found("multi", "guards signed") == [0]  # each word in another field
        assert found("term", "guards")[0] == 0  # a word in the title counts more
        assert found("phrase", "border guards") == [0]
        assert sorted(found("prefix", "bord")) == [0, 1]
    if "fuzzy" in runner.kinds:
        assert sorted(found("fuzzy", "bordar")) == [0, 1]
    if runner.snippets:
        (hit,) = runner.search(_query("multi", "valley lies"), snippets=True)
        heading = re.sub("</?b>|-", "", hit.heading)  # an engine may mark it
        assert [part.strip() for part in heading.split("·")] == [
            "Valley",
            "20130511",
            "Wire",
        ]
        assert "lies</" in "".join(hit.snippets)
    runner.close()
    runner.quit()


def test_one_more_document_is_found_by_those_that_can_add_it(tmp_path: Path) -> None:
    for name in ("tantivy", "fts5", "lucene"):
        if name in RUNNERS:
            folder = tmp_path / name
            folder.mkdir()
            runner = _opened(name, "passage", [_document(0, "Border guards met.")], folder)
            runner.close()
            runner.add(_document(1, "The border is closed."), folder / "index")
            runner.open(folder / "index")
            assert {hit.id for hit in runner.search(_query("term", "border"))} == {0, 1}
            runner.close()
            runner.quit()


def test_what_lucene_says_of_a_failure_is_the_error(tmp_path: Path) -> None:
    if "lucene" not in RUNNERS:
        pytest.skip("no Java here")
    runner = load("lucene")
    with pytest.raises(RuntimeError, match=r"Lucene: .*nowhere"):
        runner.open(tmp_path / "nowhere")
    runner.quit()


def test_without_java_the_run_says_so_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from benchmarks.speed.__main__ import main

    monkeypatch.setattr("benchmarks.java.java_home", lambda *_, **__: None)
    assert main(["--passages", "10", "--work", str(tmp_path), "--runners", "fts5,lucene"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("Error: lucene: there is no Java 17 or newer with its compiler (apt-get install ")
    assert said.count("\n") == 1
    assert "lucene" not in installed()


def test_full_collections_of_garbage_are_counted_and_no_others() -> None:
    with Collections() as collections:
        gc.collect(0)
        gc.collect(1)
        assert collections == []
        started = time.perf_counter()
        gc.collect()
    (one,) = collections
    assert started < one.start < time.perf_counter()
    assert one.cpu_s > 0
    gc.collect()
    assert len(collections) == 1


class Waiting(Runner):
    """It answers after a moment in which other threads may go on."""

    def build(self, documents_path: Path, folder: Path, threads: int) -> None: ...

    def open(self, folder: Path) -> None: ...

    def about(self) -> str:
        return "waiting"

    def search(self, query: Query, *, limit: int = 10, snippets: bool = False) -> list[Hit]:
        if query["text"] == "fail":
            raise ValueError("it fails")
        time.sleep(0.005)
        return []


def test_two_threads_ask_twice_as_much_of_an_engine_that_lets_go_of_the_lock() -> None:
    alone, together = rates(Waiting(), [_query("term", "x")] * 20)
    assert alone < 200  # 5 ms each
    assert 1.4 < together / alone < 2.6


def test_what_fails_in_a_thread_is_raised() -> None:
    with pytest.raises(ValueError, match="it fails"):
        rates(Waiting(), [_query("term", "x"), _query("term", "fail")])


def test_a_tiny_run_ends_with_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from benchmarks.speed.__main__ import main

    if "fts5" not in RUNNERS:
        pytest.skip("no SQLite here")
    names = [name for name in ("dateline", "tantivy", "fts5") if name in RUNNERS]
    out = tmp_path / "result.json"
    arguments = ["--passages", "200", "--work", str(tmp_path / "work"), "--runners", ",".join(names)]
    arguments += ["--rounds", "1", "--passes", "1", "--budget", "0.05", "--cold", "1", "--add", "1"]
    assert main([*arguments, "--ratio", "fts5", "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("200 passages of ")
    assert "| fts5 | 1.00 × |" in printed
    assert all(f"\n| {name} | " in printed for name in names)
    result = read_results(out)
    assert result.runners["fts5"].latency("term", "ids") is not None
    assert result.runners["fts5"].add_ms is not None


def test_an_unknown_runner_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from benchmarks.speed.__main__ import main

    with pytest.raises(SystemExit) as ended:
        main(["--passages", "10", "--work", str(tmp_path), "--runners", "altavista"])
    assert ended.value.code == 2
    assert "no runner 'altavista'" in capsys.readouterr().err
