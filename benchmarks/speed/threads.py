"""How many more queries a second do two threads ask of one open index than one thread does?"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Final

from benchmarks.speed.runners.base import Query, Runner

__all__ = ["ask_all", "free_cores", "rates"]

HASHED: Final = bytes(1 << 20)
TIMES: Final = 200  # a fifth of a second


def rates(runner: Runner, queries: Sequence[Query]) -> list[float]:
    """Queries a second, by wall clock, of one thread and then of two at once. Raises what a search raised.

    Each thread asks all, from its own place in the list on: two are not at the same query.
    """

    def ask(thread: int, threads: int) -> None:
        first = thread * len(queries) // threads
        ask_all(runner, [*queries[first:], *queries[:first]])

    return [count * len(queries) / _seconds(count, ask) for count in (1, 2)]


def free_cores() -> float:
    """How many times as much two threads do as one where no lock is shared: 2 if two cores are free now."""

    def hash_all(thread: int, threads: int) -> None:
        for _ in range(TIMES):
            hashlib.sha256(HASHED)

    alone, both = (_seconds(count, hash_all) for count in (1, 2))
    return 2 * alone / both


def ask_all(runner: Runner, queries: Sequence[Query]) -> None:
    """Each query once, with snippets where the engine has any."""
    for query in queries:
        runner.search(query, snippets=runner.snippets)


def _seconds(threads: int, work: Callable[[int, int], None]) -> float:
    """Until so many threads have done their work, which is given a thread's number and how many there are."""
    ready = Barrier(threads + 1)

    def start(thread: int) -> None:
        ready.wait()
        work(thread, threads)

    with ThreadPoolExecutor(threads) as pool:
        working = [pool.submit(start, thread) for thread in range(threads)]
        ready.wait()
        started = time.perf_counter()
        for one in working:
            one.result()
        return time.perf_counter() - started
