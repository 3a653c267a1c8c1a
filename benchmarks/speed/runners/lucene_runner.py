"""Lucene, asked over a pipe: EnglishAnalyzer without stop words (Porter), UnifiedHighlighter, offsets."""

from __future__ import annotations

import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from benchmarks.speed.documents import By, Document, day_number, documents
from benchmarks.speed.runners import base
from benchmarks.speed.runners.lucene_program import VERSION, command

__all__ = ["Runner"]

NUMBER: Final = struct.Struct(">i")
PARTS_OF_HIT: Final = 4


class Runner(base.Runner):
    """A Java process that starts with the first thing asked of it and stays until `quit`.

    Its times are those of its searching thread: neither the pipe nor this process is in them.
    """

    warm_asks = 500  # of a kind: by then Java has compiled what is asked often (chosen by eye)

    def __init__(self, by: By = "passage") -> None:
        super().__init__(by)
        self._process: subprocess.Popen[bytes] | None = None
        self._wall_s = self._cpu_s = 0.0
        self._opened = ""

    def build(self, documents_path: Path, folder: Path, threads: int) -> None:
        self._index(documents(documents_path), folder, threads)
        self.quit()

    def add(self, document: Document, folder: Path) -> None:
        self._index(iter([document]), folder, 1)

    def _index(self, given: Iterator[Document], folder: Path, threads: int) -> None:
        pipe = self._pipe()
        _send(pipe, "index", str(folder), str(threads))
        for document in given:
            d = document
            kept = (d["article"], d["title"], str(day_number(d["date"])), d["source"], d["place"], d["text"])
            _send(pipe, str(d["id"]), *kept)
        self._ask()  # a message without parts: that was all

    def open(self, folder: Path) -> None:
        (self._opened,) = self._ask("open", str(folder))

    def close(self) -> None:
        self._ask("close")

    def quit(self) -> None:
        if self._process:
            self._process.communicate()
            self._process = None

    def search(self, query: base.Query, *, limit: int = 10, snippets: bool = False) -> list[base.Hit]:
        days, needs_all = (query["first"], query["last"]), int(self.needs_all_words(query))
        numbers = (*days, needs_all, limit, int(snippets))
        parts = iter(self._ask("search", query["kind"], query["text"], *map(str, numbers)))
        hits = zip(*[parts] * PARTS_OF_HIT, strict=True)
        return [
            base.Hit(int(number), float(score), (shown,) if snippets else (), heading)
            for number, score, shown, heading in hits
        ]

    def clock(self) -> tuple[float, float]:
        return self._wall_s, self._cpu_s

    def about(self) -> str:
        return f"{self._opened or f'Lucene {VERSION}'}, EnglishAnalyzer (Porter) without stop words"

    def _pipe(self) -> IO[bytes]:
        if self._process is None:
            arguments = command(self.by, str(base.TITLE_BOOST))
            self._process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdin
        return self._process.stdin

    def _ask(self, *parts: str) -> list[str]:
        """What is answered to a message. Raises RuntimeError with what Lucene said of a failure."""
        pipe = self._pipe()
        _send(pipe, *parts)
        pipe.flush()
        assert self._process and self._process.stdout
        failed, wall, cpu, *answer = _receive(self._process.stdout)
        if failed:
            raise RuntimeError(f"Lucene: {failed}")
        self._wall_s += float(wall) / 1e6
        self._cpu_s += float(cpu) / 1e6
        return answer


def _send(pipe: IO[bytes], *parts: str) -> None:
    """A message: the number of its parts, then the length of each and its UTF-8."""
    pipe.write(NUMBER.pack(len(parts)))
    for part in parts:
        encoded = part.encode()
        pipe.write(NUMBER.pack(len(encoded)))
        pipe.write(encoded)


def _receive(pipe: IO[bytes]) -> list[str]:
    return [pipe.read(_number(pipe)).decode() for _ in range(_number(pipe))]


def _number(pipe: IO[bytes]) -> int:
    read = pipe.read(NUMBER.size)
    if len(read) < NUMBER.size:
        raise RuntimeError("Lucene: the Java process ended without an answer; what it said is above")
    number: int = NUMBER.unpack(read)[0]
    return number
