"""Which index terms does a typed word stand for?

Each word is analysed in every language of the index that is written in its script, and all the terms it can
have there count as one. A compound (`cyber-attack`) is the joined word or the sequence of its parts, so that
cyberattack, cyber-attack and cyber attack are found by it. Nodes are kept and shared: a word asked again
costs a look-up.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from dateline.indexer.analysis.folding import HYPHENS, fold
from dateline.indexer.analysis.languages import languages_for
from dateline.indexer.analysis.patterns import lazy_pattern
from dateline.indexer.analysis.scripts import has_unspaced
from dateline.indexer.analysis.tokens import TOKEN, Entry, analyzer
from dateline.search.query.limits import MAX_COMPOUND, MIN_WILDCARD_LETTERS
from dateline.search.query.nodes import Alternatives, Part, Pattern, Sequence, Word
from dateline.search.query.runs import run_node

if TYPE_CHECKING:
    from dateline.search.query.syntax import Term

__all__ = ["ANDED", "OPERATORS", "plain_word", "term_node", "word_node", "word_terms"]

Languages = tuple[str, ...]

# What is an operator here or in another engine, and so no bare word.
OPERATORS: Final = frozenset(
    {"AND", "OR", "NOT", "NEAR", "ADJ", "SAME", "XOR", "REQUIRE", "ANDMAYBE", "ANDNOT"}
)
# near5 and its like.
_NUMBERED: Final = lazy_pattern("near[0-9]+|adj[0-9]+|(?:pre|[nw])[0-9]{1,2}", re.IGNORECASE)

# "AT and T": names of letters, that are written with & as often.
ANDED: Final = lazy_pattern(r"(?<![\w&-])(?=[A-Z] |\w+ and [A-Z]\b)([A-Z]{1,3}) and ([A-Z]{1,3})(?![\w&-])")
# The word that `&` stands for.
_AND: Final = {"en": "and", "de": "und", "fr": "et", "es": "y"}
_HYPHENS: Final = lazy_pattern(f"[{HYPHENS}]")
_CACHED_WORDS: Final = 1 << 14


@lru_cache(maxsize=_CACHED_WORDS)
def plain_word(word: str, languages: Languages) -> Part | None:
    """The node of a word of letters and digits; None where it is several tokens or may be an operator."""
    if not word.isalnum() or (not word.isalpha() and _NUMBERED.fullmatch(word)):
        return None
    if not word.isascii() and not TOKEN.fullmatch(word):
        return None
    return word_node(word, None, languages, exact=False)


def term_node(
    term: Term,
    fieldname: str | None,
    languages: Languages,
    *,
    followed: bool = False,
    counted: bool = False,
    quoted: bool = False,
) -> Part | None:
    """The node of a typed word or pattern; None where nothing of it can be in an index.

    `followed` tells that a phrase goes on after it, see `word_node`; `counted` that nearness counts from its
    end, and `quoted` that it stands between quotes, see runs.py.
    """
    if has_unspaced(term.text):
        return run_node(
            term.text,
            fieldname,
            languages,
            exact=term.exact,
            followed=followed or counted,
            quoted=quoted,
        )
    if term.kind == "word":
        return word_node(term.text, fieldname, languages, exact=term.exact, followed=followed and term.exact)
    pieces = [piece for piece in _HYPHENS.split(term.text) if piece]
    joined = _pattern(term, "".join(pieces), fieldname, languages)
    # A part of which a letter is given stands for too much by itself: well-b*.
    open_parts = [re.split("[*?]", piece, maxsplit=1)[0] for piece in pieces if re.search("[*?]", piece)]
    open_parts += pieces[-1:] if term.kind == "prefix" else []
    if len(pieces) == 1 or min(map(len, open_parts), default=MIN_WILDCARD_LETTERS) < MIN_WILDCARD_LETTERS:
        return joined
    parts: list[Part] = []
    for number, piece in enumerate(pieces):
        signed = "*" in piece or "?" in piece or term.kind == "fuzzy"
        is_end = term.kind == "prefix" and number == len(pieces) - 1
        part = (
            _pattern(term, piece, fieldname, languages)
            if signed or is_end
            else word_node(piece, fieldname, languages, exact=False)
        )
        if part is not None:
            parts.append(part)
    return Alternatives((joined, Sequence(fieldname, tuple(parts))))


def _pattern(term: Term, text: str, fieldname: str | None, languages: Languages) -> Pattern:
    kind = term.kind
    assert kind != "word"
    folded = fold(text)
    if kind == "wildcard":
        folded = "*".join("?".join(map(fold, piece.split("?"))) for piece in text.split("*"))
    if kind == "fuzzy":
        return Pattern(fieldname, folded, kind, terms=word_terms(text, languages))
    if kind == "wildcard" and folded.endswith("*") and not re.search("[*?]", folded[:-1]):
        kind, text, folded = "prefix", text[:-1], folded[:-1]
    # Left open at its end a word finds what it finds without, cities for city* too.
    terms = word_terms(text, languages) if kind == "prefix" else ()
    return Pattern(fieldname, folded, kind, terms=terms)


def word_terms(word: str, languages: Languages) -> tuple[str, ...]:
    """The terms of one plain word, in each language it may belong to."""
    terms = (analyzer(language).term(word) for language in languages_for(word, languages))
    return tuple(dict.fromkeys(filter(None, terms)))


@lru_cache(maxsize=_CACHED_WORDS)
def word_node(
    surface: str,
    fieldname: str | None,
    languages: Languages,
    *,
    exact: bool,
    followed: bool = False,
) -> Part | None:
    """The node of one surface token; None where it has neither letter nor digit.

    An exact compound is its joined term, which alone keeps the hyphen; but that stands at the place of the
    first part, so where a phrase goes on after it (`followed`), it is its parts. A run of letters without
    blanks is one of pairs, see runs.py.
    """
    if has_unspaced(surface):
        return run_node(surface, fieldname, languages, exact=exact, followed=followed)
    whole: dict[str, str] = {}  # terms that stand for all of the token, and the form of each
    sequences: dict[int, list[dict[str, str]]] = {}  # by number of positions: the terms at each of them
    for language in languages_for(surface, languages):
        entries = analyzer(language).entries(surface)
        if not entries:
            continue
        if surface[-1] in "+#":  # C++ is not C
            entries = entries[:1]
        places = _places(entries)
        for entry in entries:
            # What one language joins may be one word in another: 3.5 is two numbers in Russian.
            if len(places) > 1 and followed:
                continue
            if len(places) == 1 or (entry.end == entries[-1].end and entry.position < entries[-1].position):
                whole.setdefault(entry.term, entry.form)
        if len(places) > 1:
            merged = sequences.setdefault(len(places), [{} for _ in places])
            for known, entry in zip(merged, places, strict=True):
                known.setdefault(entry.term, entry.form)
    options: list[Part] = []
    if exact:
        # Languages differ in what of a token is its form: they'd, they.
        for form in dict.fromkeys(whole.values()):
            terms_of = {term: form for term, written in whole.items() if written == form}
            options.append(_word(surface, terms_of, fieldname, exact=True))
    elif whole:
        options.append(_word(surface, whole, fieldname, exact=False))
    if not (exact and options):
        for places_of in sequences.values():
            parts = (
                _word(next(iter(terms.values())), terms, fieldname, exact=exact)
                for terms in places_of[:MAX_COMPOUND]
            )
            options.append(Sequence(fieldname, tuple(parts)))
    if "&" in surface and not exact:
        options += _with_and(surface, fieldname, languages)
    if len(options) < 2:
        return options[0] if options else None
    return Alternatives(tuple(options))


def _with_and(surface: str, fieldname: str | None, languages: Languages) -> list[Part]:
    """What was typed with `&`, with the word: AT&T is written "AT and T" too."""
    pieces = surface.split("&")[:MAX_COMPOUND]
    words = [word for code, word in _AND.items() if code in languages]
    found: list[Part] = []
    for word in words:
        typed = [part for piece in pieces for part in (word, piece)][1:]
        parts = [word_node(part, fieldname, languages, exact=False) for part in typed]
        if all(parts):
            found.append(Sequence(fieldname, tuple(part for part in parts if part is not None)))
    return found


def _places(entries: tuple[Entry, ...]) -> list[Entry]:
    """The narrowest entry at each position: the parts of a compound."""
    return list({entry.position: entry for entry in entries}.values())


def _word(text: str, terms: dict[str, str], fieldname: str | None, *, exact: bool) -> Word:
    form = next(iter(terms.values()))
    return Word(fieldname, text, tuple(terms), exact=form if exact else None)
