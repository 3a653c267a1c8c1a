"""A file of pages is cited by them, and what is cited is opened."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from click.testing import CliRunner

from dateline.cli import cli
from dateline.indexer.article import Article, Paragraph, Passage
from dateline.indexer.format.index.writer import IndexWriter
from dateline.search import Archive

TEXT = ("They met in Kabul.", "Nothing was signed.")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    first, second = (Paragraph(text, (page, page)) for text, page in zip(TEXT, (1, 3), strict=True))
    article = Article("a", (first, second), title="Talks", path="/news/talks.pdf", locator="page")
    passages = [Passage(0, len(TEXT[0]), (1, 1)), Passage(len(TEXT[0]) + 2, len(article.text), (3, 3))]
    with IndexWriter(tmp_path / "index") as writer:
        writer.add_article(article, passages)
    return tmp_path / "index"


@pytest.mark.parametrize("engine", ["arrays", "whoosh"])
def test_each_engine_cites_the_page(index: Path, engine: Literal["arrays", "whoosh"]) -> None:
    with Archive.open(index, engine=engine) as archive:
        [hit] = archive.search("signed")
        assert (hit.cite, hit.passages[0].lines) == ("/news/talks.pdf:p3", (3, 3))
        assert archive.search("title:talks")[0].cite == "/news/talks.pdf:p1"
        assert archive.get("a").locator == "page"


@pytest.mark.parametrize("cited", ["/news/talks.pdf:p3", "/news/talks.pdf:3", "/news/talks.pdf"])
def test_show_opens_what_is_cited(index: Path, cited: str) -> None:
    shown = CliRunner().invoke(cli, ["show", cited, "--index", str(index)])
    assert (shown.exit_code, "/news/talks.pdf:p1" in shown.output) == (0, True)


def test_a_page_without_an_article_is_said(index: Path) -> None:
    shown = CliRunner().invoke(cli, ["show", "/news/talks.pdf:p7", "--index", str(index)])
    assert "has no article at page 7" in shown.output
    assert "/news/talks.pdf:p1" in shown.output
