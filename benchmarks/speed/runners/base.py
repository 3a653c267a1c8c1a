"""What an engine has to do.

The same work for all: index the text (stemmed English, no stop words removed unless the runner says so,
positions kept), store the text, keep the date so that it can filter, rank by BM25, answer document ids. There
are two ways to be asked:

- *by passage*: a document is a passage, nothing but its text is searched, and any of the words may match but
  for the kind `and`; k1 = 1.2 and b = 0.75.
- *by article*: a document is a whole article, its title is searched too and counts more, all of the words
  must match, and the answer is what a page shows: heading, date, source, and the best of the text.

An engine is imported at the top of its module, so that a cold start has it.
"""

from __future__ import annotations

import resource
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar, Final, NamedTuple, TypedDict

from benchmarks.speed.documents import By, Document

__all__ = ["KINDS", "TITLE_BOOST", "Hit", "Query", "Runner"]

KINDS: Final = ("term", "multi", "long", "phrase", "and", "daterange", "prefix", "fuzzy")

TITLE_BOOST: Final = 3.0  # Dateline's own weight of a title, given to all that can weigh one


class Hit(NamedTuple):
    """A document found. Where it is to be shown: its highlighted snippets, and by article its heading too."""

    id: int
    score: float
    snippets: tuple[str, ...] = ()
    heading: str = ""


class Query(TypedDict):
    """One query. `first` and `last` are days as integers (20130528), inclusive, for a date range."""

    qid: int
    kind: str
    text: str
    first: int
    last: int


class Runner(ABC):
    """One engine, asked by article or by passage."""

    kinds: ClassVar[tuple[str, ...]] = KINDS  # what it can answer
    snippets: ClassVar[bool] = True  # whether it can show where the match is
    warm_asks: ClassVar[int] = 3  # asks of a kind after which the next take as long as all later ones

    def __init__(self, by: By = "passage") -> None:
        self.by: Final[By] = by

    @abstractmethod
    def build(self, documents_path: Path, folder: Path, threads: int) -> None:
        """Index a file of documents into a folder that is empty. All is on disk on return."""

    def build_files(self, files: Path, folder: Path, threads: int) -> None:
        """Bring an index up to date with a folder of files. All is on disk on return."""
        raise NotImplementedError

    def add(self, document: Document, folder: Path) -> None:
        """Add one document to a built index. All is on disk on return."""
        raise NotImplementedError

    @abstractmethod
    def open(self, folder: Path) -> None:
        """Open a built index for searching."""

    def close(self) -> None:  # noqa: B027  # most have nothing to do
        """Let go of the index."""

    def quit(self) -> None:  # noqa: B027  # most have nothing to do
        """End what runs beside this process: its CPU time and memory are this one's from then on."""

    def clock(self) -> tuple[float, float]:
        """Seconds of wall and of CPU time, each from some moment on: to be read before and after a task.

        CPU time is that of this process with all its threads and of the children that have ended; of an
        engine that runs beside it, that of the thread that does what is asked.
        """
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.perf_counter(), time.process_time() + children.ru_utime + children.ru_stime

    @abstractmethod
    def search(self, query: Query, *, limit: int = 10, snippets: bool = False) -> list[Hit]:
        """The best documents, best first."""

    @abstractmethod
    def about(self) -> str:
        """Versions and settings, for the report."""

    def needs_all_words(self, query: Query) -> bool:
        """Whether a document must have every word of a query to be an answer."""
        return self.by == "article" or query["kind"] == "and"
