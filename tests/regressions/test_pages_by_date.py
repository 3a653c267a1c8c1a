"""Sorted by date, rows of one date stood in another order on each page: some came twice, others never.

Neighbouring words count in the 200 articles that lead by all else; these were taken among the rows of a page
and those before.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.search import Archive

WORDS = "border guards drug trafficking summit oil price ministry river bridge".split()  # noqa: SIM905


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chosen = random.Random(7)
    folder = tmp_path_factory.mktemp("archive") / "index"
    build(
        [
            {
                "id": f"a{number:03}",
                "date": f"2013-05-{number % 9 + 1:02}",
                "text": " ".join(chosen.choices(WORDS, k=30)),
            }
            for number in range(450)
        ],
        index=folder,
    )
    return folder


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_pages_by_date_are_parts_of_one_order(index: Path, sort: str) -> None:
    with Archive.open(index) as archive:
        ids = [
            [hit.id for hit in archive.search("drug oil", limit=limit, offset=offset, sort=sort, passages=0)]  # type: ignore[arg-type]
            for limit, offset in [(450, 0), *((30, offset) for offset in range(0, 450, 30))]
        ]
    whole, *pages = ids

    assert len(whole) > 300
    assert [one for page in pages for one in page] == whole


def test_the_reference_has_the_same_order(index: Path) -> None:
    found = []
    for engine in ("arrays", "whoosh"):
        with Archive.open(index, engine=engine) as archive:
            found.append([hit.id for hit in archive.search("drug oil", limit=450, sort="newest", passages=0)])

    assert found[0] == found[1]
