"""An archive that is copied to a server and back."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline import build
from dateline.indexer.builder import update
from dateline.indexer.copying.ends import CopyError
from dateline.indexer.copying.moving import copy_index
from dateline.indexer.format.index.toc import read_toc
from dateline.indexer.format.index.whole_articles import WholeArticle, open_segments, whole_articles
from dateline.indexer.opensearch.address import parse_address
from dateline.indexer.opensearch.reader import RemoteReader
from dateline.indexer.opensearch.writer import RemoteWriter
from tests.opensearch.served import indices
from tests.places import SEEDS

LONG = "The council met the court. " + " and ".join(f"member {number} spoke" for number in range(120)) + "."


def whole(index: Path) -> list[WholeArticle]:
    return list(whole_articles(open_segments(index, read_toc(index))))


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of three times, of files, records, eight languages' signs, and a passage that was cut."""
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.txt").write_text("OSH, May 28 - Guards\n\nBy Ann Lee\n\nThe border was closed. Nobody came.\n")
    (news / "b.txt").write_text(f"Long\n\n{LONG}\n")
    build([str(SEEDS), str(news)], index=tmp_path / "index")
    records: list[dict[str, object]] = [
        {"id": "r", "text": "A record | with bars. Of two sentences.", "authors": ["Bo", "Cy"], "desk": "x"},
        {"id": "ж/1", "title": "Границы", "text": "Пограничники вышли. И вошли.", "language": "ru"},
        {"id": "京", "title": "国境", "text": "国境警備隊が来た。誰も来なかった。", "language": "ja"},
        {"id": "\U0001f600", "text": "=cmd|x <s> >p :term ~folded", "url": "https://example.org/?a|b"},
    ]
    build(records, index=tmp_path / "index")
    (news / "a.txt").write_text("OSH, May 29 - Guards\n\nThe border was opened. All came.\n")
    update(index=tmp_path / "index")
    return tmp_path / "index"


def test_an_index_that_went_to_a_server_and_back_is_the_same(
    index: Path, address: str, tmp_path: Path
) -> None:
    up = copy_index(index, address)
    back = copy_index(address, tmp_path / "back")

    assert back == up
    assert whole(tmp_path / "back") == whole(index)
    assert len({one.indexed for one in whole(index)}) == 3


def test_an_update_goes_on_where_an_index_was_copied_to(index: Path, address: str, tmp_path: Path) -> None:
    copy_index(index, address)
    (tmp_path / "news" / "c.txt").write_text("New\n\nA new one came.\n")
    (tmp_path / "news" / "a.txt").unlink()

    there, here = update(index=address), update(index=index)

    assert (there.new, there.removed, there.changed) == (1, 1, 0)
    assert (there.articles, there.unchanged) == (here.articles, here.unchanged)


def test_an_address_with_articles_is_replaced_only_when_it_is_said(
    index: Path, address: str, nodes: str
) -> None:
    build([{"id": "x", "text": "Other."}], index=address)
    with pytest.raises(CopyError, match="holds 1 article already"):
        copy_index(index, address)
    with RemoteReader.open(parse_address(address)) as reader:
        assert reader.file_of("x") == ""

    copied = copy_index(index, address, replace=True)

    with RemoteReader.open(parse_address(address)) as reader:
        assert (reader.articles, reader.file_of("x")) == (copied.articles, None)
    name = address.rpartition("/")[2]
    assert indices(nodes, name) == [f"{name}-2", f"{name}-2-files", f"{name}-lease"]


def test_an_index_goes_from_one_name_to_another(index: Path, new_address: Callable[[], str]) -> None:
    first, second = new_address(), new_address()

    assert copy_index(index, first) == copy_index(first, second)


def test_an_index_that_is_written_to_is_not_copied(index: Path, address: str, tmp_path: Path) -> None:
    copy_index(index, address)
    given = whole(index)[0]
    with RemoteWriter(parse_address(address)) as writer:
        writer.add_article(given.article, given.passages, given.sentences)
        writer.checkpoint()

        with pytest.raises(CopyError, match="is being written to"):
            copy_index(address, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_copy_that_was_killed_is_seen_by_nobody_and_made_whole_by_the_next(
    index: Path, address: str, nodes: str
) -> None:
    build([{"id": "x", "text": "Other."}], index=address)
    slow = (
        "import sys, time; from dateline.cli import main; from dateline.indexer.copying import moving\n"
        "real = moving.article_digest; seen = []\n"
        "def digest(one):\n"
        "    seen.append(one)\n"
        "    if len(seen) == 9: print('.', flush=True); time.sleep(60)\n"
        "    return real(one)\n"
        "moving.article_digest = digest; main(sys.argv[1:])"
    )
    command = [sys.executable, "-c", slow, "copy", str(index), address, "--replace"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.communicate()

    with RemoteReader.open(parse_address(address)) as reader:
        assert reader.articles == 1
    copied = copy_index(index, address, replace=True, wait=90)
    with RemoteReader.open(parse_address(address)) as reader:
        assert reader.articles == copied.articles
    name = address.rpartition("/")[2]
    assert len(indices(nodes, name)) == 3


def test_the_command_line_copies_up_and_says_so(
    index: Path, address: str, command_line: Callable[..., tuple[int, str, str]]
) -> None:
    code, out, err = command_line("copy", str(index), address, "--json")

    assert code == 0
    assert json.loads(out)["articles"] == len(whole(index))
    assert f"dateline update --index {address}" in err
