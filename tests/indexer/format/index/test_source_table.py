"""Paths as an index keeps them: they come back as they are, wherever the roots lie."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.format.index.source_table import (
    Roots,
    SourceEntry,
    below_root,
    kept_path,
    label_of,
    number_of,
)

NEWS = SourceEntry(1, "/a/news", "folder", key="/a/news")
INNER = SourceEntry(12, "/a/news/in", "folder", key="/a/news/in")
BESIDE = SourceEntry(3, "../beside", "folder", key="/a/beside")
ROOTS = Roots([NEWS, INNER, BESIDE], Path("/a/index"))

names = st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=5)
below = st.lists(names.filter(lambda name: name not in (".", "..")), min_size=1, max_size=3).map("/".join)


@given(below, st.sampled_from([1, 12, 3]))
def test_a_path_that_is_kept_comes_back(path: str, number: int) -> None:
    kept = kept_path(number, path)
    absolute = ROOTS.resolve(kept)
    assert absolute == os.path.join(ROOTS.root(number), path)
    assert number_of(kept) == number
    assert kept in list(ROOTS.kept(absolute))
    assert below_root(absolute, ROOTS.root(number)) == path


def test_the_deepest_root_comes_first_and_the_path_itself_last() -> None:
    assert list(ROOTS.kept("/a/news/in/x.txt")) == [
        "//12/x.txt",
        "//1/in/x.txt",
        "//3//a/news/in/x.txt",  # as the target of a link
        "/a/news/in/x.txt",
    ]


def test_a_folder_whose_name_only_begins_alike_is_another() -> None:
    assert "//1/x.txt" not in list(ROOTS.kept("/a/newspaper/x.txt"))
    assert below_root("/a/newspaper", "/a/news") == "/a/newspaper"
    assert below_root("/a/news", "/a/news") == "."


def test_a_relative_root_is_seen_from_the_index() -> None:
    assert ROOTS.root(3) == "/a/beside"
    assert Roots([BESIDE], Path("/moved/index")).resolve("//3/x.txt") == "/moved/beside/x.txt"


def test_the_target_of_a_link_is_absolute() -> None:
    assert ROOTS.resolve("//1//far/x.txt") == "/far/x.txt"


def test_a_moved_root_moves_its_paths_alone() -> None:
    moved = Roots([replace(NEWS, root="/b"), INNER], Path("/a/index"))
    assert moved.resolve("//1/x.txt") == "/b/x.txt"
    assert moved.resolve("//12/x.txt") == "/a/news/in/x.txt"


@pytest.mark.parametrize(
    "path", ["", "x.txt", "/a/x.txt", "//7/x.txt", "//x/y", "//1", "///", "//1234567890/x"]
)
def test_what_is_of_no_source_is_left_as_it_is(path: str) -> None:
    assert ROOTS.resolve(path) == path


@pytest.mark.parametrize("path", ["", "x.txt", "/a/x.txt"])
def test_what_is_of_no_source_has_no_number(path: str) -> None:
    assert number_of(path) == 0


def test_labels_are_names_of_folders_and_no_two_are_equal() -> None:
    labels: list[str] = []
    for root in ("/a/news", "/b/news", "/", "/c/news-2", "/d/news"):
        labels.append(label_of(root, labels))
    assert labels == ["news", "news-2", "root", "news-2-2", "news-3"]
