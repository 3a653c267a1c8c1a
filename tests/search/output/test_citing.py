"""An article as it is cited: what is known of it, on one line, and nothing in it that acts."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.search import search
from dateline.search.output.citing import cited, cited_in_markdown


@pytest.mark.parametrize(
    ("record", "text", "markdown"),
    [
        (
            {"title": "Oil rose", "author": "Ivan Petrov", "source": "Kazinform", "date": "2013-05-28"},
            "Ivan Petrov, “Oil rose”, Kazinform, 28 May 2013, 7",
            "Ivan Petrov, “Oil rose”, Kazinform, 28 May 2013, 7",
        ),
        (
            {"title": "Will oil rise?", "url": "https://example.org/a_(b)"},
            "“Will oil rise?”, https://example.org/a_(b)",
            "[Will oil rise?](<https://example.org/a_(b)>)",
        ),
        (
            {"title": "Oil](javascript:alert(1)) *now*", "url": "javascript:alert(1)"},
            "“Oil](javascript:alert(1)) *now*”, 7",
            r"“Oil\](javascript:alert(1)) \*now\*”, 7",
        ),
        (
            {"title": "Oil\x1b[2J\u202e rose", "source": "Kaz\ninform"},
            "“Oil rose”, Kaz inform, 7",
            "“Oil rose”, Kaz inform, 7",
        ),
    ],
)
def test_an_article_is_cited(record: dict[str, str], text: str, markdown: str, tmp_path: Path) -> None:
    build([{"id": "7", "text": "Oil.", **record}], index=tmp_path / "index")
    (hit,) = search("oil", index=tmp_path / "index")

    assert cited(hit) == text
    assert cited_in_markdown(hit) == markdown
