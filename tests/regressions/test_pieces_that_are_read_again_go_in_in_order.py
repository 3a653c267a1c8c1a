"""A long file of lines whose ids another source has was read anew by the next run, though it was as before.

A piece in which an id clashes is read a second time, and went in after the last one of its file: what was
noted of the file then was the state in its midst.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.indexer import build, pieces
from dateline.search import Archive


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize("clashing", [["1"], ["4"], ["7"], ["1", "4", "7"], ["9"]])
def test_a_file_of_pieces_is_unchanged_after_it_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clashing: list[str]
) -> None:
    monkeypatch.setattr(pieces, "PIECE_BYTES", 100)
    monkeypatch.setattr(pieces, "_CHUNK", 50)
    for folder, ids in (("one", clashing), ("two", list("123456789"))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.jsonl").write_text(
            "".join(json.dumps({"id": one, "text": f"They met in Osh, {one}."}) + "\n" for one in ids)
        )
    sources = [tmp_path / "one", tmp_path / "two"]
    build(sources, index=tmp_path / "index")
    report = build(sources, index=tmp_path / "index")
    assert (report.changed, report.unchanged, report.articles) == (0, 2, 9 + len(clashing))
    with Archive.open(tmp_path / "index") as archive:
        found = [article for article in archive.articles() if "two" in (article.path or "")]
    assert [article.id.partition("@")[0] for article in found] == list("123456789")
    assert [article.paragraphs[0].lines for article in found] == [(line, line) for line in range(1, 10)]
