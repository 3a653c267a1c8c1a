"""What a server does not take is named, and costs nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dateline.indexer import build
from dateline.indexer.opensearch.schema import settings
from tests.opensearch.writing.corpus import articles_of, write_folder

pytestmark = pytest.mark.usefixtures("read_here")


@pytest.fixture(autouse=True)
def few_passages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers that take no article of more than three passages."""

    def narrow(*given: Any) -> dict[str, Any]:
        made = settings(*given)
        made["index"]["mapping.nested_objects.limit"] = 3
        return made

    monkeypatch.setattr("dateline.indexer.opensearch.publishing.settings", narrow)


def long_story() -> str:
    return "Long story\n\n" + "\n\n".join(
        f"Paragraph {number}. " + "Many words follow it. " * 12 for number in range(9)
    )


def test_an_article_that_is_refused_is_named_and_the_others_are_there(tmp_path: Path, address: str) -> None:
    source = write_folder(tmp_path / "source")
    (source / "long.txt").write_text(long_story())

    report = build(str(source), index=address)

    (skipped,) = report.skipped
    assert skipped.path == str(source / "long.txt")
    assert "refused by the server" in skipped.reason and "nested" in skipped.reason
    assert report.articles == 21


def test_its_file_is_read_again(tmp_path: Path, address: str) -> None:
    source = write_folder(tmp_path / "source")
    (source / "long.txt").write_text(long_story())
    build(str(source), index=address)

    report = build(str(source), index=address)

    assert (report.unchanged, len(report.skipped)) == (10, 1)
    (source / "long.txt").write_text("Short story\n\nFew words.\n")
    assert build(str(source), index=address).articles == 22


def test_a_record_that_is_refused_is_named(address: str) -> None:
    report = build(
        [{"id": "long", "text": long_story()}, {"id": "short", "text": "Few words."}], index=address
    )

    assert [(one.path, one.cause) for one in report.skipped] == [("record long", "trouble")]
    assert [article.id for article, _ in articles_of(address)] == ["short"]
