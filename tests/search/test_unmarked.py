"""Vietnamese words typed without their marks find those with marks; typed with marks, those alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dateline.indexer import build
from dateline.search import Archive

ARTICLES = [
    {"id": "marked", "language": "vi", "text": "Thủ đô Hà Nội đón hàng nghìn du khách trong dịp lễ tại đây."},
    {
        "id": "plain",
        "language": "vi",
        "text": "Ha Noi la thu do cua Viet Nam va co nhieu du khach den tham quan.",
    },
    {
        "id": "apart",
        "language": "vi",
        "text": "Bộ trưởng nói rằng hạ tầng của tỉnh cần được đầu tư nhiều hơn.",
    },
    {"id": "english", "language": "en", "text": "Border guards met the minister in the capital on Monday."},
]


@pytest.fixture(scope="module", params=["arrays", "whoosh"])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("vietnamese")
    build(ARTICLES, index=folder)
    with Archive.open(folder, engine=request.param) as archive:
        yield archive


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ha noi", ["plain", "apart", "marked"]),
        ('"ha noi"', ["plain", "marked"]),
        ("HA NOI", ["plain", "apart", "marked"]),
        ("ha ADJ/1 noi", ["plain", "marked"]),
        ("thu do", ["plain", "marked"]),
        ("truong", ["apart"]),
        ("hà nội", ["marked"]),
        ("Hà nội -ha", ["marked"]),
        ("=ha =noi", ["plain"]),
        ("ha*", ["apart", "marked", "plain"]),
        ("border guards", ["english"]),
    ],
)
def test_what_is_typed_without_marks_may_have_any(archive: Archive, query: str, found: list[str]) -> None:
    assert sorted(hit.id for hit in archive.search(query)) == sorted(found)


def test_what_is_written_as_it_was_typed_leads(archive: Archive) -> None:
    assert next(iter(archive.search("ha noi"))).id == "plain"


def test_what_was_meant_is_marked(archive: Archive) -> None:
    (hit,) = archive.search("hang nghin")
    snippet = hit.passages[0].snippet()
    assert [snippet.text[start:end] for start, end in snippet.spans] == ["hàng", "nghìn"]


def test_it_is_said_that_any_marks_count(archive: Archive) -> None:
    assert archive.search("ha noi").read_as.endswith("with any marks")
    assert "marks" not in archive.search("hà nội").read_as


def test_an_english_query_is_not_taken_for_vietnamese(archive: Archive) -> None:
    assert "marks" not in archive.search("border guards met").read_as


def test_a_part_is_counted_with_all_it_may_be(archive: Archive) -> None:
    assert "in no article: zanzibar" in archive.search("truong zanzibar").warnings
