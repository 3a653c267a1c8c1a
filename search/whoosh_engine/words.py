"""The words of an index, counted in its texts one by one."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from dateline.indexer.analysis.folding import fold
from dateline.search.query.nodes import Word
from dateline.search.ranking.feedback import Content, analysed
from dateline.search.tallies import TermCount

if TYPE_CHECKING:
    from dateline.search.whoosh_engine.documents import Documents
    from dateline.search.whoosh_engine.formulae import Formulae

__all__ = ["DocumentWords", "words_beginning"]


def words_beginning(documents: Documents, prefix: str, *, limit: int) -> tuple[TermCount, ...]:
    """The most frequent words whose folded writing begins with `prefix`; ties by word."""
    folded = fold(prefix.strip())
    writings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    having: defaultdict[str, set[int]] = defaultdict(set)
    for article in documents.articles if folded else ():
        texts = [documents.title(article.number)]
        texts += [documents.text(document) for document in range(article.first, article.last)]
        for token in (token for text in texts for token in text.tokens):
            word = fold(token.form)
            if word.startswith(folded):
                writings[word][token.form] += 1
                if article.live:
                    having[word].add(article.number)
    order = sorted(writings, key=lambda word: (-writings[word].total(), word))[:limit]
    return tuple(
        TermCount(
            min(writings[word], key=lambda form: (-writings[word][form], form)),
            writings[word].total(),
            len(having[word]),
        )
        for word in order
    )


class DocumentWords:
    """The words of the index, for choosing words of articles (feedback.py)."""

    def __init__(self, documents: Documents, formulae: Formulae) -> None:
        self._documents = documents
        self._formulae = formulae

    @property
    def total(self) -> int:
        """How many articles there are."""
        return len(self._documents.articles)

    def read(self, segment: int, article: int) -> Content:
        """What an article says; articles are counted over all segments."""
        place = self._documents.articles[article]
        texts = [self._documents.text(document).text for document in range(place.first, place.last)]
        return analysed(place.value("language") or "", place.title, texts)

    def having(self, term: str) -> int:
        """In how many articles a term is."""
        return self._formulae.having(Word(None, term, (term,)))
