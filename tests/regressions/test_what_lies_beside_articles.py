"""Saved searches beside an index, and an office program's notes beside documents, are no articles."""

from __future__ import annotations

from pathlib import Path

from dateline.indexer import build
from dateline.search.saved import SavedSearch, SavedSearches


def test_saved_searches_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The border was closed on Tuesday, officials said in the capital.")
    SavedSearches(tmp_path / "index").add(SavedSearch("border", "border"))
    report = build(tmp_path, index=tmp_path / "index")
    assert (report.new, report.files_skipped) == (1, 0)
    assert [one.cause for one in report.skipped] in ([], ["folder"])


def test_a_note_that_a_document_is_open_is_hidden(tmp_path: Path) -> None:
    (tmp_path / "~$story.docx").write_bytes(b"\x05Ann Lee" + bytes(150))
    report = build(tmp_path, index=tmp_path.with_name("index"))
    assert [one.cause for one in report.skipped] == ["hidden"]
