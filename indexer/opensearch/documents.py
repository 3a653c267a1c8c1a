"""What is an article on a server, and how does it come back from there?

What comes back is a record: the article as an index in a folder keeps it (stored_articles.py), with its
passages and where sentences begin. All else is there to be searched, and the server does not keep it.

- `title`, `text`, `lead`: slots. `text` has a value for each run of passages that a paragraph was cut into,
  so that phrases are found across the cut; `lead` is the first paragraph. `opening` are the terms of the
  first words. `title_length`, `text_length`: their positions.
- `p`, for each passage: the same of its own, and of one of a run `text_around`: its slots and those near them
  in the run, its own marked as such. What begins in its own slots is found in it. `clipped` are the kinds of
  units (slots.py) that are longer.
- `NAME_words`: the words of a value, as filters compare them; of `name=value` the names come first, `@name`.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from dateline.indexer.analysis.folding import fold_value
from dateline.indexer.analysis.languages import normalise_language
from dateline.indexer.article import Article, Mention, Passage
from dateline.indexer.format.fields import BY_NAME, FACETS, PLURAL_FIELDS, SINGLE_FIELDS, TEXT, TITLE
from dateline.indexer.format.index.source_table import file_of
from dateline.indexer.format.segment.stored_articles import pack, unpack
from dateline.indexer.format.segment.stored_heads import unpack_body, unpack_head
from dateline.indexer.opensearch.schema import COMPARED_BY_WORDS, COUNTED, PASSAGES, words_field
from dateline.indexer.opensearch.slots import EXACT, FORM, OF, Slots, marked, owned, read, safe, terms_alone

__all__ = [
    "AROUND",
    "NAME",
    "OPENING_WORDS",
    "WRITING",
    "Stored",
    "document",
    "document_id",
    "stored",
    "value_key",
    "value_words",
]

OPENING_WORDS: Final = 40
"""The first words of a text that count more (search/ranking/model.py)."""

AROUND: Final = 400
"""Positions around a passage that are told with it, two passages or so: a run may be a whole book."""

WRITING: Final = "\t"
"""Between the folded form of a word and one as it is written."""

NAME: Final = "@"
"""Before a name among the words of a `name=value`."""

_WORD: Final = re.compile(r"\w+")
_BREAK: Final = re.compile(r"\n\n")


@dataclass(frozen=True, slots=True)
class Stored:
    """An article as it comes back; `order` grows with each, `indexed` is in milliseconds since 1970."""

    article: Article
    passages: tuple[Passage, ...]
    sentences: tuple[tuple[int, ...], ...]
    order: int
    indexed: int


class _Run(NamedTuple):
    """Passages that a paragraph was cut into: their slots, where each begins, and where units do."""

    slots: tuple[str, ...]
    bounds: tuple[int, ...]  # of each passage, and the end
    sentences: tuple[int, ...]
    paragraphs: tuple[int, ...]

    @property
    def several(self) -> bool:
        """Whether there is more than one passage."""
        return len(self.bounds) > 2

    def around(self, first: int, after: int, end: int) -> str | None:
        """The slots `[first, after)`, owned, with those near them before `end`; of one passage None."""
        if not self.several or first >= end:
            return None
        low = max(first - AROUND, 0)
        own = range(first - low, min(after, end) - low)
        return " ".join(owned(self.part(low, min(after + AROUND, end)), own))

    def clipped(self, first: int, after: int) -> list[str]:
        """The kinds of units of which one that is partly in a passage is not told with it from end to end."""
        low, high = max(first - AROUND, 0), min(after + AROUND, len(self.slots))
        found: list[str] = []
        for unit, begins in (("s", self.sentences), ("p", self.paragraphs)):
            ends = (*begins[bisect_left(begins, after) :][:1], len(self.slots))
            starts = (0, *begins[: bisect_right(begins, first)][-1:])
            if starts[-1] < low or ends[0] > high:
                found.append(unit)
        return found

    def part(self, first: int, end: int) -> list[str]:
        """The slots `[first, end)`, with the marks of what of the units lies in them."""
        slots: Sequence[str] = self.slots[first:end]
        for unit, begins in (("s", self.sentences), ("p", self.paragraphs)):
            within = begins[bisect_right(begins, first) : bisect_left(begins, end)]
            slots = marked(slots, [at - first for at in within], unit)
        return list(slots)


def document(
    article: Article,
    passages: Sequence[Passage],
    sentences: Sequence[Sequence[int]],
    *,
    order: int,
    indexed: int,
) -> dict[str, Any]:
    """The document of an article; `passages` and `sentences` are those that a writer is given."""
    text = article.text
    language = normalise_language(article.language)
    pieces = [text[passage.start : passage.end] for passage in passages]
    runs = _runs(text, pieces, passages, sentences, language)
    title = read(article.title or "", language).slots
    narrowing = _narrowing(article, indexed)
    lead = _lead_end(runs)
    found: dict[str, Any] = {
        "order": order,
        "record": _record(article, text, passages, pieces, sentences),
        "file": file_of(article.path or ""),
        "writings": _writings([*title, *(slot for run in runs for slot in run.slots)]),
        **_counted(article),
        **narrowing,
        TITLE: " ".join(title),
        TEXT: [" ".join(run.part(0, len(run.slots))) for run in runs],
        "lead": " ".join(runs[0].part(0, lead)) if runs else None,
        "title_length": len(title),
        "text_length": sum(len(run.slots) for run in runs),
        "opening": terms_alone([slot for run in runs for slot in run.slots][:OPENING_WORDS]),
        PASSAGES: _passages(runs, " ".join(title), len(title), lead, narrowing),
    }
    return _without_empty(found)


def _without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def document_id(article_id: str) -> str:
    """What a document is called on the server, where names are short: a hash of the id."""
    return _hash(article_id)


# -- text ----------------------------------------------------------------------------------------------


def _runs(
    text: str,
    pieces: Sequence[str],
    passages: Sequence[Passage],
    sentences: Sequence[Sequence[int]],
    language: str,
) -> list[_Run]:
    runs: list[_Run] = []
    for number, piece in enumerate(pieces):
        goes_on = number > 0 and "\n\n" not in text[passages[number - 1].end : passages[number].start]
        slots = read(piece, language)
        before = runs.pop() if goes_on else _Run((), (0,), (), ())
        start = before.bounds[-1]
        paragraphs = [match.end() for match in _BREAK.finditer(piece)]
        begun = [*sentences[number], *paragraphs] if number < len(sentences) else paragraphs
        if not goes_on:
            begun.append(0)
            paragraphs.append(0)
        runs.append(
            _Run(
                before.slots + slots.slots,
                (*before.bounds, start + len(slots.slots)),
                (*before.sentences, *_positions(slots, start, begun)),
                (*before.paragraphs, *_positions(slots, start, paragraphs)),
            )
        )
    return runs


def _writings(slots: Sequence[str]) -> list[str]:
    """Each written form once: folded, and as it is written."""
    found: dict[str, None] = {}
    for slot in dict.fromkeys(slots):
        for writing in _writings_of(slot):
            found[writing] = None
    return list(found)


@lru_cache(1 << 17)
def _writings_of(slot: str) -> tuple[str, ...]:
    found: list[str] = []
    folded, first = "", False
    for part in slot.split("|"):
        if part[0] == FORM:
            folded, first = part[1:], True
        elif part[0] == EXACT and folded and first:  # the first after a form is as it is written
            found.append(f"{folded}{WRITING}{part[1:].partition(OF)[0]}")
            first = False
    return tuple(found)


def _positions(slots: Slots, start: int, places: Sequence[int]) -> list[int]:
    """The positions, counted from `start`, of the first slots at or after code points of a text."""
    return sorted({start + bisect_left(slots.starts, place) for place in places})


def _lead_end(runs: Sequence[_Run]) -> int:
    """The position of the first run at which the second paragraph begins, or its end."""
    if not runs:
        return 0
    later = [at for at in runs[0].paragraphs if at > 0]
    return min(later, default=len(runs[0].slots))


def _passages(
    runs: Sequence[_Run], title: str, title_length: int, lead: int, narrowing: Mapping[str, Any]
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    opening = OPENING_WORDS
    for number, run in enumerate(runs):
        end = len(run.slots)
        led = lead if number == 0 else 0
        for first, after in zip(run.bounds, run.bounds[1:], strict=False):
            own = after - first
            found.append(
                _without_empty(
                    {
                        "number": len(found),
                        **narrowing,
                        TITLE: title,
                        TEXT: " ".join(run.part(first, after)),
                        "text_around": run.around(first, after, end),
                        "lead": " ".join(run.part(first, min(after, led))) if first < led else None,
                        "lead_around": run.around(first, after, led),
                        "clipped": run.clipped(first, after),
                        "opening": terms_alone(run.slots[first : min(after, first + max(opening, 0))]),
                        "title_length": title_length,
                        "text_length": own,
                    }
                )
            )
            opening -= own
    return found


# -- fields --------------------------------------------------------------------------------------------


def _counted(article: Article) -> dict[str, Any]:
    """What articles are told apart and counted by, as it is written."""
    found: dict[str, Any] = {name: _values_of(article, name) for name in COUNTED}
    for facet, (field, chars) in FACETS.items():
        if chars is not None:
            value = getattr(article, field.name) or ""
            found[facet] = value[:chars] if len(value) >= chars else None
    return found


def _values_of(article: Article, name: str) -> list[str]:
    """The values of a keyword field, each mention of one that has many."""
    if name in PLURAL_FIELDS:
        return [mention.value for mention in getattr(article, PLURAL_FIELDS[name])]
    value = getattr(article, name)
    return [] if value is None else [value]


def _narrowing(article: Article, indexed: int) -> dict[str, Any]:
    """What filters narrow by."""
    found: dict[str, Any] = {
        "indexed": indexed,
        "date": article.date,
        "language": article.language,
        "id_key": value_key(article.id),
        "path_key": None if article.path is None else fold_value(article.path),
    }
    for name in COMPARED_BY_WORDS:
        found[words_field(name)] = [value_words(name, value) for value in _values_of(article, name)]
    return _without_empty(found)


def value_key(value: str) -> str:
    """A value that is compared as a whole, in few letters."""
    return _hash(fold_value(value))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:40]


def value_words(field: str, value: str) -> str:
    """The words of a value as slots; of `name=value` first the name, and what may stand for it."""
    folded = fold_value(value)
    if BY_NAME[field].compared != "named":
        return " ".join(_WORD.findall(folded))
    name, _, said = folded.partition("=")
    parts = name.split(".")
    names = [".".join(parts[at:]) for at in range(len(parts))]
    return " ".join(
        ["|".join([f"{NAME}{safe(one)}" for one in names if one] or [NAME]), *_WORD.findall(said)]
    )


# -- the way back --------------------------------------------------------------------------------------


def _record(
    article: Article,
    text: str,
    passages: Sequence[Passage],
    pieces: Sequence[str],
    sentences: Sequence[Sequence[int]],
) -> dict[str, Any]:
    head, body = pack(article, text, passages)
    return {
        "head": head,
        "body": body,
        "fields": {name: value for name in SINGLE_FIELDS if (value := getattr(article, name)) is not None},
        "mentions": {
            plural: [[one.value, one.start, one.end] for one in mentions]
            for plural in PLURAL_FIELDS.values()
            if (mentions := getattr(article, plural))
        },
        "passages": [
            [piece, passage.start, list(passage.lines or ())]
            for piece, passage in zip(pieces, passages, strict=True)
        ],
        "sentences": [list(starts) for starts in sentences],
    }


def stored(source: Mapping[str, Any]) -> Stored:
    """What the `_source` of a document holds."""
    record = source["record"]
    pieces = [piece for piece, _, _ in record["passages"]]
    mentions = {
        plural: tuple([Mention(*one) for one in record["mentions"].get(plural, ())])
        for plural in PLURAL_FIELDS.values()
    }
    fields = {name: record["fields"].get(name) for name in SINGLE_FIELDS}
    head = unpack_head(record["head"].encode(), [mention.value for mention in mentions["authors"]])
    article = unpack(head, unpack_body(record["body"].encode()), fields, mentions, pieces)
    passages = tuple(
        [
            Passage(start, start + len(piece), (lines[0], lines[1]) if lines else None)
            for piece, start, lines in record["passages"]
        ]
    )
    sentences = tuple([tuple(starts) for starts in record["sentences"]])
    return Stored(article, passages, sentences, source["order"], source["indexed"])
