"""What the articles of an index say, for choosing words of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.search.arrays.match.sorted_arrays import distinct, locate
from dateline.search.ranking.feedback import Content, analysed

if TYPE_CHECKING:
    from dateline.search.arrays.match.segment_view import SegmentView
    from dateline.search.arrays.score.collection import Collection

__all__ = ["ArticleWords"]


class ArticleWords:
    """The words of an index, told from its arrays; the texts of an article are analysed again."""

    def __init__(self, views: tuple[SegmentView, ...], collection: Collection | None = None) -> None:
        self._views = views
        self._collection = collection  # None: the views are all of it

    @property
    def total(self) -> int:
        """How many articles there are, deleted ones included."""
        if self._collection is not None:
            return self._collection.articles
        return sum(view.articles for view in self._views)

    def read(self, segment: int, article: int) -> Content:
        """What an article says, by the rules of its language."""
        view = self._views[segment]
        language = view.reader.keyword_field("language").value(article) or ""
        first, last = (int(passage) for passage in view.first_passage[article : article + 2])
        texts = [view.reader.passage_text(passage) for passage in range(first, last)]
        return analysed(language, view.reader.heads([article])[0]["title"] or "", texts)

    def having(self, term: str) -> int:
        """In how many articles, deleted ones included, a term is in title or text."""
        if self._collection is not None:
            return self._collection.having_term(term)
        return sum(_having(view, term.encode()) for view in self._views)


def _having(view: SegmentView, term: bytes) -> int:
    in_text, in_title = view.text.find(term), view.title.find(term)
    if in_text < 0:
        return view.title.document_frequency(in_title) if in_title >= 0 else 0
    articles = view.article_of[view.text.documents(in_text)]
    articles = articles[distinct(articles)]
    if in_title < 0:
        return len(articles)
    titles = view.title.documents(in_title).astype(articles.dtype, copy=False)
    return len(articles) + len(titles) - int(locate(articles, titles)[0].sum())
