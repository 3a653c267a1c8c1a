"""`Kolleginnen` did not find "Kolleg·innen": of the signs that mean everybody the middle dot was none."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.search import Archive


@pytest.mark.parametrize("query", ["Kolleg·innen", "Kolleginnen", "Kollegin", '"die Kolleg·innen trafen"'])
def test_a_middle_dot_stands_for_everybody_as_a_star_does(tmp_path: Path, query: str) -> None:
    build([{"id": "1", "language": "de", "text": "Die Kolleg·innen trafen sich in Köln."}], index=tmp_path)
    with Archive.open(tmp_path) as archive:
        assert [hit.id for hit in archive.search(query)] == ["1"]
