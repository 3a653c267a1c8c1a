"""Whoosh 2.7.4 with no stop list, so that it does the same work as the other engines."""

from __future__ import annotations

from typing import Any

from whoosh.analysis import StemmingAnalyzer

from benchmarks.speed.runners import whoosh_runner

__all__ = ["Runner"]


class Runner(whoosh_runner.Runner):
    """Stock Whoosh but for the stop list."""

    def analyzer(self) -> Any:
        return StemmingAnalyzer(stoplist=None, minsize=1)

    def about(self) -> str:
        return (
            super()
            .about()
            .replace("StemmingAnalyzer()", "StemmingAnalyzer(stoplist=None)")
            .replace("stop words removed", "no stop words")
        )
