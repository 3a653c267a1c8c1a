"""A writer that is killed costs its time: run again, the index is the one that it would have made."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.indexer.article import Article, Paragraph, Passage
from dateline.indexer.opensearch.address import parse_address
from dateline.indexer.opensearch.writer import RemoteWriter
from tests.opensearch.writing import killed
from tests.opensearch.writing.corpus import articles_of, change, write_folder
from tests.places import HOUSE

pytestmark = pytest.mark.usefixtures("read_here")


def kill(address: str, folder: Path, request: int, moment: str, *more: str) -> int:
    """Index a folder in a process that is killed at a request; what it ended by."""
    command = [sys.executable, "-m", killed.__name__, address, str(folder), str(request), moment, *more]
    return subprocess.run(command, check=False, stdout=subprocess.DEVNULL, cwd=HOUSE).returncode


# First come the lease, the two indexes and the mark, then articles, now and then the state and rows.
@pytest.mark.parametrize(
    ("request_number", "moment"), [(3, "after"), (6, "before"), (6, "after"), (8, "after")]
)
def test_a_first_run_that_was_killed(tmp_path: Path, address: str, request_number: int, moment: str) -> None:
    source = write_folder(tmp_path / "source")
    assert kill(address, source, request_number, moment) == 9

    build(str(source), index=address)

    build(str(source), index=tmp_path / "index")
    assert articles_of(address) == articles_of(tmp_path / "index")
    assert build(str(source), index=address).unchanged == 10


@pytest.mark.parametrize(("request_number", "moment"), [(3, "after"), (4, "after"), (6, "after")])
def test_a_run_over_what_changed_that_was_killed(
    tmp_path: Path, address: str, request_number: int, moment: str
) -> None:
    source = write_folder(tmp_path / "source")
    build(str(source), index=address)
    change(source)
    assert kill(address, source, request_number, moment) == 9

    build(str(source), index=address)

    build(str(source), index=tmp_path / "index")
    assert by_id(address) == by_id(tmp_path / "index")
    assert build(str(source), index=address).unchanged == 10


def test_of_an_index_that_was_being_built_anew_the_one_before_is_left(tmp_path: Path, address: str) -> None:
    source = write_folder(tmp_path / "source")
    build(str(source), index=address)
    before = articles_of(address)
    assert kill(address, source, 6, "after", "full") == 9

    assert articles_of(address) == before
    assert build(str(source), index=address, full=True).articles == 21
    assert articles_of(address) == before


def test_building_anew_what_a_killed_writer_has_left_costs_nothing_when_it_is_stopped(
    tmp_path: Path, address: str
) -> None:
    source = write_folder(tmp_path / "source")
    build(str(source), index=address)
    change(source)
    assert kill(address, source, 6, "after") == 9

    with pytest.raises(KeyboardInterrupt), RemoteWriter(parse_address(address), anew=True) as writer:
        writer.add_article(Article("new", (Paragraph("One met two."),)), [Passage(0, 12)], [[0]])
        raise KeyboardInterrupt

    kept = {article.id for article, _ in articles_of(address)}
    assert len(kept) > 5
    assert "new" not in kept
    build(str(source), index=address, full=True)
    build(str(source), index=tmp_path / "index")
    assert by_id(address) == by_id(tmp_path / "index")


def by_id(index: str | Path) -> list[tuple[Article, tuple[Passage, ...]]]:
    return sorted(articles_of(index), key=lambda one: one[0].id)
