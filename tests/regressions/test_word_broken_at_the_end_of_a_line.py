"""Words that a wrapped text breaks with a hyphen were two words to the index: "coun- tries"."""

from __future__ import annotations

from pathlib import Path

from dateline.indexer import build, read
from dateline.search import search

WRAPPED = """Border talks

The ministers of the two coun-
tries met to discuss the secu-
rity of the Tajik-
Afghan border and the problem of drug traf-
ficking across the river. The well-
known engineer Jane Doe doubted that it would help.
"""


def test_words_broken_at_line_ends_are_found_and_shown_whole(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WRAPPED)
    build([tmp_path / "a.txt"], index=tmp_path / "index")
    for query in ("countries", '"security of the Tajik-Afghan border"', "trafficking", '="well-known"'):
        [article] = search(query, index=tmp_path / "index")
        [passage] = article.passages
        assert "the two countries met to discuss the security of the Tajik-Afghan border" in passage.text
        assert "- " not in passage.text


def test_a_soft_hyphen_at_the_end_of_a_line_is_no_blank(tmp_path: Path) -> None:
    text = WRAPPED.replace("-\n", "\u00ad\n").replace("Tajik\u00ad", "Tajik-").replace("well\u00ad", "well-")
    (tmp_path / "a.txt").write_text(text.rstrip("\n") + "\u00ad\n", "utf-8")
    [article] = read(tmp_path / "a.txt")
    assert "the two countries met to discuss the security of the Tajik-Afghan border" in article.text
    assert "\u00ad" not in article.text
