from __future__ import annotations

import tracemalloc

from dateline.indexer.format.index.seen_ids import SeenIds


def test_it_has_what_was_added_and_nothing_else() -> None:
    seen = SeenIds(f"a{number}" for number in range(70_000))
    seen.add("one more")
    seen.update(["a5", "a69999"])

    assert all(f"a{number}" in seen for number in range(0, 70_000, 7))
    assert "one more" in seen
    assert not any(f"b{number}" in seen for number in range(1000))


def test_of_many_ids_it_holds_a_few_bytes_each() -> None:
    def taken(ids: int) -> int:
        tracemalloc.start()
        seen = SeenIds(f"a{number}" for number in range(ids))
        current, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert "a1" in seen
        return current

    assert taken(4 << 16) - taken(2 << 16) < 12 * (2 << 16)
