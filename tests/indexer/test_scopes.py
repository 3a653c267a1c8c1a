"""Sources: one path is one path however it is spelled, and no source touches the articles of another."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dateline.indexer import build, list_sources, remove, update
from dateline.indexer.errors import PruneNeeded, SourceError
from dateline.search import Archive


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_here: None) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: str | Path, title: str | None = None) -> Path:
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{title or path.stem}\n\nThe border guards of Osh met on Monday.\n", "utf-8")
    return path


def paths(index: str | Path = "index") -> list[str]:
    """Where the articles of an index lie, seen from the current folder."""
    with Archive.open(index) as archive:
        return sorted(os.path.relpath(article.path or "") for article in archive.articles())


def roots(index: str | Path = "index") -> list[str]:
    return [os.path.relpath(source.root) for source in list_sources(index)]


def test_however_a_path_is_spelled_it_is_one(here: Path) -> None:
    write("news/a.txt")
    Path("link").symlink_to("news")
    Path("one.txt").symlink_to("news/a.txt")
    build(["news"])
    for spelling in ("./news/", "news/../news", here / "news", f"{here}//news/.", "link", "link/", "one.txt"):
        report = build([spelling])
        assert (report.new, report.unchanged, report.articles) == (0, 1, 1), spelling
    Path("sub").mkdir()
    os.chdir("sub")
    assert build(["../news"], index="../index").unchanged == 1
    os.chdir(here)
    assert roots() == ["news"]


def test_two_folders_of_one_name_are_two_sources(here: Path) -> None:
    for folder in ("a/news", "b/news"):
        os.utime(write(f"{folder}/x.txt", "Same size"), (1, 1))  # and size and time tell nothing
        os.chdir(Path(folder).parent)
        assert build(["news"], index="../index").new == 1
        os.chdir(here)
    assert paths() == ["a/news/x.txt", "b/news/x.txt"]


@pytest.mark.parametrize("order", [("n", "n/in"), ("n/in", "n")])
def test_a_folder_in_a_source_is_read_once_and_refreshed_with_it(here: Path, order: tuple[str, str]) -> None:
    write("n/a.txt")
    write("n/in/b.txt")
    for root in order:
        build([root])
    assert paths() == ["n/a.txt", "n/in/b.txt"]
    Path("n/in/b.txt").unlink()
    write("n/in/c.txt")
    report = build(["n"])
    assert (report.new, report.removed, report.unchanged) == (1, 1, 1)
    assert update().unchanged == 2


def test_a_part_of_a_source_is_refreshed_alone(here: Path) -> None:
    write("n/in/a.txt")
    write("n/b.txt")
    build(["n"])
    write("n/in/c.txt")
    write("n/d.txt")
    assert build(["n/in"]).seen == 2
    assert paths() == ["n/b.txt", "n/in/a.txt", "n/in/c.txt"]


def test_index_and_sources_lie_in_each_other_without_harm(here: Path) -> None:
    write("n/a.txt")
    build(["n"], index="n/index")
    write("n/index/stray.txt")
    assert update(index="n/index").seen == 1
    with pytest.raises(SourceError, match="lies in the index itself"):
        build(["n/index"], index="n/index")


def test_a_portable_index_is_moved_and_copied_with_its_files(here: Path) -> None:
    write("box/news/a.txt")
    build(["box/news"], index="box/index", portable=True)
    Path("box").rename("moved")
    assert paths("moved/index") == ["moved/news/a.txt"]
    write("moved/news/b.txt")
    report = update(index="moved/index")
    assert (report.new, report.unchanged, report.removed) == (1, 1, 0)


def test_what_is_named_is_read_be_it_hidden_and_stays(here: Path) -> None:
    for name in ("n/a.txt", "n/.b.txt", "n/.h/c.txt", "n/page_files/d.txt"):
        write(name)
    Path("n/page.html").write_text("<p>Page")
    build(["n"])
    for name in ("n/.b.txt", "n/.h", "n/page_files"):
        assert build([name]).new == 1
    report = update()
    assert (report.new, report.removed, report.unchanged) == (0, 0, 5)
    Path("n/.h/c.txt").unlink()
    assert update(prune=True).removed == 1  # not left out, but looked at


def test_a_folder_excluded_later_goes(here: Path) -> None:
    write("n/old/a.txt")
    write("n/b.txt")
    build(["n"])
    assert build(["n"], exclude=["old"]).removed == 1
    assert paths() == ["n/b.txt"]
    assert build(["n"], exclude=["b.*"]).new == 1  # in place of what was left out before
    assert paths() == ["n/old/a.txt"]


def test_what_is_excluded_goes_unasked_only_where_it_is_little(here: Path) -> None:
    for number in range(21):
        write(f"n/old/{number}.txt")
    write("n/b.txt")
    build(["n"])
    with pytest.raises(PruneNeeded):
        build(["n"], exclude=["old"])
    assert len(paths()) == 22
    assert build(["n"], exclude=["old"], prune=True).articles == 1


def test_a_folder_that_is_gone_or_a_file_now_keeps_its_articles(here: Path) -> None:
    write("n/a.txt")
    build(["n"])
    Path("n").rename("away")
    (skipped,) = update(prune=True).skipped
    assert "no such folder" in skipped.reason
    write("n")
    (skipped,) = update(prune=True).skipped
    assert "no folder any more" in skipped.reason
    assert paths() == ["n/a.txt"]
    build(["n"])  # a file beside the source of that name
    assert paths() == ["n", "n/a.txt"]


def test_an_empty_folder_loses_nothing_unasked(here: Path) -> None:
    write("n/a.txt")
    build(["n"])
    Path("n/a.txt").unlink()
    Path("n/.mounted").touch()
    with pytest.raises(PruneNeeded, match="Is a drive not mounted"):
        build(["n"])
    with pytest.raises(PruneNeeded, match="Is a drive not mounted"):
        update()
    assert paths() == ["n/a.txt"]
    assert update(prune=True).articles == 0


@pytest.mark.parametrize(("files", "gone", "asks"), [(100, 20, False), (100, 21, True), (210, 21, False)])
def test_more_than_twenty_and_more_than_a_tenth_go_only_when_agreed(
    here: Path, files: int, gone: int, asks: bool
) -> None:
    for number in range(files):
        write(f"n/{number}.txt")
    build(["n"])
    for number in range(gone):
        Path(f"n/{number}.txt").unlink()
    if asks:
        with pytest.raises(PruneNeeded):
            update()
        assert len(paths()) == files
    assert update(prune=asks).articles == files - gone


def test_a_tree_that_was_moved_and_a_link_left_is_the_same(here: Path) -> None:
    write("n/a.txt")
    build(["n"])
    Path("n").rename("moved")
    Path("n").symlink_to("moved")
    write("n/b.txt")
    report = update()
    assert (report.new, report.removed, report.unchanged) == (1, 0, 1)
    assert roots() == ["moved"]
    assert build(["n"]).unchanged == 2


def test_a_file_and_a_folder_take_each_others_place(here: Path) -> None:
    write("n/a.txt")
    write("n/b.txt")
    build(["n"])
    Path("n/a.txt").unlink()
    write("n/a.txt/c.txt")
    assert (update().articles, paths()) == (2, ["n/a.txt/c.txt", "n/b.txt"])
    Path("n/a.txt/c.txt").unlink()
    Path("n/a.txt").rmdir()
    write("n/a.txt")
    assert (update().articles, paths()) == (2, ["n/a.txt", "n/b.txt"])


def test_ids_of_two_sources_are_kept_and_found_as_they_were_given(here: Path) -> None:
    for folder in ("a/n", "b/n"):
        Path(folder).mkdir(parents=True)
        Path(folder, "x.jsonl").write_text(f'{{"id": "1", "text": "The border of {folder}."}}\n')
    build(["a/n", "b/n"])
    assert update().unchanged == 2
    with Archive.open() as archive:
        assert sorted(article.id for article in archive.articles()) == ["1", "1@n-2"]
        assert archive.get("1").text == "The border of a/n."
    remove(source="a/n")
    with Archive.open() as archive:
        assert archive.get("1").text == "The border of b/n."
        assert [hit.id for hit in archive.like("1")] == []
    assert remove("1").articles == 1


def test_a_query_finds_all_articles_of_a_given_id(here: Path) -> None:
    for folder in ("a/n", "b/n"):
        Path(folder).mkdir(parents=True)
        Path(folder, "x.jsonl").write_text(f'{{"id": "1", "text": "The border of {folder}."}}\n')
    build(["a/n", "b/n"])
    with Archive.open() as archive:
        assert sorted(hit.id for hit in archive.search("id:1")) == ["1", "1@n-2"]
