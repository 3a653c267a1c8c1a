"""What of an article is ranked as one: its passages.

A passage is a paragraph. One of fewer than 25 words joins the one before it (the first one the one after it,
a subhead what follows it); one of more than 180 words is cut at sentence ends into pieces of about equal
length. Words are what blanks part, and about as many letters in writings without blanks (scripts.py); where
nothing parts them, as in a million digits, 10,000 characters are a passage.

>>> from dateline.indexer.article import Article, Paragraph
>>> article = Article(id="a", paragraphs=(Paragraph("Leaders met. " * 15), Paragraph("They signed.")))
>>> [(passage.start, passage.end) for passage in split_passages(article)]
[(0, 209)]
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import accumulate, pairwise
from typing import Final
from unicodedata import category

from dateline.indexer.analysis.scripts import about_words
from dateline.indexer.article import Article, Paragraph, Passage
from dateline.indexer.facts.sentences import (
    decide_unclear,
    iterate_sentences,
    kernel_rules,
    sentence_starts,
)
from dateline.indexer.facts.titles import count_words
from dateline.indexer.format import kernels
from dateline.indexer.format.ready_passages import ReadyPassages, ReadyStarts, spanned

__all__ = ["MAX_CHARS", "MAX_WORDS", "MIN_WORDS", "passages_and_sentences", "split_passages"]

# Chosen by eye: a quotation alone says too little, and a page too much.
MIN_WORDS: Final = 25
MAX_WORDS: Final = 180
# The longest of 50,000 passages of news has 3,584. What follows (a token, its parts) is bounded by it.
MAX_CHARS: Final = 10_000

_SEPARATOR: Final = 2  # the blank line between the paragraphs of Article.text


@dataclass(slots=True)
class _Group:
    """Consecutive paragraphs that make one passage, or several when there are too many words.

    `start` is that of its first paragraph in `Article.text`.
    """

    start: int
    words: int
    paragraphs: list[Paragraph]

    @property
    def headed(self) -> bool:
        """Whether it ends in a subhead, which must not be left at the foot of a passage."""
        return self.paragraphs[-1].kind == "subhead"

    def take(self, other: _Group) -> None:
        """Append the group that follows."""
        self.words += other.words
        self.paragraphs += other.paragraphs


def split_passages(article: Article) -> list[Passage]:
    """The passages of `article`, in order; together they cover `article.text` but for blanks between them."""
    passages = _by_words(article)
    if all(passage.end - passage.start <= MAX_CHARS for passage in passages):
        return passages
    text, language = article.text, article.language
    return [piece for passage in passages for piece in _short(text, passage, language)]


def _by_words(article: Article) -> list[Passage]:
    """The passages of an article, of any length in characters."""
    paragraphs = article.paragraphs
    if len(paragraphs) == 1:
        only = paragraphs[0]
        if _has_few_blanks(only.text) or count_words(only.text) <= MAX_WORDS:
            return [Passage(0, len(only.text), only.lines)]
    passages: list[Passage] = []
    for group in _groups(paragraphs):
        if group.words <= MAX_WORDS:
            passages.append(_whole(group))
        else:
            passages.extend(_pieces(group, article.language))
    return passages


def _short(text: str, passage: Passage, language: str | None) -> Iterator[Passage]:
    """A passage, cut where it has more than MAX_CHARS: at the last sentence, else blank, else anywhere."""
    start = passage.start
    while passage.end - start > MAX_CHARS:
        window = text[start : start + MAX_CHARS]
        cut = sentence_starts(window, language)[-1]
        if cut < MAX_CHARS // 2:
            cut = window.rfind(" ", MAX_CHARS // 2) + 1 or MAX_CHARS
        end = start + len(window[:cut].rstrip())
        yield Passage(start, end, passage.lines)
        start += cut
    yield Passage(start, passage.end, passage.lines)


def passages_and_sentences(article: Article) -> tuple[Sequence[Passage], Sequence[list[int]]]:
    """The passages of an article, and for each where its sentences begin in it: what a writer wants.

    The first is 0, but for a passage that begins amid a sentence.
    """
    if (ready := _by_kernel(article)) is not None:
        return ready, ReadyStarts(ready)
    text, language = article.text, article.language
    passages = split_passages(article)
    sentences = [sentence_starts(text[passage.start : passage.end], language) for passage in passages]
    for number, (before, passage) in enumerate(pairwise(passages), 1):
        if "\n\n" not in text[before.end : passage.start]:  # a paragraph was cut: at the end of a sentence?
            starts = sentence_starts(text[before.start : passage.end], language)
            if passage.start - before.start not in starts:
                sentences[number].remove(0)
    return passages, sentences


def _by_kernel(article: Article) -> ReadyPassages | None:
    """The passages of an article; None where a paragraph is to be cut, or no kernel can tell."""
    compiled = kernels.compiled()
    if compiled is None:
        return None
    paragraphs = article.paragraphs
    subheads = bytes([paragraph.kind == "subhead" for paragraph in paragraphs])
    rules = kernel_rules(article.language)
    found = compiled.passages(
        [paragraph.text for paragraph in paragraphs], subheads, *rules, MIN_WORDS, MAX_WORDS, MAX_CHARS
    )
    if found is None:
        return None
    lines = [paragraph.lines for paragraph in paragraphs]
    ready = ReadyPassages(found, lines if any(lines) else None)
    return _decided(ready, article.language) if ready.is_unclear else ready


def _decided(ready: ReadyPassages, language: str | None) -> ReadyPassages:
    """The same passages, told by the rules where sentences begin that the kernel is not sure of."""
    sentences, counts = array("i"), array("i")
    paragraphs, paragraph_counts = array("i", ready.paragraphs), array("i", ready.paragraph_counts)
    place = 0
    for text, starts, count in zip(ready.texts, ReadyStarts(ready), paragraph_counts, strict=True):
        own = starts if min(starts) >= 0 else decide_unclear(text.decode(), starts, language)
        sentences.extend(own[1:])
        sentences.extend(paragraphs[place : place + count])
        counts.append(len(own) - 1 + count)
        place += count
    ready.sentences, ready.sentence_counts, ready.is_unclear = sentences.tobytes(), counts.tobytes(), 0
    return ready


def _has_few_blanks(text: str) -> bool:
    """Whether the text has at most MAX_WORDS words for sure: cheaper to tell than to split it.

    The only blank that is printable is the space.
    """
    return text.isascii() and text.count(" ") < MAX_WORDS and text.isprintable()


def _groups(paragraphs: Sequence[Paragraph]) -> list[_Group]:
    groups: list[_Group] = []
    start = 0
    for paragraph in paragraphs:
        words = count_words(paragraph.text)
        group = _Group(start, words, [paragraph])
        start += len(paragraph.text) + _SEPARATOR
        if groups and (_open(groups[-1]) or (words < MIN_WORDS and paragraph.kind != "subhead")):
            groups[-1].take(group)
        else:
            groups.append(group)
    if len(groups) > 1 and _open(groups[-1]):  # nothing follows that it could join
        last = groups.pop()
        groups[-1].take(last)
    return groups


def _open(group: _Group) -> bool:
    """Whether a group still waits for the paragraph after it: so short are only the first and a subhead's."""
    return group.headed or group.words < MIN_WORDS


