"""An archive that is open while its index is built anew goes on answering, of the new one."""

from __future__ import annotations

from dateline import Archive, build

RECORDS = [{"id": str(n), "title": f"Border {n}", "text": f"The guards met {n} times."} for n in range(5)]


def test_an_open_archive_outlives_an_index_that_is_built_anew(address: str) -> None:
    build(RECORDS, index=address)
    with Archive.open(address) as archive:
        before = archive.search("guards")
        build([*RECORDS, {"id": "new", "text": "Guards came."}], index=address, full=True)

        assert archive.search("guards").total == 6
        assert archive.get("new").text == "Guards came."
        assert len(before) == 5
        assert archive.refresh()
        assert archive.count("guards").articles == 6
        assert not archive.refresh()


def test_a_newer_state_is_seen_when_it_is_asked_for(address: str) -> None:
    build(RECORDS, index=address)
    with Archive.open(address) as archive:
        generation, as_of = archive.generation, archive.as_of
        assert archive.newer() is None
        build([{"id": "new", "text": "Guards came."}], index=address)

        newer = archive.newer()
        assert newer is not None
        assert newer.generation != generation
        assert [hit.id for hit in newer.search("guards", indexed_after=as_of)] == ["new"]
        newer.close()
