"""An index that is copied to another folder: the same articles, times and files, and nothing half done."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dateline import Archive, build
from dateline.indexer.article import Article
from dateline.indexer.builder import update
from dateline.indexer.copying.ends import CopyError
from dateline.indexer.copying.moving import copy_index
from dateline.indexer.format.index.toc import read_toc
from dateline.indexer.format.index.whole_articles import WholeArticle, open_segments, whole_articles
from dateline.indexer.format.index.writer import IndexWriter
from dateline.search.saved import SavedSearch, SavedSearches, count_news
from tests.places import SEEDS

LONG = "The council met the court. " + " and ".join(f"member {number} spoke" for number in range(120)) + "."
Typed = Callable[..., tuple[int, str, str]]


def whole(index: Path) -> list[WholeArticle]:
    return list(whole_articles(open_segments(index, read_toc(index))))


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of two times, with a source of files, records, a deletion, a passage that was cut."""
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.txt").write_text("OSH, May 28 - Guards\n\nBy Ann Lee\n\nThe border was closed. Nobody came.\n")
    (news / "b.txt").write_text(f"Long\n\n{LONG}\n")
    build([str(news)], index=tmp_path / "index")
    build([{"id": "r", "text": "A record. Of two sentences.", "authors": ["Bo"]}], index=tmp_path / "index")
    (news / "a.txt").write_text("OSH, May 29 - Guards\n\nThe border was opened. All came.\n")
    update(index=tmp_path / "index")
    return tmp_path / "index"


def test_a_copy_has_the_same_articles_cuts_sentences_and_times(index: Path, tmp_path: Path) -> None:
    copied = copy_index(index, tmp_path / "copy")

    assert whole(tmp_path / "copy") == whole(index)
    assert (copied.articles, copied.files, copied.sources) == (3, 2, 1)
    assert len({one.indexed for one in whole(index)}) == 3
    assert any(0 not in starts for one in whole(index) for starts in one.sentences)  # cut amid a sentence


def test_a_copy_answers_as_the_index_does(index: Path, tmp_path: Path) -> None:
    build([str(SEEDS)], index=index)
    copy_index(index, tmp_path / "copy")

    with Archive.open(index) as before, Archive.open(tmp_path / "copy") as after:
        for query in ("border guards", '"border closed"', "council NEAR/3 court", "author:bo", "sort"):
            assert after.search(query).to_dicts() == before.search(query).to_dicts()


def test_an_update_of_a_copy_reads_what_changed_and_nothing_else(index: Path, tmp_path: Path) -> None:
    copy_index(index, tmp_path / "copy")
    (tmp_path / "news" / "c.txt").write_text("New\n\nA new one came.\n")

    report = update(index=tmp_path / "copy")

    assert (report.new, report.changed, report.unchanged) == (1, 0, 2)


def test_the_roots_of_a_portable_index_still_lead_to_its_files(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text("A\n\nSomething.\n")
    build([str(tmp_path / "news")], index=tmp_path / "index", portable=True)
    (tmp_path / "deep").mkdir()

    copy_index(tmp_path / "index", tmp_path / "deep" / "copy")

    assert update(index=tmp_path / "deep" / "copy").unchanged == 1


def test_saved_searches_and_synonyms_come_along_and_tell_nothing_twice(index: Path, tmp_path: Path) -> None:
    with Archive.open(index) as archive:
        SavedSearches(index).add(SavedSearch("border", "border", seen=archive.as_of))
    (index / "synonyms.txt").write_text("border, frontier\n")

    copied = copy_index(index, tmp_path / "copy")

    [search] = SavedSearches(tmp_path / "copy").all()
    assert copied.beside == ("border.json", "synonyms.txt")
    with Archive.open(tmp_path / "copy") as archive:
        assert count_news(archive, search) == 0
        assert archive.search("frontier").total == 1


def test_what_to_type_next_can_be_typed(index: Path, tmp_path: Path, command_line: Typed) -> None:
    _, _, said = command_line("copy", str(index), str(tmp_path / "my copy"))

    assert f"dateline update --index '{tmp_path / 'my copy'}'" in said


def test_a_target_with_articles_is_replaced_only_when_it_is_said(
    index: Path, tmp_path: Path, command_line: Typed
) -> None:
    build([{"id": "x", "text": "Other."}], index=tmp_path / "other")

    code, out, err = command_line("copy", str(index), str(tmp_path / "other"))
    assert (code, out) == (2, "")
    assert "holds 1 article already" in err
    assert "--replace" in err
    assert [one.article.id for one in whole(tmp_path / "other")] == ["x"]

    code, out, _ = command_line("copy", str(index), str(tmp_path / "other"), "--replace", "--json", "-q")
    assert code == 0
    assert json.loads(out)["articles"] == 3
    assert whole(tmp_path / "other") == whole(index)


@pytest.mark.parametrize("target", ["index", "./index", "../{name}/index"])
def test_an_index_is_not_copied_to_itself(
    index: Path, target: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    before = whole(index)

    with pytest.raises(CopyError, match="to itself"):
        copy_index("index", target.format(name=tmp_path.name), replace=True)
    assert whole(index) == before


def test_a_copy_that_is_not_the_same_is_told_by_the_article_that_differs(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command_line: Typed
) -> None:
    class Forgetful(IndexWriter):
        def add_article(self, article: Article, *given: Any, **more: Any) -> None:
            super().add_article(replace(article, authors=()), *given, **more)

    monkeypatch.setattr("dateline.indexer.copying.ends.IndexWriter", Forgetful)

    code, out, err = command_line("copy", str(index), str(tmp_path / "copy"))

    assert (code, out) == (2, "")
    assert "no true copy" in err
    assert "article r is another one there" in err


@pytest.mark.skipif(os.name == "nt", reason="no SIGTERM")
def test_a_copy_that_is_stopped_leaves_the_target_as_it_was(index: Path, tmp_path: Path) -> None:
    build([{"id": "x", "text": "Other."}], index=tmp_path / "other")
    slow = (
        "import sys, time; from dateline.cli import main; from dateline.indexer.copying import moving\n"
        "real = moving.article_digest\n"
        "def digest(one): print('.', flush=True); time.sleep(60); return real(one)\n"
        "moving.article_digest = digest; main(sys.argv[1:])"
    )
    for target in ("other", "new"):
        command = [sys.executable, "-c", slow, "copy", str(index), str(tmp_path / target), "--replace"]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(0.1)
        child.send_signal(signal.SIGTERM)
        said = child.communicate(timeout=30)[1]
        assert child.returncode == 143
        assert "is as it was" in said

    assert [one.article.id for one in whole(tmp_path / "other")] == ["x"]
    assert not (tmp_path / "new").exists()
