"""What do the words of a block tell of what it is?

Lengths, signs and a few telling phrases of the languages that news is saved in most. A phrase alone decides
nothing here: how much it counts was learned.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.cleaning.model.records import Clues
from dateline.indexer.cleaning.outline import Block
from dateline.indexer.facts.titles import ends_sentence

__all__ = ["PHRASES", "compare_words", "fold", "measure_words"]

Columns = dict[str, NDArray[np.float64]]

_READ: Final = 400  # characters of a block that phrases are looked for in: so many of its ends are read
_MOST_COMPARED: Final = 2**31  # blocks times characters stated: a second
_START: Final = 120  # characters by which capitals and digits are counted


def _phrase(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


PHRASES: Final = {
    "biography": _phrase(
        r"\b(?:is|are|was) (?:an?|the|our|one of) (?:[\w’'-]+ ){0,6}(?:writers?|reporters?|editors?|journalists?"
        r"|contributors?|correspondents?|professors?|columnists?|authors?|fellows?|bloggers?|photographers?"
        r"|freelancers?|founder|producer|analyst)\b"
        r"|\b(?:ist|arbeitet|schreibt) (?:\w+ ){0,5}(?:Redakteur|Autor|Journalist|Korrespondent|Volontär)"
    ),
    "follow": _phrase(
        r"\bfollow (?:him|her|them|me|us|@|the|\w+ on)|folgen sie|suivez|síguenos|twitter\.com|@\w{3,}"
        r"|\bon (?:twitter|facebook|instagram|x|linkedin|threads|bluesky)\b"
    ),
    "contact": _phrase(r"\w@\w|\be-?mail|reach(?:ed)? (?:him|her|at)|contact (?:us|the|him|her)"),
    "join": _phrase(
        r"sign up|subscri|newsletter|\binbox|abonn|registr|\blog ?in\b|create (?:an )?account|free trial|donat"
        r"|support (?:us|our)|\bmember"
    ),
    "more": _phrase(
        r"^(?:read|see|watch|listen|also|more|related|don[’']t miss|recommended|up next|next|previous|continue"
        r"|lesen|mehr|auch|lire|leer|lee|читайте|по теме|weitere|check out|you may|click|tap|here[’']?s|view"
        r"|learn more|find out|explore)\b"
    ),
    "credit": _phrase(
        r"\b(?:photo|image|picture|foto|bild|video|illustration|graphic|credit|courtesy|file photo|screenshot"
        r"|getty|reuters|afp|dpa|shutterstock|istock|unsplash|ap photo|imago|picture alliance|epa|handout"
        r"|quelle|source)\b\s*[:/|(©]?|©|\(c\)"
    ),
    "byline": _phrase(
        r"^(?:by|von|par|por|written by|text|autor|author|posted|published|updated|last updated|reviewed by"
        r"|medically|edited by|story by|words|stand|veröffentlicht|publié|publicado)\b"
    ),
    "date": _phrase(
        r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b(?:19|20)\d\d\b|\d{1,2}:\d\d"
        r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez)[a-z]*\.? \d{1,2}"
        r"|\b(?:hours?|days?|minutes?|mins?) ago\b|min(?:ute)?s? read"
    ),
    "legal": _phrase(
        r"copyright|all rights reserved|©|terms of|privacy|cookie|disclaimer|affiliate|commission"
        r"|may not be (?:reproduced|published)|alle rechte|this material"
    ),
    "origin": _phrase(
        r"\b(?:this|the) (?:story|article|post|piece|report|version|column) (?:was|is|has|originally|first|appear)"
        r"|originally (?:published|appeared)|first (?:published|appeared)|correction|clarification"
        r"|editor[’']?s note|update[:d]|reporting by|contributed to|compiled by|with files"
    ),
    "button": _phrase(
        r"^(?:share|tweet|print|comment|email|save|copy|close|menu|search|loading|advert|anzeige|werbung"
        r"|sponsored|promoted|tags?|topics?|filed under|categories|show|hide|play|pause|skip|next|prev|back|top"
        r"|reply|like|report|ad|live|photos?|gallery|video|home|news|opinion|follow)\b"
    ),
    "call": _phrase(
        r"^(?:do you|have you|want|got|need|looking for|what do you think|tell us|let us know|leave a|join|get"
        r"|download|stay|keep|never miss|thank|enjoy|love|like this)\b"
    ),
    "question": _phrase(r"^(?:q|a|question|answer)\s*[:.]"),
    "person": _phrase(r"\b(?:I|we|my|our)\b"),
    "said": _phrase(r"\b(?:said|says|told|according to|sagte|erklärte|laut|selon|dijo|сказал|заявил)\b"),
    "quoted": _phrase(r"[“”„«»\"]"),
    "divided": _phrase(r"\s[|·•»]\s|^[•·»>]"),
    "numbered": _phrase(r"^\(?\d+[.)]\s"),
    "price": _phrase(r"[$€£]\s?\d|\d\s?(?:€|usd|eur)\b"),
    "address": _phrase(r"https?://|www\."),
}
_WORD: Final = re.compile(r"\w+")
_NO_WORD: Final = re.compile(r"[\W_]+")
_DIGIT: Final = re.compile(r"\d")


def fold(text: str) -> str:
    """The letters and digits of a text, without case."""
    return _NO_WORD.sub("", text.casefold())


def measure_words(blocks: Sequence[Block]) -> Columns:
    """Lengths, signs and phrases of blocks, each an array as long as they."""
    texts = [block.text for block in blocks]
    columns: dict[str, list[float]] = {
        "ends": [ends_sentence(text) for text in texts],
        "lower": [text[:1].islower() for text in texts],
        "capitals": [_capitals(text[:_START]) for text in texts],
        "digits": [len(_DIGIT.findall(text[:_START])) / min(len(text), _START) for text in texts],
        "commas": [text.count(",") / (text.count(" ") + 1) for text in texts],
        "stops": [min(text.count(". "), 8) for text in texts],
        "word_length": [len(text) / (text.count(" ") + 1) for text in texts],
        "colon": [text.endswith(":") for text in texts],
    }
    read = [text if len(text) <= _READ else f"{text[: _READ // 2]} {text[-_READ // 2 :]}" for text in texts]
    for name, pattern in PHRASES.items():
        search = pattern.search
        columns[name] = [search(text) is not None for text in read]
    return {name: np.array(column, np.float64) for name, column in columns.items()}


def _capitals(text: str) -> float:
    return sum(map(operator.ne, text, text.lower())) / len(text)


def compare_words(blocks: Sequence[Block], clues: Clues) -> Columns:
    """How blocks agree with what the page states."""
    texts = [block.text for block in blocks]
    folded = [fold(text[:_READ]) for text in texts]
    columns: dict[str, list[float]] = {
        "title": _title(texts, folded, clues.title),
        "title_words": _title_words(texts, clues.title),
        "described": _described(folded, clues.description),
        "author": _named(texts, clues.author, 5),
        "site": _named(texts, clues.site, 3),
    }
    columns |= _stated(texts, folded, clues.body)
    return {name: np.array(column, np.float64) for name, column in columns.items()}


def _title(texts: Sequence[str], folded: Sequence[str], title: str | None) -> list[float]:
    """1 for the title, .5 for a part or an extension of it."""
    wanted = fold(title or "")
    if not wanted:
        return [0.0] * len(texts)
    longest = 2 * len(wanted)
    return [
        1.0
        if text == wanted
        else 0.5
        if 12 < len(text) < longest and (text in wanted or wanted in text)
        else 0.0
        for text in folded
    ]


def _title_words(texts: Sequence[str], title: str | None) -> list[float]:
    """Which share of the title's words a short block has."""
    wanted = {word.lower() for word in _WORD.findall(title or "")}
    if not wanted:
        return [0.0] * len(texts)
    return [
        len(wanted.intersection(_WORD.findall(text.lower()))) / len(wanted) if len(text) < 300 else 0.0
        for text in texts
    ]


def _described(folded: Sequence[str], description: str | None) -> list[float]:
    wanted = fold(description or "")[:300]
    if len(wanted) <= 20:
        return [0.0] * len(folded)
    start = wanted[:100]
    return [float(len(text) > 20 and (text[:100] == start or text in wanted)) for text in folded]


def _named(texts: Sequence[str], name: str | None, least: int) -> list[float]:
    wanted = (name or "").casefold()[:40]
    if len(wanted) < least:
        return [0.0] * len(texts)
    return [float(len(text) < _READ and wanted in text.casefold()) for text in texts]


def _stated(texts: Sequence[str], folded: Sequence[str], stated: str | None) -> dict[str, list[float]]:
    """Whether a block is in the text that JSON-LD states, and how much of that text all are; -1 without one."""
    if not stated or len(stated) < 300 or len(stated) * len(texts) > _MOST_COMPARED:
        return {"stated": [-1.0] * len(texts), "stated_share": [-1.0] * len(texts)}
    whole = fold(stated)
    within = [float(text[:80] in whole) for text in folded]
    share = sum(len(text) for text, there in zip(texts, within, strict=True) if there) / len(stated)
    return {"stated": within, "stated_share": [min(share, 2.0)] * len(texts)}
