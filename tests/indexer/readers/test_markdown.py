"""Markdown: where lists begin, and what a title says."""

from __future__ import annotations

from pathlib import Path

from dateline.indexer import read


def kinds(path: Path) -> list[tuple[str, str]]:
    [article] = read(path)
    return [(one.kind, one.text) for one in article.paragraphs]


def test_a_number_that_a_wrapped_line_begins_with_makes_no_list(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("They asked in 1998 and in\n2011. The council refused.\n\n1. one\n2. two\n")
    assert kinds(path) == [
        ("body", "They asked in 1998 and in 2011. The council refused."),
        ("list", "one"),
        ("list", "two"),
    ]


def test_a_title_in_front_matter_is_read_without_the_signs_that_escape(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: Ferry starts again \\| Valley Post\n---\n# Ferry starts again\n\nIt left.\n")
    [article] = read(path)
    assert (article.title, article.source, article.text) == ("Ferry starts again", "Valley Post", "It left.")
