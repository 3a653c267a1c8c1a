"""`falling~` looked for typos in the stem as well, and so found fell, all, wall and called."""

from __future__ import annotations

from pathlib import Path

from dateline import Archive, build


def test_a_typo_is_allowed_in_what_is_written_and_not_in_a_stem(tmp_path: Path) -> None:
    texts = ["Prices were falling.", "Prices fall.", "The wall fell on all.", "Prices were fallign."]
    build([{"id": text, "text": text, "language": "en"} for text in texts], index=tmp_path)

    with Archive.open(tmp_path) as archive:
        found = {hit.id for hit in archive.search("falling~")}

    assert found == {"Prices were falling.", "Prices fall.", "Prices were fallign."}
