"""What does an extractor score on a set of pages?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from benchmarks.cleaning.extractors import Extract, Extractor
from benchmarks.cleaning.gold import Gold, PageSet
from benchmarks.cleaning.measures import (
    f1,
    lost_paragraphs,
    names,
    overlap,
    plain,
    same_words,
    snippets_right,
)

__all__ = ["BODIES", "FIELDS", "Score", "measure", "score_bodies", "score_fields"]

_MANY_LOST: Final = 3
# The measures of each table, in the order of its columns.
BODIES: Final = (
    "F1", "precision", "recall", "exact", "running F1", "running exact", "pages lacking 3", "accuracy",
    "pages/s",
)  # fmt: skip
FIELDS: Final = ("title", "author", "day", "author given", "day given")
_FIELDS: Final = {"title": "title", "author": "author", "day": "date"}


@dataclass(frozen=True, slots=True)
class Score:
    """The measures an extractor reached on a set, by name; what its gold can't tell is missing."""

    page_set: str
    extractor: str
    pages: int
    values: Mapping[str, float]


def measure(pages: PageSet, name: str, extract: Extractor) -> Score:
    """Extract every page, and compare: bodies, fields, and pages in a second of CPU time."""
    found: list[tuple[Gold, Extract]] = []
    seconds = 0.0
    for page in pages.pages:
        data = page.read()
        started = time.process_time()
        extracted = extract(data)
        seconds += time.process_time() - started
        found.append((page.gold, extracted))
    values = score_bodies(found) | score_fields(found)
    values["pages/s"] = len(found) / seconds if seconds else 0.0
    return Score(pages.name, name, len(found), values)


def score_bodies(found: Iterable[tuple[Gold, Extract]]) -> dict[str, float]:
    """How the bodies compare.

    "running" are measures of the pages with a standfirst, when it counts in neither text. "pages lacking 3"
    counts pages that lack three paragraphs or more, "accuracy" is the share of snippets that are where they
    should be.
    """
    pairs = [*found]
    values = _compared([(gold.body, got.body) for gold, got in pairs if gold.body])
    running = _compared([(gold.running, got.running) for gold, got in pairs if gold.running])
    values |= {f"running {name}": running[name] for name in ("F1", "exact") if name in running}
    counted = [snippets_right(gold.present, gold.absent, got.whole) for gold, got in pairs]
    if snippets := sum(total for _, total in counted):
        values["accuracy"] = sum(right for right, _ in counted) / snippets
    return values


def _compared(bodies: Sequence[tuple[str, str]]) -> dict[str, float]:
    """The measures of pairs of gold and found; none of none."""
    values: dict[str, float] = {}
    if bodies:
        overlaps = [overlap(gold, got) for gold, got in bodies]
        precision = fmean([shared.precision for shared in overlaps if shared.precision is not None] or [0.0])
        recall = fmean([shared.recall for shared in overlaps if shared.recall is not None] or [0.0])
        values["F1"], values["precision"], values["recall"] = f1(precision, recall), precision, recall
        values["exact"] = fmean(same_words(gold, got) for gold, got in bodies)
        values["pages lacking 3"] = sum(lost_paragraphs(gold, got) >= _MANY_LOST for gold, got in bodies)
    return values


def score_fields(found: Iterable[tuple[Gold, Extract]]) -> dict[str, float]:
    """Which share of the titles, authors and days that a gold has is exact; none for a field never given.

    "author given" and "day given" are the shares of pages without one in their gold that got one: a gold may
    have missed it, so they are told and have no floor.
    """
    pairs = [*found]
    values: dict[str, float] = {}
    right: dict[str, list[bool]] = {"title": [], "author": [], "day": []}
    given: dict[str, list[bool]] = {"author given": [], "day given": []}
    for gold, got in pairs:
        _compare(right["title"], gold.title, got.title, plain)
        _compare(right["author"], gold.author, got.author, names)
        _compare(right["day"], gold.date, got.date, _day)
        for name, wanted, value in (
            ("author given", gold.author, got.author),
            ("day given", gold.date, got.date),
        ):
            if not wanted:
                given[name].append(bool(value))
    for name, answers in (right | given).items():
        if answers and any(getattr(got, _FIELDS[name.partition(" ")[0]]) for _, got in pairs):
            values[name] = fmean(answers)
    return values


def _compare(
    answers: list[bool], wanted: str | None, found: str | None, folded: Callable[[str], object]
) -> None:
    if wanted:
        answers.append(found is not None and folded(found) == folded(wanted))


def _day(date: str) -> str:
    return date[:10]
