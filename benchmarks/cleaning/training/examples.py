"""What is a page to the model, as the cleaner meets it, and which of its blocks are the article?

A page is cleaned as any file is, and what the cleaner asks the model is written down: so what is trained on
is what is met later, whatever the rules before the model become.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from benchmarks.cleaning.extractors import Extract
from benchmarks.cleaning.gold import Gold, Page, PageSet
from benchmarks.cleaning.measures import overlap
from benchmarks.cleaning.training.alignment import align
from dateline.indexer.cleaning import body, clean
from dateline.indexer.cleaning.kinds import is_captioned
from dateline.indexer.cleaning.model import Clues, Verdict
from dateline.indexer.cleaning.model.ancestry import Ancestry
from dateline.indexer.cleaning.model.features import columns_of
from dateline.indexer.cleaning.model.words import fold
from dateline.indexer.cleaning.outline import Outline
from dateline.indexer.errors import SourceError
from dateline.indexer.readers.html import read

__all__ = ["Example", "examples", "site_of"]

_LEAST_FOUND: Final = 0.85  # of a body's runs must be blocks of the page, or its gold is of another text
# Second-level domains below which sites are registered.
_REGISTRIES: Final = frozenset(("ac", "co", "com", "edu", "gov", "net", "org"))

Floats = NDArray[np.float64]


@dataclass(slots=True)
class Example:
    """A page, what the cleaner asked of it, and what is known: arrays are over its candidates, in order.

    `labels` tell whether a candidate is the article's, `weights` how much that counts: 0 where it isn't
    known. `taught` is whether it may be trained on; a weak one has snippets only. `everywhere` are the labels
    of all blocks.
    """

    key: str
    page_set: str
    site: str
    gold: Gold
    page: Outline
    verdict: Verdict
    blocks: NDArray[np.intp]
    columns: dict[str, Floats]
    ancestry: Ancestry
    labels: NDArray[np.bool_]
    weights: Floats
    weak: bool
    taught: bool
    everywhere: Sequence[bool] = ()

    def extract(self, kept: Iterable[int]) -> Extract:
        """What the kept blocks are: the body, without captions, and all of it."""
        numbers = [*kept]
        texts = [self.page.blocks[number].text for number in numbers]
        body = "\n".join(
            text for number, text in zip(numbers, texts, strict=True) if not is_captioned(self.page, number)
        )
        return Extract(body, body, "\n".join(texts))


def site_of(url: str | None, key: str) -> str:
    """The registered domain of an address, about; a page without one is a site of its own."""
    host = (urlsplit(url).hostname if url else None) or f"page:{key}"
    names = host.split(".")
    return ".".join(names[-3 if len(names) > 2 and names[-2] in _REGISTRIES else -2 :])


def examples(pages: PageSet, weight: float) -> Iterator[Example]:
    """The pages of a set that have words, each weighing as much."""
    for page in pages.pages:
        asked = _asked(page)
        if asked is not None and asked[0].blocks:
            yield _example(pages, page, *asked, weight)


def _asked(page: Page) -> tuple[Outline, Verdict, Clues] | None:
    """What the cleaner asks the model about a page; None when it asks nothing."""
    with _watched() as asked:
        try:
            for raw in read(BytesIO(page.read())):
                clean(raw)
        except SourceError:
            return None
    return asked[0] if asked else None


@contextmanager
def _watched() -> Iterator[list[tuple[Outline, Verdict, Clues]]]:
    """Write down what the model is asked; the rules' answer is given."""
    asked: list[tuple[Outline, Verdict, Clues]] = []

    def decide(page: Outline, verdict: Verdict, clues: Clues) -> tuple[int, ...]:
        asked.append((page, verdict, clues))
        return verdict.kept

    kept: Callable[..., tuple[int, ...]] = vars(body)["decide"]
    vars(body)["decide"] = decide
    try:
        yield asked
    finally:
        vars(body)["decide"] = kept


def _example(
    pages: PageSet, page: Page, outline: Outline, verdict: Verdict, clues: Clues, weight: float
) -> Example:
    blocks, columns, ancestry = columns_of(outline, verdict, clues, {})
    texts = [block.text for block in outline.blocks]
    weak = page.gold.body is None
    if weak:
        everywhere, known = _snippet_labels(texts, page.gold)
        taught = True
    else:
        everywhere = align(texts, page.gold.body or "")
        taken = "\n".join(text for text, is_body in zip(texts, everywhere, strict=True) if is_body)
        taught = (overlap(page.gold.body or "", taken).recall or 0.0) >= _LEAST_FOUND
        known = np.ones(len(texts))
    labels = np.array(everywhere, np.bool_)[blocks]
    weights = _block_weights(columns["chars"], weak=weak) * known[blocks] * weight
    if not weak:
        weights *= _told(pages, page.gold, outline, blocks, columns, labels)
    return Example(
        page.key,
        pages.name,
        site_of(page.gold.url, page.key),
        page.gold,
        outline,
        verdict,
        blocks,
        columns,
        ancestry,
        labels,
        weights,
        weak,
        taught,
        list(everywhere),
    )


def _block_weights(chars: Floats, *, weak: bool) -> Floats:
    """How much each block counts: a page's blocks together as much as any page's, about."""
    if weak or not len(chars):
        return np.full(len(chars), 0.25)
    long = np.sqrt(np.minimum(chars, 400.0))
    found: Floats = 0.5 * long / long.mean() * np.sqrt(40.0 / len(chars)) + 0.25
    return found


def _snippet_labels(texts: list[str], gold: Gold) -> tuple[list[bool], Floats]:
    """Blocks with a snippet of the article, and those with one that isn't; of others nothing is known."""
    flat = [" ".join(text.split()) for text in texts]
    present = [_holding(flat, snippet) for snippet in gold.present]
    absent = {place for snippet in gold.absent for place in _holding(flat, snippet)}
    labels = [False] * len(texts)
    known = np.zeros(len(texts))
    for place in absent:
        known[place] = 1.0
    for places in present:
        for place in places:
            # Where several blocks have it, one of them is the article's.
            known[place] = 0.0 if place in absent else 1.0 if len(places) == 1 else 0.2
            labels[place] = place not in absent
    return labels, known


def _holding(flat: list[str], snippet: str) -> list[int]:
    wanted = " ".join(snippet.split())
    return [place for place, text in enumerate(flat) if wanted and wanted in text]


def _told(
    pages: PageSet,
    gold: Gold,
    outline: Outline,
    blocks: NDArray[np.intp],
    columns: dict[str, Floats],
    labels: NDArray[np.bool_],
) -> Floats:
    """0 for blocks that golds disagree about, as titles and captions, 1 for others."""
    around = (columns["is_h1"] > 0) | (columns["title"] == 1) | (columns["in_figcaption"] > 0)
    masked = around & labels
    if pages.strict:  # its golds have no list, quote or table, though they are the article's
        listed = (columns["is_li"] > 0) | (columns["in_blockquote"] > 0) | (columns["in_table"] > 0)
        masked |= (listed | (columns["in_dl"] > 0)) & ~labels & (columns["links"] < 0.5)
        # Another set may leave the standfirst out, so that it tells the more.
        first = [fold(text) for text in gold.standfirst if len(text) > 15]
        for row, block in enumerate(blocks.tolist()):
            own = fold(outline.blocks[block].text)
            if len(own) > 12 and any(own in text or text in own for text in first):
                masked[row] = not labels[row]
    return np.where(masked, 0.0, 1.0)
