"""Pages as files: their encoding, their suffix."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.indexer import read
from dateline.indexer.errors import SourceError

WORDS = "Лидеры шести государств встретились в столице и обсудили положение."


@pytest.mark.parametrize("name", ["a.html", "a.HTM"])
def test_a_page_is_read_in_the_encoding_it_declares(tmp_path: Path, name: str) -> None:
    page = f'<html><head><meta charset="koi8-r"></head><body><p>{WORDS}</p></body></html>'
    (tmp_path / name).write_bytes(page.encode("koi8-r"))
    [article] = read(tmp_path / name)
    assert (article.text, article.language) == (WORDS, "ru")


def test_a_page_without_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body></body></html>")
    with pytest.raises(SourceError, match="holds no article text"):
        read(tmp_path / "a.html")
