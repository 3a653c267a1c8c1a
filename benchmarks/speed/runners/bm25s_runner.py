"""bm25s with PyStemmer, numpy backend: bags of words only (no phrases, no operators, no snippets)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from benchmarks.speed.documents import day_number, documents
from benchmarks.speed.runners import base

__all__ = ["Runner"]

WORD: Final = re.compile(r"\w+")


class Runner(base.Runner):
    """BM25 by Lucene's formula, computed while indexing. It has one field and no AND: by article, a title is
    read as the first line of its text, and any of the words may match.
    """

    kinds = ("term", "multi", "long", "daterange")
    snippets = False

    def build(self, documents_path: Path, folder: Path, threads: int) -> None:
        texts, days = [], []
        for document in documents(documents_path):
            titled = self.by == "article" and document["title"]
            texts.append(f"{document['title']}\n{document['text']}" if titled else document["text"])
            days.append(day_number(document["date"]))
        tokens = bm25s.tokenize(
            texts,
            token_pattern=WORD.pattern,
            stopwords=None,
            stemmer=Stemmer.Stemmer("porter"),
            show_progress=False,
        )
        scorer = bm25s.BM25(k1=1.2, b=0.75, method="lucene", backend="numpy")
        scorer.index(tokens, show_progress=False)
        scorer.save(folder, corpus=texts, show_progress=False)
        np.save(folder / "days.npy", np.array(days, dtype=np.int32))

    def open(self, folder: Path) -> None:
        self._scorer = bm25s.BM25.load(folder, load_corpus=False, mmap=False, show_progress=False)
        self._scorer.backend = "numpy"
        self._days = np.load(folder / "days.npy")
        self._stem = Stemmer.Stemmer("porter").stemWord

    def search(self, query: base.Query, *, limit: int = 10, snippets: bool = False) -> list[base.Hit]:
        mask = None
        if query["kind"] == "daterange":
            mask = ((self._days >= query["first"]) & (self._days <= query["last"])).astype(np.float32)
        tokens = self.tokens(query["text"])
        limit = min(limit, len(self._days))
        found = self._scorer.retrieve([tokens], k=limit, show_progress=False, weight_mask=mask)
        pairs = zip(found.documents[0].tolist(), found.scores[0].tolist(), strict=True)
        return [base.Hit(number, score) for number, score in pairs if score > 0]

    def tokens(self, text: str) -> list[str]:
        """The stems of a text, those the index knows and others."""
        return [self._stem(word) for word in WORD.findall(text.lower())]

    def exact_scores(self, text: str) -> NDArray[np.float32]:
        """The BM25 score of every passage for the words of a text; zeros when the index knows none."""
        known = [token for token in self.tokens(text) if token in self._scorer.vocab_dict]
        if not known:
            return np.zeros(len(self._days), dtype=np.float32)
        scores: NDArray[np.float32] = self._scorer.get_scores(known)
        return scores

    def about(self) -> str:
        return rf"bm25s {bm25s.__version__}, numpy backend, \w+ and Porter"
