"""Building: what changed is read, what is gone is dropped, and nothing is lost on the way."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.indexer.builder import Status
from dateline.indexer.errors import SourceError
from dateline.search import Archive, IndexMissing

STORY = "Leaders met in Bishkek on Monday to discuss the border.\n\nThey signed a declaration on water."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "summit.txt").write_text(f"Summit in Bishkek\n\n{STORY}\n", "utf-8")
    (folder / "drought.txt").write_text(
        "Drought in the valley\n\nFarmers asked for water on Friday.\n", "utf-8"
    )
    return folder


def titles(index: Path) -> list[str]:
    with Archive.open(index) as archive:
        return sorted(article.title or "" for article in archive.articles())


def test_a_first_build_reads_every_file(folder: Path, tmp_path: Path) -> None:
    report = build([folder], index=tmp_path / "index")
    assert (report.new, report.changed, report.removed, report.skipped) == (2, 0, 0, ())
    assert report.articles == 2
    assert titles(tmp_path / "index") == ["Drought in the valley", "Summit in Bishkek"]


def test_a_second_build_reads_nothing_that_did_not_change(folder: Path, tmp_path: Path) -> None:
    build([folder], index=tmp_path / "index")
    report = build([folder], index=tmp_path / "index")
    assert (report.new, report.changed, report.removed, report.unchanged) == (0, 0, 0, 2)
    assert report.articles == 2


def test_a_touched_file_with_the_same_content_is_unchanged(folder: Path, tmp_path: Path) -> None:
    build([folder], index=tmp_path / "index")
    os.utime(folder / "summit.txt", (1, 1))
    assert build([folder], index=tmp_path / "index").unchanged == 2


def test_a_changed_file_replaces_its_articles(folder: Path, tmp_path: Path) -> None:
    build([folder], index=tmp_path / "index")
    (folder / "summit.txt").write_text(f"Summit in Dushanbe\n\n{STORY}\n", "utf-8")
    report = build([folder], index=tmp_path / "index")
    assert (report.new, report.changed, report.unchanged) == (0, 1, 1)
    assert titles(tmp_path / "index") == ["Drought in the valley", "Summit in Dushanbe"]


def test_a_file_that_is_gone_is_dropped(folder: Path, tmp_path: Path) -> None:
    build([folder], index=tmp_path / "index")
    (folder / "summit.txt").unlink()
    report = build([folder], index=tmp_path / "index")
    assert (report.removed, report.articles) == (1, 1)
    assert titles(tmp_path / "index") == ["Drought in the valley"]


def test_indexing_another_folder_keeps_the_first(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text("A third story\n\nIts text is here.\n", "utf-8")
    build([folder], index=tmp_path / "index")
    report = build([other], index=tmp_path / "index")
    assert (report.new, report.removed, report.articles) == (1, 0, 3)


def test_a_file_that_became_unreadable_keeps_the_articles_it_had(folder: Path, tmp_path: Path) -> None:
    build([folder], index=tmp_path / "index")
    (folder / "summit.txt").write_bytes(b"\x00\x01\x02" * 100)
    report = build([folder], index=tmp_path / "index")
    assert [Path(skipped.path).name for skipped in report.skipped] == ["summit.txt"]
    assert report.articles == 2


def test_a_folder_that_is_closed_today_keeps_the_articles_it_had(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = folder / "inner"
    inner.mkdir()
    (inner / "flood.txt").write_text("Flood in the north\n\nA river rose on Sunday.\n", "utf-8")
    build([folder], index=tmp_path / "index")
    listing = os.listdir

    def closed(path: str | Path) -> list[str]:
        if Path(path) == inner:
            raise PermissionError(13, "Permission denied", os.fspath(inner))
        return listing(path)

    monkeypatch.setattr(os, "listdir", closed)
    report = build([folder], index=tmp_path / "index")
    assert [Path(skipped.path).name for skipped in report.skipped] == ["inner"]
    assert (report.removed, report.articles) == (0, 3)


def test_a_dry_run_tells_and_writes_nothing(folder: Path, tmp_path: Path) -> None:
    report = build([folder], index=tmp_path / "index", dry_run=True)
    assert (report.new, report.articles) == (2, 0)
    assert not (tmp_path / "index").exists()


def test_full_reads_everything_again(folder: Path, tmp_path: Path) -> None:
    build([folder], index=tmp_path / "index")
    report = build([folder], index=tmp_path / "index", full=True)
    assert (report.changed, report.unchanged, report.articles) == (2, 0, 2)


def test_full_gets_past_a_damaged_index(folder: Path, tmp_path: Path) -> None:
    build([folder], index=tmp_path / "index")
    for path in (tmp_path / "index").rglob("*"):
        if path.is_file():
            path.write_bytes(b"not an index")
    report = build([folder], index=tmp_path / "index", full=True)
    assert report.articles == 2


def test_an_excluded_file_is_not_read(folder: Path, tmp_path: Path) -> None:
    report = build([folder], index=tmp_path / "index", exclude=["drou*"])
    assert report.articles == 1


def test_a_path_that_does_not_exist_is_an_error_and_publishes_nothing(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        build([folder, tmp_path / "nowhere"], index=tmp_path / "index")
    with pytest.raises(IndexMissing):
        Archive.open(tmp_path / "index")


def test_an_empty_path_is_not_the_current_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)

    for sources in ("", ["", "."]):
        with pytest.raises(SourceError, match=r"^'' names no file or folder"):
            build(sources, index=tmp_path / "new")
    with pytest.raises(ValueError, match=r"^index is '', which names no folder"):
        build(".", index="")
    assert not (folder / "index.toc").exists()


def test_records_are_added_and_replace_those_with_their_id(tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(
        [{"id": "1", "title": "One", "text": "First."}, {"id": "2", "title": "Two", "text": "x"}], index=index
    )
    report = build(
        [{"id": "2", "title": "Second", "text": "y"}, {"title": "Three", "text": "z"}], index=index
    )
    assert (report.new, report.changed, report.articles) == (1, 1, 3)
    assert titles(index) == ["One", "Second", "Three"]


def test_of_two_records_with_one_id_the_later_wins(tmp_path: Path) -> None:
    index = tmp_path / "index"
    records = [{"id": "1", "title": "Draft", "text": "x"}, {"id": "1", "title": "Final", "text": "x"}]
    assert build(records, index=index).articles == 1
    assert titles(index) == ["Final"]


def test_a_wrong_record_is_named_and_the_others_go_in(tmp_path: Path) -> None:
    records: list[dict[str, object]] = [{"text": "Good."}, {"title": "no text"}, {"text": 3}]
    report = build(records, index=tmp_path / "index")
    assert [skipped.path for skipped in report.skipped] == ["record 2", "record 3"]
    assert report.articles == 1


def test_an_iterable_that_fails_halfway_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    index = tmp_path / "index"
    build([{"id": "1", "title": "One", "text": "x"}], index=index)

    def failing() -> Iterator[dict[str, str]]:
        yield {"id": "2", "title": "Two", "text": "x"}
        raise RuntimeError("the feed broke")

    with pytest.raises(RuntimeError, match="the feed broke"):
        build(failing(), index=index)
    assert titles(index) == ["One"]
    assert build([{"id": "3", "title": "Three", "text": "x"}], index=index).articles == 2


def test_no_articles_at_all_make_an_empty_index(tmp_path: Path) -> None:
    report = build([], index=tmp_path / "index")
    assert (report.articles, report.passages) == (0, 0)
    with Archive.open(tmp_path / "index") as archive:
        assert archive.search("anything").total == 0


def test_an_id_used_by_two_files_names_the_second(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("a.jsonl", "b.jsonl"):
        (folder / name).write_text(json.dumps({"id": "same", "text": f"From {name}."}) + "\n", "utf-8")
    report = build([folder], index=tmp_path / "index")
    assert report.articles == 1
    assert [(Path(s.path).name, "a.jsonl" in s.reason) for s in report.skipped] == [("b.jsonl", True)]


def test_progress_counts_files_bytes_and_articles(folder: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int, int, int, int]] = []

    def tell(status: Status) -> None:
        told.append((status.files_done, status.files, status.bytes_done, status.bytes, status.articles))

    build([folder], index=tmp_path / "index", progress=tell)
    size = sum(path.stat().st_size for path in folder.iterdir())
    assert told[0] == (0, 0, 0, 0, 0)
    assert told[-1] == (2, 2, size, size, 2)
    assert told == sorted(told)


def test_several_processes_build_what_one_does(folder: Path, tmp_path: Path) -> None:
    for number in range(900):
        (folder / f"{number}.txt").write_text(f"Story {number}\n\nGuards met at post {number}.\n", "utf-8")
    (folder / "junk.txt").write_bytes(bytes(range(32)) * 9)
    one = build([folder], index=tmp_path / "one")
    two = build([folder], index=tmp_path / "two", jobs=2)
    assert one == two
    assert titles(tmp_path / "one") == titles(tmp_path / "two")
    with Archive.open(tmp_path / "one") as first, Archive.open(tmp_path / "two") as second:
        assert [hit.path for hit in first.search("guards post")] == [
            hit.path for hit in second.search("guards post")
        ]


def test_several_processes_see_an_id_that_two_files_use(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("a.jsonl", "b.jsonl"):
        (folder / name).write_text(json.dumps({"id": "same", "text": f"From {name}."}) + "\n", "utf-8")
    report = build([folder], index=tmp_path / "index", jobs=2)
    assert report.articles == 1
    assert [Path(skipped.path).name for skipped in report.skipped] == ["b.jsonl"]
    with Archive.open(tmp_path / "index") as archive:
        assert archive.get("same").text == "From a.jsonl."
