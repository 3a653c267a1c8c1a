"""Several archives searched as one, and an archive that moves to the newest state."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from dateline import Archive, IndexDamaged, IndexMissing, build

FIRST = [{"id": f"a{n}", "title": "Border", "text": f"Border guards met {'often ' * n}."} for n in range(4)]
SECOND = [{"id": f"b{n}", "text": f"Wheat prices fell at the border {'again ' * n}."} for n in range(7)]


def made(folder: Path, *batches: list[dict[str, str]]) -> Path:
    for batch in batches:
        build(batch, index=folder)
    return folder


@pytest.mark.parametrize("engine", ["arrays", "whoosh"])
@pytest.mark.parametrize("by", ["article", "passage"])
def test_two_archives_score_as_one_index_of_both(tmp_path: Path, engine: str, by: str) -> None:
    a, b = made(tmp_path / "a", FIRST), made(tmp_path / "b", SECOND)
    both = made(tmp_path / "both", FIRST, SECOND)
    with Archive.open([a, b], engine=engine) as several, Archive.open(both, engine=engine) as one:
        for query in ("border", "guards OR wheat", '"border guards"', "bord*", "border -wheat"):
            found, wanted = several.search(query, limit=20, by=by), one.search(query, limit=20, by=by)  # type: ignore[arg-type]
            assert [(hit.id, hit.score) for hit in found] == [(hit.id, hit.score) for hit in wanted]
            assert found.total == wanted.total > 0
        assert several.terms("bor") == one.terms("bor")
        assert several.stats().articles == one.stats().articles == 11
        assert several.generation == (1, 1)


def test_a_tie_goes_to_the_first_archive_and_one_given_twice_is_read_once(tmp_path: Path) -> None:
    a = made(tmp_path / "a", [{"id": "1", "text": "Border guards."}])
    b = made(tmp_path / "b", [{"id": "2", "text": "Border guards."}])
    with Archive.open([b, a, tmp_path / "." / "b"]) as archive:
        assert [hit.id for hit in archive.search("border")] == ["2", "1"]


@pytest.mark.parametrize("engine", ["arrays", "whoosh"])
@pytest.mark.parametrize("by", ["article", "passage"])
def test_what_was_added_last_to_any_archive_comes_first(tmp_path: Path, engine: str, by: str) -> None:
    for number in range(5):
        made(tmp_path / "ab"[number % 2], [{"id": str(number), "text": f"Border guards {number}."}])
    with Archive.open([tmp_path / "b", tmp_path / "a"], engine=engine) as archive:
        found = archive.search("border", sort="added", by=by, limit=4)  # type: ignore[arg-type]
        assert [hit.id for hit in found] == ["4", "3", "2", "1"]


def test_articles_of_the_same_id_are_both_found_and_the_first_is_meant(tmp_path: Path) -> None:
    a = made(tmp_path / "a", [{"id": "1", "text": "Border guards."}])
    b = made(tmp_path / "b", [{"id": "1", "text": "Border wheat."}])
    with Archive.open([a, b]) as archive:
        assert [hit.passages[0].text for hit in archive.search("border")] == [
            "Border guards.",
            "Border wheat.",
        ]
        assert archive.get("1").text == "Border guards."
        assert archive.folders_having("1") == (str(a), str(b))


def test_an_archive_that_is_missing_is_named(tmp_path: Path) -> None:
    a = made(tmp_path / "a", FIRST)
    with pytest.raises(IndexMissing, match="nowhere"):
        Archive.open([a, tmp_path / "nowhere"])
    with pytest.raises(ValueError, match="folder"):
        Archive.open([])


def test_refresh_moves_to_the_newest_state_and_results_stay_whole(tmp_path: Path) -> None:
    with Archive.open(made(tmp_path / "a", FIRST)) as archive:
        found = archive.search("border")
        assert (archive.refresh(), archive.generation) == (False, 1)
        made(tmp_path / "a", SECOND)
        assert len(archive.search("wheat")) == 0
        assert (archive.refresh(), archive.generation) == (True, 2)
        assert (found.total, archive.search("wheat").total, archive.stats().articles) == (4, 7, 11)


def test_readers_see_old_or_new_while_a_writer_commits(tmp_path: Path) -> None:
    folder = made(tmp_path / "a", [{"id": "0", "text": "Border 0."}])
    wrong: list[object] = []
    done = threading.Event()

    def read() -> None:
        seen = 0
        try:
            with Archive.open(folder) as archive:
                while not done.is_set():
                    archive.refresh()
                    count = len(archive.search("border", limit=100))
                    with Archive.open(folder) as fresh:
                        fresh.stats()
                    wrong.extend([(seen, count)] if count < seen else [])
                    seen = count
        except Exception as error:
            wrong.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(1, 12):
        build([{"id": str(number), "text": f"Border {number}."}], index=folder)
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []


def test_what_fails_unforeseen_on_a_damaged_index_is_told_as_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dateline.search.arrays.engine import ArrayEngine

    def fail(*_: object, **__: object) -> None:
        raise IndexError(7)

    monkeypatch.setattr(ArrayEngine, "facets", fail)
    folder = made(tmp_path / "a", FIRST)
    with Archive.open(folder) as archive, pytest.raises(IndexError):  # a fault of ours stays one
        archive.facets("border", "source")
    (segment,) = folder.glob("*.segment")
    raw = bytearray(segment.read_bytes())
    raw[100] ^= 1
    segment.write_bytes(raw)
    with Archive.open(folder) as archive, pytest.raises(IndexDamaged, match="segment") as told:
        archive.facets("border", "source")
    assert isinstance(told.value.__cause__, IndexError)


def test_an_archive_of_the_newest_state_leaves_this_one_as_it_is(tmp_path: Path) -> None:
    folder = made(tmp_path / "index", FIRST)
    with Archive.open(folder) as archive:
        assert archive.newer() is None
        made(folder, SECOND)
        newer = archive.newer()

        assert newer is not None
        assert (archive.search("border").total, newer.search("border").total) == (4, 11)
        assert (archive.generation, newer.generation) == (1, 2)
