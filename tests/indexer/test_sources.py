"""Which files are read, in which order, and what is said of the others."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from dateline.indexer.errors import Skipped
from dateline.indexer.sources import Found, find_files


def names(found: Iterable[Found | Skipped], root: Path) -> list[str]:
    """The files to read, and after `!` what is wrong with others; what is passed over is left out."""
    return [
        f"! {item.reason}" if isinstance(item, Skipped) else Path(item.path).relative_to(root).as_posix()
        for item in found
        if not isinstance(item, Skipped) or item.cause == "trouble" or "lies in" in item.reason
    ]


def passed(found: Iterable[Found | Skipped], root: Path) -> dict[str, str]:
    """What is passed over, and why."""
    return {os.path.relpath(one.path, root): one.cause for one in found if isinstance(one, Skipped)}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    for name in ("b.txt", "a/x.html", "a/y.jsonl", "a/z.ppt", ".hidden/x.txt", "a/.x.txt", "2013/x.htm"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("words")
    return tmp_path


def test_known_files_come_in_the_order_of_their_names_and_hidden_ones_do_not(archive: Path) -> None:
    assert names(find_files(archive), archive) == ["2013/x.htm", "a/x.html", "a/y.jsonl", "b.txt"]


def test_whatever_is_passed_over_is_said(archive: Path) -> None:
    for folder in ("CVS", "page_files", "case_files", "other.index"):
        (archive / folder).mkdir()
        (archive / folder / "in.txt").write_text("words")
    (archive / "page.html").write_text("words")
    (archive / "other.index/index.toc").write_text("")
    assert passed(find_files(archive, exclude=["2013"]), archive) == {
        ".hidden": "folder",
        "2013": "folder",
        "CVS": "folder",
        "a/.x.txt": "hidden",
        "a/z.ppt": "kind",
        "other.index": "closed",
        "page_files": "folder",  # beside a page of its name
    }


def test_a_file_comes_once_however_many_links_lead_to_it(archive: Path) -> None:
    (archive / "c.txt").symlink_to(archive / "b.txt")
    (archive / "d").symlink_to(archive / "a")
    os.link(archive / "b.txt", archive / "e.txt")
    found = list(find_files(archive))
    assert names(found, archive) == ["2013/x.htm", "a/x.html", "a/y.jsonl", "b.txt"]
    assert passed(found, archive)["e.txt"] == "link"


def test_a_link_out_of_the_folder_is_followed_when_asked(archive: Path) -> None:
    (archive / "a/out.txt").symlink_to(archive / "b.txt")
    assert passed(find_files(archive / "a"), archive)["a/out.txt"] == "link"
    assert names(find_files(archive / "a", follow=True), archive) == ["b.txt", "a/x.html", "a/y.jsonl"]


def test_what_is_found_carries_the_absolute_path_its_size_and_time(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(archive)
    [source] = find_files("2013")
    assert not isinstance(source, Skipped)
    status = (archive / "2013/x.htm").stat()
    expected = (str(archive.resolve() / "2013/x.htm"), 5, status.st_mtime_ns)
    assert (source.path, source.size, source.modified_ns) == expected


@pytest.mark.parametrize(
    ("glob", "left"),
    [
        ("*.html", ["2013/x.htm", "a/y.jsonl", "b.txt"]),
        ("a", ["2013/x.htm", "b.txt"]),
        ("a/", ["2013/x.htm", "b.txt"]),
        ("2013/*", ["a/x.html", "a/y.jsonl", "b.txt"]),
        ("*", []),
    ],
)
def test_globs_leave_files_and_folders_out(archive: Path, glob: str, left: list[str]) -> None:
    assert names(find_files(archive, exclude=[glob]), archive) == left


def test_a_file_named_directly_may_be_hidden_but_must_be_of_a_known_kind(archive: Path) -> None:
    (archive / "a/z.xyz").write_text("words")
    given = (archive / "a/.x.txt", archive / "a/z.ppt", archive / "a/z.xyz")
    assert [name for path in given for name in names(find_files(path), archive)] == [
        "a/.x.txt",
        "! an old office document, and there is no reader for it",
        "! not a known kind of file",
    ]


def test_a_file_without_a_suffix_counts_where_it_is_named_directly(archive: Path) -> None:
    (archive / "page").write_text("<html><p>words")
    assert names(find_files(archive / "page"), archive) == ["page"]
    assert "page" not in names(find_files(archive), archive)


def test_loops_and_dangling_links_are_named(archive: Path) -> None:
    (archive / "a/loop").symlink_to(archive)
    (archive / "self.txt").symlink_to("self.txt")
    (archive / "gone.txt").symlink_to("nowhere.txt")
    (archive / "gone").symlink_to("nowhere")
    assert [name for name in names(find_files(archive), archive) if name.startswith("!")] == [
        "! a link to a folder it lies in",
        "! a link that leads nowhere",
        "! a symlink loop",
    ]


def test_folders_nested_deeper_than_calls_may_be(archive: Path) -> None:
    here = os.getcwd()
    os.chdir(archive)
    made = 0
    try:
        while made < 1200:
            os.mkdir("d")
            os.chdir("d")
            made += 1
        assert len(names(find_files(archive), archive)) == 4
    finally:
        for _ in range(made):  # nobody else could remove it
            os.chdir("..")
            os.rmdir("d")
        os.chdir(here)


def test_fifos_are_named_and_never_opened(archive: Path) -> None:
    os.mkfifo(archive / "pipe.txt")
    assert names(find_files(archive / "pipe.txt"), archive) == ["! not a regular file but a FIFO"]
    assert names(find_files(archive), archive)[-1].startswith("! not a regular")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_named(archive: Path) -> None:
    (archive / "b.txt").chmod(0)
    (archive / "a").chmod(0)
    assert names(find_files(archive), archive)[1:] == ["! can't be read: permission denied"] * 2
    (archive / "a").chmod(0o700)


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert names(find_files(tmp_path / "none"), tmp_path) == ["! no such file or folder"]
    assert names(find_files("a\0b"), tmp_path) == ["! not a file name"]


def test_a_name_that_is_not_utf8_is_named_in_a_way_that_can_be_written(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text("words")
    except OSError:
        pytest.skip("the file system takes only UTF-8")
    [skipped] = find_files(tmp_path)
    assert isinstance(skipped, Skipped)
    assert (skipped.path, skipped.reason) == (
        f"{tmp_path}/\\xff.txt",
        "its name is not valid UTF-8: rename it",
    )
