"""How many more queries a second do two threads ask of one open index than one thread does?"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from benchmarks.speed.runners.base import Query, Runner

__all__ = ["ask_all", "rates"]


def rates(runner: Runner, queries: Sequence[Query]) -> list[float]:
    """Queries a second, by wall clock, of one thread and then of two at once."""
    return [count * len(queries) / _seconds(count, runner, queries) for count in (1, 2)]


def ask_all(runner: Runner, queries: Sequence[Query]) -> None:
    """Each query once, with snippets where the engine has any."""
    for query in queries:
        runner.search(query, snippets=runner.snippets)


def _seconds(threads: int, runner: Runner, queries: Sequence[Query]) -> float:
    """Until each thread has asked all, each from its own place in the list on: two are not at the same query.

    Raises what a search raised.
    """
    ready = Barrier(threads + 1)

    def ask(first: int) -> None:
        turned = [*queries[first:], *queries[:first]]
        ready.wait()
        ask_all(runner, turned)

    with ThreadPoolExecutor(threads) as pool:
        asking = [pool.submit(ask, number * len(queries) // threads) for number in range(threads)]
        ready.wait()
        started = time.perf_counter()
        for one in asking:
            one.result()
        return time.perf_counter() - started
