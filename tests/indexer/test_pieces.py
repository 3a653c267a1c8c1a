"""A file of lines in pieces: cut at line ends, each byte in one, and of a file that grew only what is new."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.indexer import build, pieces
from dateline.indexer.article import Stamp
from dateline.indexer.errors import SourceError
from dateline.indexer.format.index.ledger import FileRecord
from dateline.indexer.sources import Source
from dateline.search import Archive


def source_of(path: Path) -> Source:
    status = path.stat()
    return Source(path, status.st_size, status.st_mtime_ns, kept="//1/a.jsonl")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def record_of(data: bytes, lines: int | None = None) -> FileRecord:
    stamp = Stamp(len(data), 1, sha256(data))
    return FileRecord("//1/a.jsonl", stamp, 1, data.count(b"\n") if lines is None else lines)


contents = st.lists(st.binary(max_size=9).map(lambda data: data.replace(b"\0", b"x")), max_size=9).map(
    b"\n".join
)


@settings(max_examples=150, deadline=None)
@given(data=contents, size=st.integers(1, 12), chunk=st.integers(1, 5), before=st.integers(0, 40))
def test_pieces_are_the_file_cut_at_line_ends(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, size: int, chunk: int, before: int
) -> None:
    path = tmp_path_factory.mktemp("pieces") / "a.jsonl"
    path.write_bytes(data)
    known = data[: data.rfind(b"\n", 0, before) + 1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "PIECE_BYTES", size)
        patch.setattr(pieces, "_CHUNK", chunk)
        patch.setattr(pieces, "wide_encoding", lambda _: None)
        found = list(pieces.pieces(source_of(path), record_of(known) if known else None))
    assert found[0].start == len(known)
    assert found[-1].stop == len(data)
    assert [piece.last for piece in found] == [False] * (len(found) - 1) + [True]
    place = len(known)
    for piece in found:
        assert piece.stop is not None
        assert piece.start == place
        assert piece.line == data[:place].count(b"\n") + 1
        place = piece.stop
        assert piece.sha256 == sha256(data[:place])
        assert piece.last or data[:place].endswith(b"\n")
        assert piece.lines in (0, data[:place].count(b"\n"))


def test_a_file_whose_beginning_is_another_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"one\ntwo\n")
    for record in (
        record_of(b"0ne\n"),  # altered
        record_of(b"one\ntwo\nthree\n"),  # longer than what is there: it was cut
        record_of(b"one", lines=0),  # ended amid a line
        FileRecord("//1/a.jsonl", None, 1, 1),  # not read to its end
        None,
    ):
        (piece,) = pieces.pieces(source_of(path), record)
        assert (piece.start, piece.line) == (0, 1)
    (piece,) = pieces.pieces(source_of(path), record_of(b"one\n"))
    assert (piece.start, piece.stop, piece.line, piece.lines) == (4, 8, 2, 2)


def test_a_file_of_one_article_is_its_own_piece(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words")
    (piece,) = pieces.pieces(source_of(path), None)
    assert (piece.start, piece.stop, piece.last) == (0, None, True)


def test_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("{}\n")
    source = source_of(path)
    path.unlink()
    with pytest.raises(SourceError):
        list(pieces.pieces(source, None))


# -- as somebody sees it who builds ------------------------------------------------------------------------


def line(article_id: str, text: str = "The border guards met.") -> str:
    return json.dumps({"id": article_id, "text": text}) + "\n"


def append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8", newline="") as stream:
        stream.write(text)


def texts(index: Path) -> dict[str, str]:
    with Archive.open(index) as archive:
        return {article.id: article.text for article in archive.articles()}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_what_was_added_is_read(tmp_path: Path, end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path, index = tmp_path / "a.jsonl", tmp_path / "index"
    path.write_text("".join(line(str(n)) for n in range(50)).replace("\n", end), newline="")
    build([path], index=index)
    cut: list[tuple[int, int]] = []
    whole = pieces.pieces

    def seen(*given: object) -> object:
        for piece in whole(*given):  # type: ignore[arg-type]
            cut.append((piece.line, piece.bytes))
            yield piece

    monkeypatch.setattr("dateline.indexer.refresh.pieces", seen)
    append(path, line("new"))
    report = build([path], index=index)
    assert (report.changed, report.articles) == (1, 51)
    assert cut == [(51, len(line("new")))]
    with Archive.open(index) as archive:
        assert archive.get("new").paragraphs[0].lines == (51, 51)


@pytest.mark.usefixtures("read_here")
def test_a_file_that_grew_holds_what_one_read_whole_does(tmp_path: Path) -> None:
    path, index = tmp_path / "a.jsonl", tmp_path / "index"
    steps = [
        line("a") + line("b").rstrip(),  # no end of the last line
        "\n" + line("c") + '{"id": "d", ',  # a line begun
        '"text": "The border."}\n' + line("a", "Taken already"),
        "no JSON\n\n" + line("e"),
        line("f"),
    ]
    for step in steps:
        append(path, step)
        assert build([path], index=index).seen == 1
    build([path], index=tmp_path / "fresh")
    assert texts(index) == texts(tmp_path / "fresh")
    assert build([path], index=index).unchanged == 1


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize("change", ["prefix", "cut", "regrown", "inserted"])
def test_a_file_changed_where_it_was_read_is_read_anew(tmp_path: Path, change: str) -> None:
    path, index = tmp_path / "a.jsonl", tmp_path / "index"
    before = [line("a"), line("b"), line("c")]
    path.write_text("".join(before))
    build([path], index=index)
    after = {
        "prefix": [line("A"), *before[1:], line("d")],
        "cut": before[:1],
        "regrown": [*before[:1], line("x"), line("y"), line("z"), line("w")],
        "inserted": [before[0], line("n"), *before[1:]],
    }[change]
    path.write_text("".join(after))
    assert build([path], index=index).changed == 1
    assert list(texts(index)) == [json.loads(one)["id"] for one in after]
