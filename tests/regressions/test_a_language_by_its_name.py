"""`lang:Chinese` was an unknown language, which answers call it: languages without a stemmer had no names."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.search import Archive


@pytest.mark.parametrize(
    ("code", "name", "text"),
    [
        ("zh", "Chinese", "黑豹队的防守"),
        ("ja", "Japanese", "東京の会議"),
        ("th", "Thai", "กรุงเทพ"),
        ("ko", "Korean", "서울 회의"),
        ("el", "Greek", "Η συμφωνία"),
        ("no", "Norwegian", "Møtet i Oslo"),
    ],
)
def test_a_language_is_asked_for_by_code_or_english_name(
    tmp_path: Path, code: str, name: str, text: str
) -> None:
    build(
        [{"id": "1", "language": code, "text": text}, {"id": "2", "language": "en", "text": "A talk."}],
        index=tmp_path,
    )
    with Archive.open(tmp_path) as archive:
        for asked in (code, name, name.upper()):
            assert [hit.id for hit in archive.search(f"lang:{asked}")] == ["1"]
