"""Factiva: a head of lines without names ("412 words", day, paper, code, language), or with two letters each.

A story ends in the line of its number: "Document VALP000020190307ef370001".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from dateline.indexer.readers.exports.story import Line, Story, is_copyright, is_day, is_page_mark

__all__ = ["MARK", "split"]

MARK: Final = re.compile(
    r"^[ \t]*(?:AN[ \t]+)?(?:Document|Dokument|Documento|Документ|文件|文書)[ \t]+"
    r"(?=[A-Za-z]*\d)[A-Za-z0-9]{15,40}[ \t]*$",
    re.MULTILINE,
)
_WORDS: Final = re.compile(
    r"\d[\d.,\u00a0\u202f ]*(?:words?|mots?|wörter|palabras?|parole|palavras?|woorden|слов[ао]?|字|語)",
    re.IGNORECASE,
)
_BY: Final = re.compile(r"(?:by|von|par|por|di|door)\b\s*", re.IGNORECASE)
_TIME: Final = re.compile(r"\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[A-Z]{1,4})?(?: ?[ap]m)?", re.IGNORECASE)
_CODE: Final = re.compile(r"[A-Z][A-Z0-9]{1,11}")
_PAGE: Final = re.compile(
    r"(?:[A-Z]{0,3}\d{1,4}[A-Z]?)(?:[,/ -]+[A-Z]{0,3}\d{1,4})*|(?:pg|page|p|seite|s)\.? ?\S{1,8}", re.I
)
_LANGUAGE_NAMES: Final = """
    english german french spanish italian portuguese dutch russian chinese japanese arabic turkish polish
    swedish danish norwegian finnish czech hungarian korean indonesian malay thai vietnamese ukrainian greek
    romanian bulgarian catalan slovak hebrew persian hindi chinese-traditional chinese-simplified
    englisch deutsch französisch spanisch italienisch anglais français allemand espagnol italien
    inglés español alemán francés italiano inglese tedesco francese inglês engels nederlands duits frans
    русский английский 中文 日本語
"""
_LANGUAGES: Final = frozenset(_LANGUAGE_NAMES.split())
_TAGS: Final = {
    "SE": "section", "HD": "title", "BY": "author", "CR": "credit", "WC": "length", "PD": "date", "ET": "",
    "SN": "source", "SC": "source_code", "ED": "edition", "PG": "page", "VOL": "volume", "LA": "language",
    "CY": "", "CX": "", "LP": "body", "TD": "body", "CT": "", "RF": "", "ART": "", "CLM": "column",
    "CO": "company",
    "IN": "industry", "NS": "subject", "RE": "region", "IPC": "", "IPD": "", "PUB": "publisher", "AN": "",
}  # fmt: skip
_TAG: Final = re.compile(rf"({'|'.join(_TAGS)})(?:[ \t]+(.*))?$")
_TAGGED: Final = frozenset(("HD", "PD", "SN"))
_BYLINE_WORDS: Final = 4
_WHERE: Final = re.compile(r"\s+(?:in|aus|à|en|da)\s+\w[\w\s.-]*$|,.*$|\b(?:and|und|et)\b")
_SECTION_WORDS: Final = 3


def split(lines: Sequence[Line]) -> Iterator[Story]:
    """The stories, in order; what stands behind the last (a summary of the search) is struck with it."""
    ends = [place for place, line in enumerate(lines) if MARK.match(line.text)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    for start, end, own in zip(starts, ends, [*ends[:-1], len(lines) - 1], strict=True):
        body = [line for line in lines[start:end] if not is_page_mark(line.text)]
        story = Story(lines[start : own + 1])
        met = {found[1] for line in body[:60] if (found := _TAG.match(line.said))}
        if met >= _TAGGED:
            _tagged(story, body)
        else:
            _plain(story, body)
        yield story


def _tagged(story: Story, lines: Sequence[Line]) -> None:
    """Of lines named by letters; what has none goes on."""
    name: str | None = None
    stated: dict[str, list[Line]] = {}
    for line in lines:
        found = _TAG.match(line.said)
        if found is not None and (found[2] or "body" not in _TAGS[found[1]] or line.text[:1] != " "):
            name = _TAGS[found[1]]
            line = Line(line.number, found[2] or "")
        if name == "body":
            story.take_body([line])
        elif name and line.said:
            stated.setdefault(name, []).append(line)
    story.take_title(stated.pop("title", []))
    for name, found_lines in stated.items():
        value = " ".join(line.said for line in found_lines)
        story.state(name, _BY.sub("", value, count=1) if name == "author" else value)


def _plain(story: Story, lines: Sequence[Line]) -> None:
    said = [line for line in lines if line.said]
    counted = next((place for place, line in enumerate(said) if _WORDS.fullmatch(line.said)), None)
    if counted is None:  # no head at all: the first line is the title
        story.take_title(said[:1])
        story.take_body(said[1:])
        return
    story.note("length", said[counted].said)
    _above(story, said[:counted])
    begins = _below(story, said, counted + 1)
    first = said[begins].number if begins < len(said) else lines[-1].number + 1
    story.take_body(line for line in lines if line.number >= first)


def _above(story: Story, said: Sequence[Line]) -> None:
    """Section, title and byline, the first and the last of which may be missing."""
    above = list(said)
    if len(above) > 1 and _BY.match(above[-1].said):
        story.author = _BY.sub("", above.pop().said, count=1)
    elif len(above) > 1 and _is_byline(above[-1].said) and not _is_byline(above[-2].said):
        story.author = above.pop().said
    if len(above) > 1 and len(above[0].said.split()) <= _SECTION_WORDS < len(above[1].said.split()):
        story.note("section", above.pop(0).said)
    story.take_title(above)


def _is_byline(text: str) -> bool:
    words = _WHERE.sub(" ", text).split()
    if not 1 < len(words) <= _BYLINE_WORDS or text[-1:] in ".?!":
        return False
    return all(word[:1].isupper() for word in words)


def _below(story: Story, said: Sequence[Line], place: int) -> int:
    """Day, time, paper, code, page, language, rights, in this order; where the text begins."""
    while place < len(said):
        text = said[place].said
        if is_copyright(text):
            return place + 1
        if story.date is None and is_day(text):
            story.date = text
        elif story.language is not None:
            return place
        elif text.lower() in _LANGUAGES:
            story.state("language", text)
        elif story.date is not None and _TIME.fullmatch(text):
            pass
        elif story.source is None:
            story.source = text
        elif "source_code" not in story.meta and _CODE.fullmatch(text):
            story.note("source_code", text)
        elif "page" not in story.meta and _PAGE.fullmatch(text):
            story.note("page", text)
        elif len(text.split()) > _MOST_HEAD_WORDS:
            return place
        elif "edition" not in story.meta:
            story.note("edition", text)
        else:
            return place
        place += 1
    return place


_MOST_HEAD_WORDS: Final = 8
