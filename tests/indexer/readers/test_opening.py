"""What is opened at all, how much of it, and how its bytes become text."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer import read
from dateline.indexer.errors import Skipped, SourceError
from dateline.indexer.intake import take
from dateline.indexer.readers.opening import decode, open_source, read_whole, stamp_of
from dateline.indexer.sources import End, Source

ENGLISH = "The president’s speech – “a new beginning” – was long. It cost £5 and pleased the café owners. "


def refused(path: Path) -> str:
    with pytest.raises(SourceError) as caught:
        read(path)
    assert str(path) in str(caught.value)
    return caught.value.reason


def test_a_fifo_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert refused(tmp_path / "a.txt") == "not a regular file but a FIFO"


def test_folders_sockets_and_devices_are_refused(tmp_path: Path) -> None:
    assert "a folder" in refused(tmp_path)
    assert "a device" in refused(Path("/dev/zero"))
    address = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as server:
        try:
            server.bind(str(address))
        except OSError:
            pytest.skip("the path is too long for a socket")
        assert "a socket" in refused(address)


def test_a_missing_file_and_an_impossible_name_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.txt") == "no such file or folder"
    assert refused(Path("a\0b")) == "not a file name"


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    assert refused(tmp_path / "a.txt") == "empty"


def test_a_file_over_the_limit_is_refused_unread_with_both_sizes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)  # sparse: takes no room
    assert refused(path) == "100 MB, the limit is 16 MB"
    path.write_bytes(b"a" * 11)
    with (
        open_source(path) as (stream, status),
        pytest.raises(SourceError, match="11 bytes, the limit is 10 bytes"),
    ):
        read_whole(stream, status, 10)


@pytest.mark.parametrize("data", [b"text\0with\0zeros", bytes(range(1, 32)) * 10, b"\0" + os.urandom(4096)])
def test_binary_junk_is_no_text(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert refused(tmp_path / "a.txt") == "looks like binary data, not text"


def test_the_stamp_is_the_same_read_whole_or_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words")
    with open_source(path) as (stream, status):
        data, stamp = read_whole(stream, status, 10)
        stream.seek(0)
        assert (data, stamp) == (b"words", stamp_of(stream, status))
    assert (stamp.size, len(stamp.sha256)) == (5, 64)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "utf-8"),
        (ENGLISH, "utf-8-sig"),
        (ENGLISH, "utf-16"),
        (ENGLISH, "utf-16-le"),
        (ENGLISH, "utf-16-be"),
        (ENGLISH, "utf-32"),
        (ENGLISH, "cp1252"),
        ("Die Größe der Straße überraschte den König und die Königin. " * 3, "latin-1"),
        ("Президент России провёл встречу с лидерами государств Центральной Азии в Москве. " * 3, "cp1251"),
        ("Президент России провёл встречу с лидерами государств Центральной Азии в Москве. " * 3, "koi8-r"),
        ("Cumhurbaşkanı görüşmeyi değerlendirdi ve ülkeler arasındaki ilişkileri övdü. " * 3, "utf-16"),
        ("Zażółć gęślą jaźń, powiedział prezydent, i wyjechał z Łodzi do Krakowa. " * 3, "cp1250"),
    ],
)
def test_text_is_decoded_as_it_was_encoded(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_declared_encoding_is_believed_where_it_fits() -> None:
    text = "Президент. "
    assert decode(text.encode("cp866"), declared="IBM866") == text
    assert decode("café £".encode("cp1252"), declared="utf-8") == "café £"
    assert decode("“café”".encode("cp1252"), declared="ISO-8859-1") == "“café”"
    assert decode("café".encode("cp1252"), declared="no-such-encoding") == "café"


def test_a_damaged_byte_costs_one_character_and_not_the_file() -> None:
    data = ("Президент России провёл встречу. " * 20).encode()
    end = data.index(b" ") + 1
    text = decode(data[:end] + b"\xff" + data[end:])
    assert text.count("\ufffd") == 1
    assert text.startswith("Президент")


@given(st.binary())
def test_any_bytes_decode(data: bytes) -> None:
    assert isinstance(decode(data), str)


@pytest.mark.parametrize("suffix", [".txt", ".html", ".jsonl"])
def test_any_bytes_are_read_or_refused(suffix: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("junk") / f"a{suffix}"

    @given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
    def read_or_refused(data: bytes) -> None:
        path.write_bytes(data)
        *items, end = take(Source(path, len(data), 1))
        assert items
        for item in items:
            if isinstance(item, Skipped):
                assert item.reason
                assert item.fault is None
        assert isinstance(end, End)
        assert end.stamp is not None
        assert end.stamp.size == len(data)

    read_or_refused()


def test_a_text_without_words_holds_no_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(" \n\n")
    with pytest.raises(SourceError, match="holds no article text"):
        read(tmp_path / "a.txt")