def _whole(group: _Group) -> Passage:
    length = sum(len(paragraph.text) + _SEPARATOR for paragraph in group.paragraphs) - _SEPARATOR
    return Passage(
        group.start, group.start + length, spanned([paragraph.lines for paragraph in group.paragraphs])
    )


def _pieces(group: _Group, language: str | None) -> list[Passage]:
    """The passages of a group that has too many words: none of them has more than MAX_WORDS."""
    text = "\n\n".join(paragraph.text for paragraph in group.paragraphs)
    starts = [*accumulate((len(paragraph.text) + _SEPARATOR for paragraph in group.paragraphs), initial=0)]
    # Arrays, since a text without an end may have millions of words.
    words = array("I", (match.start() for match in about_words(text).finditer(text)))
    breaks = array("I", _ordinals(words, merge(iterate_sentences(text, language), starts)))
    # In writings without blanks the pair of letters that a cut parts is lost, so it is made beside a sign.
    apart = array(
        "I",
        (number for number, word in enumerate(words) if word and category(text[word - 1])[0] not in "LMN"),
    )
    edges = [0]
    while (left := len(words) - edges[-1]) > MAX_WORDS:
        edges.append(_next_edge(breaks, apart, edges[-1], len(words), left // -(-left // MAX_WORDS)))
    offsets = [*(words[edge] for edge in edges), len(text) + 1]
    passages = []
    for start, stop in pairwise(offsets):
        end = start + len(text[start:stop].rstrip())
        held = group.paragraphs[bisect_right(starts, start) - 1 : bisect_left(starts, end)]
        lines = spanned([paragraph.lines for paragraph in held])
        passages.append(Passage(group.start + start, group.start + end, lines))
    return passages


def _ordinals(words: Sequence[int], starts: Iterable[int]) -> Iterator[int]:
    """The numbers of the words that begin at one of `starts`; both ascend."""
    word = 0
    last = -1
    for start in starts:
        if start == last:
            continue
        last = start
        word = bisect_left(words, start, word)
        if word < len(words) and words[word] == start:
            yield word


def _next_edge(breaks: Sequence[int], apart: Sequence[int], first: int, last: int, wanted: int) -> int:
    """The word at which the next piece begins: the sentence start nearest to an equal share.

    Where none is, the next word `apart` from the one before it, for no piece more; else the last.

    A piece has MIN_WORDS to MAX_WORDS words and leaves at least MIN_WORDS; of two as near, the earlier.
    """
    low, high, share = first + MIN_WORDS, min(first + MAX_WORDS, last - MIN_WORDS), first + wanted
    near = breaks[bisect_left(breaks, low) : bisect_right(breaks, high)]
    if near:
        return min(near, key=lambda edge: (abs(edge - share), edge))
    near = apart[bisect_left(apart, low) : bisect_right(apart, high)]
    return next((edge for edge in near if edge >= share), near[-1] if near else share)
