"""A folder indexed on a server gives what it gives in a folder, the first time and whenever it changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dateline.indexer import Report, build, list_sources, move_source, remove
from dateline.indexer.batches import build_batches
from dateline.indexer.builder import update
from dateline.indexer.errors import PruneNeeded
from dateline.indexer.format.errors import AddressError, IndexMissing
from dateline.indexer.opensearch.address import parse_address
from dateline.indexer.opensearch.reader import RemoteReader
from dateline.indexer.opensearch.state import RemoteState
from tests.opensearch.served import indices
from tests.opensearch.writing.corpus import articles_of, change, write_folder, write_lines

pytestmark = pytest.mark.usefixtures("read_here")


def both(source: Path, tmp_path: Path, address: str) -> tuple[Report, Report]:
    """The reports of a build in a folder and of one on the server."""
    return build(str(source), index=tmp_path / "index"), build(str(source), index=address)


def test_a_server_holds_the_articles_that_a_folder_does(tmp_path: Path, address: str) -> None:
    source = write_folder(tmp_path / "source")

    here, there = both(source, tmp_path, address)

    assert there == here
    assert articles_of(address) == articles_of(tmp_path / "index")
    assert here.articles == 21


def test_what_did_not_change_is_left_alone(tmp_path: Path, address: str) -> None:
    source = write_folder(tmp_path / "source")
    build(str(source), index=address)
    before = state(address)

    report = build(str(source), index=address)

    assert (report.unchanged, report.new, report.changed) == (10, 0, 0)
    assert state(address) == before


def test_what_changed_is_as_in_a_folder(tmp_path: Path, address: str) -> None:
    source = write_folder(tmp_path / "source")
    both(source, tmp_path, address)
    change(source)

    here, there = both(source, tmp_path, address)

    assert there == here
    assert (here.new, here.changed, here.removed) == (2, 2, 2)
    assert articles_of(address) == articles_of(tmp_path / "index")


def test_lines_that_were_added_are_read_alone(tmp_path: Path, address: str) -> None:
    source = tmp_path / "source"
    source.mkdir()
    write_lines(source, range(5))
    both(source, tmp_path, address)
    times = indexed(address)
    write_lines(source, range(9))

    here, there = both(source, tmp_path, address)

    assert there == here and there.articles == 9
    assert articles_of(address) == articles_of(tmp_path / "index")
    assert {one: indexed(address)[one] for one in times} == times


def test_an_index_that_is_built_anew_takes_the_place_of_the_one_before(tmp_path: Path, address: str) -> None:
    source = write_folder(tmp_path / "source")
    build(str(source), index=address)
    build([{"id": "mine", "text": "A record of a script."}], index=address)
    change(source)
    first = state(address).physical

    report = build(str(source), index=address, full=True)

    assert report.articles == 23
    assert state(address).physical != first
    assert f"{first}" not in indices(*address.rsplit("/", 1))
    build(str(source), index=tmp_path / "index")
    held = {article.id: article for article, _ in articles_of(address)}
    assert held.pop("mine").text == "A record of a script."
    assert held == {article.id: article for article, _ in articles_of(tmp_path / "index")}


def test_a_record_takes_the_place_of_the_one_with_its_id(address: str) -> None:
    build([{"id": "a", "text": "First."}, {"id": "b", "text": "Other."}], index=address)

    report = build([{"id": "a", "text": "Second."}, {"id": "a", "text": "Third."}], index=address)

    assert (report.new, report.changed, report.articles) == (0, 2, 2)
    assert [(article.id, article.text) for article, _ in articles_of(address)] == [
        ("b", "Other."),
        ("a", "Third."),
    ]


def test_a_dry_run_writes_nothing(tmp_path: Path, address: str) -> None:
    source = write_folder(tmp_path / "source")

    report = build(str(source), index=address, dry_run=True)

    assert report.new == 10
    assert indices(*address.rsplit("/", 1)) == []


def test_of_an_index_that_got_no_article_nothing_is_left(tmp_path: Path, address: str) -> None:
    (tmp_path / "empty.txt").write_text("")

    assert build(str(tmp_path / "empty.txt"), index=address).articles == 0
    assert [one for one in indices(*address.rsplit("/", 1)) if not one.endswith("-lease")] == []


def test_much_is_taken_out_only_where_somebody_said_so(tmp_path: Path, address: str) -> None:
    source = write_folder(tmp_path / "source")
    write_lines(source, range(40))
    build(str(source), index=address)
    before = articles_of(address)
    for path in source.iterdir():
        path.unlink()

    with pytest.raises(PruneNeeded):
        update(index=address)
    assert articles_of(address) == before
    assert update(index=address, prune=True).articles == 0


def test_two_processes_read_as_one_does(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_folder(tmp_path / "source")
    build(str(source), index=tmp_path / "index")

    monkeypatch.setattr("dateline.indexer.refresh.build_batches", build_batches)
    build(str(source), index=address, jobs=2)

    assert articles_of(address) == articles_of(tmp_path / "index")


def test_sources_are_listed_moved_and_removed(tmp_path: Path, address: str) -> None:
    source = write_folder(tmp_path / "source")
    both(source, tmp_path, address)
    moved = source.rename(tmp_path / "moved")

    assert move_source(source, moved, index=address) == (str(moved),)
    (listed,) = list_sources(address)
    (here,) = list_sources(tmp_path / "index")
    assert listed == replace(here, root=str(moved), read=listed.read)
    assert update(index=address).unchanged == 10
    assert remove(source=moved, index=address).articles == 21
    assert list_sources(address) == ()


def test_an_article_that_was_taken_out_stays_out(tmp_path: Path, address: str) -> None:
    source = write_folder(tmp_path / "source")
    build(str(source), index=address)

    removed = remove("line3", index=address)
    by_line = remove(f"{source / 'lines.jsonl'}:5", index=address)
    by_file = remove(source / "story1.txt", index=address)

    assert (removed.articles, removed.heading, by_line.heading, by_file.articles) == (
        1,
        "Line 3",
        "Line 4",
        1,
    )
    assert build(str(source), index=address, full=True).articles == 18
    assert not {"line3", "line4"} & {article.id for article, _ in articles_of(address)}


def test_roots_are_relative_to_nothing(tmp_path: Path, address: str) -> None:
    with pytest.raises(AddressError, match="portable"):
        build(str(write_folder(tmp_path / "source")), index=address, portable=True)


def test_what_is_not_there_is_said(address: str) -> None:
    with pytest.raises(IndexMissing, match=f"dateline index --index {address} PATH"):
        update(index=address)
    assert indices(*address.rsplit("/", 1)) == []


def state(address: str) -> RemoteState:
    with RemoteReader.open(parse_address(address)) as reader:
        return reader.state


def indexed(address: str) -> dict[str, int]:
    with RemoteReader.open(parse_address(address)) as reader:
        return {one.article.id: one.indexed for one in reader.iterate()}
