"""Taking out and moving: what was removed stays out, what is moved is not read again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.indexer import build, list_sources, move_source, remove, update
from dateline.indexer.errors import NothingThere, SourceError
from dateline.search import Archive


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_here: None) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: str, title: str | None = None) -> None:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{title or file.stem}\n\nThe border guards of Osh met on Monday.\n", "utf-8")


def lines(path: str, *ids: str) -> None:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(f'{{"id": "{one}", "text": "The border, by {file.name}."}}\n' for one in ids))


def paths() -> list[str]:
    with Archive.open() as archive:
        return sorted(os.path.relpath(article.path or "") for article in archive.articles())


def ids() -> list[str]:
    with Archive.open() as archive:
        return sorted(article.id for article in archive.articles())


def test_sources_are_listed_with_what_they_gave(here: Path) -> None:
    write("n/a.txt")
    lines("one.jsonl", "1", "2", "3")
    build(["n"], exclude=["drafts"])
    build(["one.jsonl"])
    first, second = list_sources()
    assert (first.root, first.kind, first.files, first.articles) == (str(here / "n"), "folder", 1, 1)
    assert (first.exclude, first.removed, first.follow) == (("drafts",), (), False)
    assert (second.root, second.kind, second.files, second.articles) == (str(here), "files", 1, 3)
    assert first.read is not None
    assert second.read is None  # as a whole it never was


def test_a_removed_file_stays_out_and_another_of_its_name_stays_in(here: Path) -> None:
    for name in ("n/a.txt", "n/in/a.txt", "n/old/x.txt", "n/in/old/x.txt"):
        write(name)
    build(["n"])
    assert remove("n/a.txt").articles == 1
    assert remove("n/old").files == 1
    runs: list[Callable[[], object]] = [
        update,
        lambda: build(["n"]),
        lambda: build(["n"], exclude=["drafts"]),
        lambda: update(full=True),
    ]
    for run in runs:
        run()
        assert paths() == ["n/in/a.txt", "n/in/old/x.txt"]
    assert list_sources()[0].removed == ("a.txt", "old")


@pytest.mark.parametrize("name", ["[a].txt", "a*.txt", "é.txt", " .txt"])
def test_a_removed_file_may_be_called_anything(here: Path, name: str) -> None:
    write(f"n/{name}")
    write("n/a.txt")
    build(["n"])
    assert remove(f"n/{name}").articles == 1
    update()
    assert paths() == ["n/a.txt"]


def test_what_was_removed_comes_back_when_it_is_named(here: Path) -> None:
    for name in ("n/a.txt", "n/old/x.txt", "n/old/in/y.txt"):
        write(name)
    build(["n"])
    remove("n/a.txt")
    remove("n/old")
    assert build(["n/a.txt"]).new == 1
    assert build(["n/old/in"]).new == 1
    update()
    assert paths() == ["n/a.txt", "n/old/in/y.txt"]
    assert build(["n/old"]).new == 1
    assert update().unchanged == 3


def test_a_removed_article_stays_out_whatever_file_holds_it(here: Path) -> None:
    lines("n/1.jsonl", "a", "x")
    lines("n/2.jsonl", "b", "x")
    build(["n"])
    assert remove("x").articles == 1
    update()
    assert ids() == ["a", "b"]
    lines("n/1.jsonl", "a", "x", "c")
    lines("n/2.jsonl", "x", "b", "d")
    update()
    update(full=True)
    assert ids() == ["a", "b", "c", "d"]


def test_a_removed_article_with_a_label_stays_out_when_its_id_is_free(here: Path) -> None:
    lines("m/1.jsonl", "1")
    lines("n/1.jsonl", "1", "2")
    build(["m", "n"])
    remove("1@n")
    remove(source="m")
    update(full=True)
    assert ids() == ["2"]


def test_an_article_of_a_file_alone_stays_out(here: Path) -> None:
    write("n/a.txt")
    write("n/b.txt")
    build(["n"])
    with Archive.open() as archive:
        (article,) = archive.in_file("n/a.txt")
    remove(article.id)
    assert update().unchanged == 2
    write("n/a.txt", "Another title")
    report = update()
    assert (report.seen, report.articles) == (2, 1)
    assert update().seen == 2


def test_a_source_is_forgotten_and_a_folder_above_it_too(here: Path) -> None:
    for name in ("a/x.txt", "b/in/y.txt", "c/z.txt"):
        write(name)
    build(["a", "b", "b/in", "c"])
    assert remove(source="a").articles == 1
    assert remove("b").articles == 1
    assert [os.path.relpath(source.root) for source in list_sources()] == ["c"]
    assert update().seen == 1
    assert build(["a"]).new == 1


def test_records_of_a_script_are_removed_by_id_and_others_stay(here: Path) -> None:
    build([{"id": "1", "text": "The border."}, {"id": "2", "text": "The border."}])
    lines("n/1.jsonl", "1", "3")
    assert build(["n"]).articles == 3  # 1 is the script's
    assert remove("1").articles == 1
    update()
    assert ids() == ["2", "3"]


def test_what_is_not_there_is_not_removed(here: Path) -> None:
    write("n/a.txt")
    build(["n"])
    for target in ("nothing", "n/b.txt", "m"):
        with pytest.raises(NothingThere, match=target):
            remove(target)
    with pytest.raises(NothingThere, match="is no source"):
        remove(source="n/a.txt")
    assert ids() != []


def test_a_moved_tree_is_not_read_again(here: Path) -> None:
    write("n/a.txt")
    write("n/in/b.txt")
    build(["n/in"])
    build(["n"])
    before = ids()
    Path("n").rename("m")
    write("m/in/c.txt")
    assert [os.path.relpath(root) for root in move_source("n", "m")] == ["m/in", "m"]
    assert paths() == ["m/a.txt", "m/in/b.txt"]
    report = update()
    assert (report.new, report.removed, report.unchanged) == (1, 0, 2)
    assert set(before) < set(ids())


def test_a_tree_may_be_moved_again_and_back_and_over_a_link(here: Path) -> None:
    write("n/a.txt")
    build(["n"])
    remove_me = ids()
    Path("n").rename("m")
    Path("n").symlink_to("m")
    move_source("n", "m")
    assert (update().unchanged, ids()) == (1, remove_me)
    Path("n").unlink()
    Path("m").rename("n")
    move_source("m", "n")
    assert (update().unchanged, paths()) == (1, ["n/a.txt"])


def test_what_can_not_be_moved_is_left(here: Path) -> None:
    write("a/x.txt")
    write("b/y.txt")
    build(["a", "b"])
    for old, new, why in (
        ("a", "nowhere", "there is no such folder"),
        ("a", "b", "would be a source twice"),
        ("a", "index", "lies in the index"),
    ):
        with pytest.raises(SourceError, match=why):
            move_source(old, new)
    with pytest.raises(NothingThere, match="is no source"):
        move_source("c", "b")
    assert [os.path.relpath(source.root) for source in list_sources()] == ["a", "b"]


def test_what_was_removed_stays_out_of_a_moved_tree(here: Path) -> None:
    write("n/a.txt")
    write("n/b.txt")
    build(["n"], portable=True)
    remove("n/a.txt")
    Path("n").rename("m")
    move_source("n", "m")
    update()
    assert paths() == ["m/b.txt"]


def test_a_file_behind_a_link_stays_out(here: Path) -> None:
    write("n/a.txt")
    write("far/x.txt")
    Path("n/x.txt").symlink_to("../far/x.txt")
    assert build(["n"], follow=True).new == 2
    assert remove("far/x.txt").articles == 1
    update()
    assert paths() == ["n/a.txt"]
