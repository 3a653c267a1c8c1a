"""Some articles of a larger collection are ranked and marked by its numbers, as if all of it were there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.source_table import Roots
from dateline.indexer.format.index.toc import read_toc
from dateline.indexer.format.index.whole_articles import open_segments, whole_articles
from dateline.indexer.opensearch.documents import Stored
from dateline.search.arrays.answers import article_hits
from dateline.search.arrays.evaluator import Evaluator
from dateline.search.arrays.ranked import Ranked
from dateline.search.engine import By
from dateline.search.opensearch.sample import Samples
from dateline.search.query.nodes import Leaf
from dateline.search.query.reading import read_query
from dateline.search.results import ArticleHit
from tests.search.tiny import new_article, write_segments

QUERIES = (
    "oil prices",
    '"oil prices"',
    "oil NEAR/4 market",
    "pric*",
    "title:oil market",
    "oil w/s fell",
    "=Oil",
    "atleast2:oil",
    "oil -rain",
    "source:Reuters market",
)


@dataclass(frozen=True, slots=True)
class Here:
    """The numbers of a collection that lies in a folder after all."""

    evaluator: Evaluator
    languages: tuple[tuple[str, int], ...]
    articles: int
    passages: int
    text_length: float
    title_length: float
    passage_length: float
    lengths_of_passages: tuple[float, float]

    def having(self, leaf: Leaf, *, passages: bool) -> int:
        """In how many articles, or passages, a leaf occurs."""
        level = self.evaluator.state.level("passage" if passages else "article")
        return level.leaf(leaf).documents

    def having_term(self, term: str) -> int:
        """Asked for by expansion alone."""
        raise NotImplementedError(term)


def numbers_of(index: IndexReader) -> Here:
    views = (evaluator := Evaluator(index)).state.views
    texts = [length for view in views for length in view.article_lengths.tolist()]
    titles = [length for view in views for length in view.title.lengths.tolist()]
    passages = [length for view in views for length in view.text.lengths.tolist()]
    over_passages = sum(
        int(view.title.lengths[article]) for view in views for article in view.article_of.tolist()
    )
    return Here(
        evaluator,
        tuple(sorted(index.languages.items())),
        len(texts),
        len(passages),
        sum(texts) / sum(map(bool, texts)),
        sum(titles) / sum(map(bool, titles)),
        sum(passages) / sum(map(bool, passages)),
        (sum(passages) / len(passages), over_passages / len(passages)),
    )


def hits(evaluator: Evaluator, query: str, by: By) -> list[ArticleHit]:
    read = read_query(query, languages={"en": 1}).query
    ranked = Ranked(evaluator.state, read, by)
    ranked.rows = ranked.find(500, "relevance", 3)
    return list(article_hits(ranked))


@pytest.mark.parametrize("by", ["article", "passage"])
def test_scores_marks_and_records_are_those_of_the_whole(tmp_path: Path, by: By) -> None:
    folder = tmp_path / "index"
    words = (
        "oil prices rose",
        "the market fell",
        "oil fell, and the oil market",
        "rain fell",
        "Oil again. Prices",
    )
    articles = [
        new_article(
            f"a{number}",
            f"{words[number % 5]} on day {number}. {words[number % 3]} too, it was said.",
            f"{words[number % 4]}. Nothing else of the market.",
            f"  {words[number % 2]} amid it.",
            title=f"{words[number % 3]}" if number % 7 else None,
            date=f"2013-0{number % 9 + 1}",
            source="Reuters" if number % 2 else "The Astana Times",
            author="Ann Lee" if number % 3 else None,
            meta="section=World" if number % 4 else None,
            path=f"{number}.txt",
        )
        for number in range(40)
    ]
    write_segments(folder, articles[:25], articles[25:])
    with IndexReader.open(folder) as index:
        whole = numbers_of(index)
        toc = read_toc(folder)
        every = [
            Stored(one.article, one.passages, one.sentences, order, one.indexed)
            for order, one in enumerate(whole_articles(open_segments(folder, toc)))
        ]
        some = every[::2] + every[1:20:4]
        here = {one.article.id for one in some}
        sample = Samples(Roots(toc.sources, folder), whole).of(some)
        try:
            for query in QUERIES:
                expected = [hit for hit in hits(whole.evaluator, query, by) if hit.id in here]
                assert expected
                assert hits(sample.evaluator, query, by) == expected
        finally:
            sample.close()
