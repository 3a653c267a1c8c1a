"""Does who asks a server get anything but the right answer or an error in a line, while nodes come and go?"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final

from dateline.indexer.format.errors import DatelineError
from dateline.search import Archive

__all__ = ["LIMIT_S", "Asking", "answers_of"]

LIMIT_S: Final = 120.0  # of an answer: several requests, each of which may wait for its timeout of 30 s
_PAUSE_S: Final = 0.05

QUESTIONS: Final[Mapping[str, Callable[[Archive], Any]]] = {
    "search": lambda archive: [
        (hit.id, hit.score) for hit in archive.search("border guards", limit=20, passages=2)
    ],
    "a phrase": lambda archive: archive.search('"border guards"', limit=5).to_dicts(),
    "a rare word": lambda archive: [hit.id for hit in archive.search("word17x3", limit=5)],
    "a total": lambda archive: archive.search("treaty NEAR/3 harvest", limit=1).total,
    "a count": lambda archive: archive.count("summit OR minister"),
    "facets": lambda archive: archive.facets("river", "lang"),
    "an article": lambda archive: archive.get("17-3").text,
    "words": lambda archive: archive.terms("word17x", limit=5),
    "how many": lambda archive: archive.stats().articles,
}


def answers_of(archive: Archive) -> dict[str, Any]:
    """The answer to every question."""
    return {name: ask(archive) for name, ask in QUESTIONS.items()}


class Asking:
    """Threads that ask until they are told to stop: what was wrong, how many answers and errors there were.

    Half of them open the archive anew for each round, half keep it open.
    """

    def __init__(self, address: str, right: Mapping[str, Any], threads: int = 2) -> None:
        self._address = address
        self._right = right
        self._going = True
        self._lock = threading.Lock()
        self.wrong: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()
        self.answers = 0
        self.longest = 0.0
        self._threads = [
            threading.Thread(target=self._ask, args=(number % 2 == 0,)) for number in range(threads)
        ]

    def __enter__(self) -> Asking:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._going = False
        until = time.monotonic() + LIMIT_S
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
            if thread.is_alive():
                self.wrong[f"a question hangs for {LIMIT_S:.0f} s"] += 1

    def _ask(self, kept: bool) -> None:
        archive: Archive | None = None
        while self._going:
            for name, ask in QUESTIONS.items():
                begun = time.monotonic()
                try:
                    if archive is None:
                        archive = Archive.open(self._address)
                    self._note(name, ask(archive))
                except DatelineError as error:
                    with self._lock:
                        self.errors[f"{type(error).__name__}: {error}"[:160]] += 1
                        if "\n" in str(error):
                            self.wrong["an error of several lines"] += 1
                except Exception as error:
                    with self._lock:
                        self.wrong[f"{name}: {type(error).__name__}: {error}"[:300]] += 1
                with self._lock:
                    self.longest = max(self.longest, time.monotonic() - begun)
                time.sleep(_PAUSE_S)
            if archive is not None and not kept:
                archive.close()
                archive = None

    def _note(self, name: str, answer: Any) -> None:
        with self._lock:
            self.answers += 1
            if answer != self._right[name]:
                self.wrong[f"{name}: a wrong answer"] += 1
