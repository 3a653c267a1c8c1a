"""How does a run of letters of a writing without blanks become a query?

As the index has it (analysis/scripts.py): overlapping pairs. A run is the sequence of its pairs, one of two
letters the pair itself, a single letter that letter; so a run finds the text it stands in, wherever its words
begin. Where any of a query's words will do, any pair of it does: a question of twenty letters finds the
passages that have most of its telling pairs.

>>> node = run_node("黑豹队", None, ("zh",), exact=False)
>>> run_text(node), loosened_run(node)
('黑豹队', (Word(None, '黑豹', ('黑豹',)), Word(None, '豹队', ('豹队',))))
"""

from __future__ import annotations

from typing import Final

from dateline.indexer.analysis.languages import languages_for
from dateline.indexer.analysis.scripts import has_unspaced, is_alphabetic, without_particle
from dateline.indexer.analysis.tokens import Entry, analyzer
from dateline.search.query.limits import MAX_PHRASE
from dateline.search.query.nodes import Part, Query, Sequence, Word

__all__ = ["is_one_run", "joined_runs", "loosened_run", "run_node", "run_text"]

# Of more letters, with their marks, than a phrase may have: what is longer is pasted noise.
_LONGEST: Final = 8 * MAX_PHRASE


def run_node(
    surface: str,
    fieldname: str | None,
    languages: tuple[str, ...],
    *,
    exact: bool,
    followed: bool = False,
    quoted: bool = False,
) -> Part | None:
    """The node of a surface token with letters of such a writing; None where nothing of it is in an index.

    `followed` tells that what comes after it counts from its end: the last letter is then looked for at its
    own place, since a pair stands at that of its first. A Korean word that is not `quoted` is also found with
    other particles than its own.
    """
    if not (exact or quoted):
        surface = without_particle(surface)
    surface = surface[:_LONGEST]
    places: list[list[Entry]] = []
    terms: list[dict[str, None]] = []  # of each place, in every language
    for language in languages_for(surface, languages):
        entries = analyzer(language).entries(surface)
        known = [place[0] for place in places]
        found = _places(entries, followed=followed)
        if not places:
            places = [[entry] for entry in found]
            terms = [{} for _ in found]
        elif [entry.start for entry in found] != [entry.start for entry in known]:
            continue
        for of_place, entry in zip(terms, found, strict=True):
            of_place[entry.term] = None
    parts = tuple(
        Word(fieldname, entry.form, tuple(of_place), exact=entry.form if exact else None)
        for (entry, *_), of_place in zip(places, terms, strict=True)
    )
    if len(parts) < 2:
        return parts[0] if parts else None
    parts = parts[:MAX_PHRASE]  # no writer goes on so long without a stop: what is longer is pasted noise
    return Sequence(fieldname, parts, run=not (exact or quoted))


def _places(entries: tuple[Entry, ...], *, followed: bool) -> list[Entry]:
    """The pair at each position, else what stands there; not a last letter that the pair before it has."""
    found: dict[int, Entry] = {}
    for entry in entries:
        found.setdefault(entry.position, entry)
    chosen = list(found.values())
    if len(chosen) > 1 and not followed and chosen[-2].end >= chosen[-1].end:
        chosen.pop()
    return chosen


def loosened_run(node: Query) -> tuple[Word, ...]:
    """The parts of a run typed without quotes, any of which will do; none for anything else."""
    if type(node) is not Sequence or not node.run:
        return ()
    return tuple(part for part in node.parts if type(part) is Word)


def joined_runs(fieldname: str | None, parts: tuple[Part, ...]) -> Sequence:
    """The phrase of what was typed without a blank and without quotes: a run, if one is in it."""
    flat: list[Part] = []
    for part in parts:
        flat += loosened_run(part) or (part,)
    return Sequence(fieldname, tuple(flat[:MAX_PHRASE]), run=True)


def run_text(node: Sequence) -> str:
    """The run as it was typed."""
    text = ""
    for part in loosened_run(node):
        typed = part.text
        shared = next(letters for letters in range(len(typed) - 1, -1, -1) if text.endswith(typed[:letters]))
        text += typed[shared:]
    return text


def is_one_run(first: Word, second: Word) -> bool:
    """Whether two words in a row are pairs that share a letter, and tell no more together than each.

    Measured on xquad-zh, nDCG@10: three letters in a row beside the pairs lose .005. Where a letter is less
    than a syllable they gain as much (English without blanks, in consonants with their vowels).
    """
    if not has_unspaced(first.text) or is_alphabetic(first.text):
        return False
    return any(first.text.endswith(second.text[:letters]) for letters in range(1, len(second.text)))
