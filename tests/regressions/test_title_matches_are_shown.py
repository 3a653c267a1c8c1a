"""An article that matched by its title alone had no row in a table and no line in kwic."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.search import Archive
from dateline.search.archive import ENGINES
from dateline.search.output.export import csv_passages


@pytest.mark.parametrize("engine", ENGINES)
def test_an_article_found_by_its_title_shows_its_lead(tmp_path: Path, engine: str) -> None:
    build(
        [
            {"id": "a", "title": "Kabul summit", "text": "Leaders met at noon."},
            {"id": "b", "title": "Other", "text": "Nothing but Kabul was named."},
        ],
        index=tmp_path / "index",
    )
    with Archive.open(tmp_path / "index", engine=engine) as archive:
        found = archive.search("Kabul")
        assert (found.total, found.passage_total) == (2, 1)
        rows = list(csv_passages(found))
        assert "".join(rows).splitlines()[1:] == [
            "Leaders met at noon.,,,a,a,Kabul summit,,",
            "Nothing but ,Kabul, was named.,b,b,Other,,",
        ]
        lines = [(line.left, line.match, line.right, line.cite) for line in archive.kwic("Kabul")]
        assert lines == [("", "Kabul", " summit", "a"), ("Nothing but ", "Kabul", " was named.", "b")]
        assert len(lines) == archive.count("Kabul").spans
