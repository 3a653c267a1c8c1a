"""Bylines: the people a line such as "By Ann Lee and Bo Li in Kabul" names.

A byline is cut where people are listed: at semicolons, slashes and bars, at "and" and its like in the
languages of the archive, and at commas, unless those turn one name round ("Lee, Ann") or add to it ("Martin
King, Jr."). What is no person is left out: what people are (staff writer), whom they write for (Reuters, for
The Times), where they are (in Kabul). What is left is not changed: a mention is a slice of the byline.

>>> [author.value for author in read_authors("By Ann Lee and Bo Li in Kabul, Reuters")]
['Ann Lee', 'Bo Li']
>>> read_authors("Staff writer")
()
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from dateline.indexer.article import Mention
from dateline.indexer.facts.agencies import is_agency

__all__ = ["list_authors", "read_authors"]

_MOST_WORDS: Final = 7  # of a name: a longer piece is a sentence about somebody
_MOST_CHARS: Final = 400  # of a byline: what is longer is a text, and takes long to look through
_FLAGS: Final = re.IGNORECASE

_BY: Final = re.compile(
    r"\s*(?:(?:posted|written|published|story|article|text|analysis|opinion|commentary|"
    r"(?:additional |with )?reporting|geschrieben|veröffentlicht)\s+)?"
    r"(?:by|von|par|por|di|da|door|автор(?:ы)?|авторы|author(?:s)?|autor(?:in|en|es)?|auteur(?:s)?|yazar|text)"
    r"\b\s*:?\s+",
    _FLAGS,
)
# What parts people, whatever stands around it.
_BETWEEN: Final = re.compile(
    r"\s*[;|/•·\n、]\s*|\s+[-–—]+\s+|"
    r"(?P<list>,)?\s*(?:(?<=\s)(?:and|und|et|en|och|og|и|және|жана|та|ve|va|with|avec|mit)|&)\s+|"
    r"(?P<short>(?P<also>,)?\s+(?:y|e|i|و)\s+)",
    _FLAGS,
)
_COMMA: Final = re.compile(r"\s*[,，،]\s*")
_AFTER_NAME: Final = re.compile(
    r"(?:jr|sr|junior|senior|ii|iii|iv|ph\.?\s?d|m\.?d|m\.?p|esq|obe|dr)\.?", _FLAGS
)

_ROLE: Final = (
    r"(?:(?:our|the|a)\s+)?(?:(?:senior|chief|special|foreign|political|diplomatic|business|economics?|defen[cs]e|"
    r"staff|contributing|associate|assistant|managing|deputy|news|national|regional|freelance|guest|web|"
    r"executive|bureau)\s+)*"
    r"(?:staff|writers?|reporters?|correspondents?|editors?(?:[- ]in[- ]chief)?|journalists?|columnists?|"
    r"contributors?|analysts?|bureau(?:\s+chief)?|desk|newsroom|team|editorial(?:\s+board)?|admin(?:istrator)?|"
    r"photographers?|redaktion|redakteur(?:in)?|korrespondent(?:in)?|rédaction|redacción|redazione|"
    r"корреспондент\w*|журналист\w*|редактор\w*|редакция|обозреватель|тілші\w*|редакциясы|кабарчы\w*|muxbir\w*|"
    r"muhabir\w*|editör\w*)"
)
_ROLE_FIRST: Final = re.compile(rf"{_ROLE}(?:\s+(?=\S)|$)", _FLAGS)
_ROLE_LAST: Final = re.compile(rf"\s{_ROLE}(?:\s+(?:at|of|for|in)\b.*)?$", _FLAGS)
# From here on a piece no longer tells who it was, but where, for whom, how to write to them.
_BEYOND: Final = re.compile(
    r"(?:[(\[<].*|\s(?:in|at|from|aus|à|для|из|в)\s+(?=[^\W\d_a-zа-яё]).*|"
    r"(?:^|\s)(?i:for|special to|exclusively for|exclusive to|of the|of)\s.*|"
    r"\S+@\S+.*|(?:^|\s)@\w.*|https?:.*|\s\d.*)$",
    re.DOTALL,
)
_NOBODY: Final = re.compile(
    r"(?:the|la|le|les|die|der|das)\s.*|.*\b(?:agency|agencies|press|news|times|wires?|reports?|service|media|"
    r"staff|online|magazine|\.com|\.org)|special\s.*|"
    r"(?:edited|editing|photos?|photographs?|graphics?|translated|translation)\s+by\s.*|агентство.*|новости|unknown|anonymous|n/?a|none|by",
    _FLAGS,
)


@lru_cache(maxsize=4096)  # few people write most of an archive
def read_authors(byline: str | None) -> tuple[Mention, ...]:
    """The people a byline names, in their order, as slices of it; none where it names nobody."""
    if not byline or len(byline) > _MOST_CHARS:
        return ()
    found: list[Mention] = []
    for first, last in _people(byline):
        name = _name(byline[first:last])
        if name is not None:
            start, end = first + name[0], first + name[1]
            found.append(Mention(byline[start:end], start, end))
    return tuple(found)


def list_authors(names: Sequence[str]) -> tuple[str | None, tuple[Mention, ...]]:
    """The byline of people who are listed already, and the mentions of them in it."""
    mentions, start = [], 0
    for name in names:
        mentions.append(Mention(name, start, start + len(name)))
        start += len(name) + len(", ")
    return ", ".join(names) or None, tuple(mentions)


def _people(byline: str) -> Iterator[tuple[int, int]]:
    """The slices of a byline each of which has one person, or something else."""
    by = _BY.match(byline)
    at = by.end() if by else 0
    for cut in _BETWEEN.finditer(byline, at):
        if cut["short"] and not cut["also"] and _is_one_name(byline[at : cut.start()], byline[cut.end() :]):
            continue
        yield from _at_commas(byline, at, cut.start(), listed=bool(cut["list"] or cut["also"]))
        at = cut.end()
    yield from _at_commas(byline, at, len(byline), listed=False)


def _is_one_name(before: str, after: str) -> bool:
    """Whether a short "and" stands inside a name: Ortega y Gasset, Ramón y Cajal."""
    following = _COMMA.split(_BETWEEN.split(after, maxsplit=1)[0], maxsplit=1)[0]
    return " " in before.strip() and " " not in following.strip()


def _at_commas(byline: str, start: int, end: int, *, listed: bool) -> Iterator[tuple[int, int]]:
    """The pieces between commas, those of one name together; `listed`: a comma and an "and" follow."""
    pieces: list[tuple[int, int]] = []
    beyond = False  # whether something that is no person came before
    edges = [start, *(edge for comma in _COMMA.finditer(byline, start, end) for edge in comma.span()), end]
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if pieces and _AFTER_NAME.fullmatch(byline, first, last):
            pieces[-1] = pieces[-1][0], last
        elif _name(byline[first:last]) is None:
            beyond = True
        elif not beyond or " " in byline[first:last].strip():  # Ann Lee, BBC News, Kabul
            pieces.append((first, last))
    turned = [" " not in byline[first:last].strip() for first, last in pieces]
    if (
        not listed
        and len(pieces) % 2 == 0
        and ((len(pieces) == 2 and any(turned)) or (pieces and all(turned)))
    ):
        pieces = [(one[0], other[1]) for one, other in zip(pieces[::2], pieces[1::2], strict=True)]
    yield from pieces


def _name(piece: str) -> tuple[int, int] | None:
    """The slice of a piece that is a person's name, None where nobody is named."""
    start, end = 0, len(piece)
    while by := _BY.match(piece, start):
        start = by.end()
    if beyond := _BEYOND.search(piece, start):
        end = beyond.start()
    while role := _ROLE_FIRST.match(piece, start, end):
        start = role.end()
    if role := _ROLE_LAST.search(piece[:end], start):
        named = piece[start : role.start()].strip()
        if " " in named or is_agency(named):  # else it is a family name: A. Writer
            end = role.start()
    while start < end and not piece[start].isalnum():
        start += 1
    while start < end and not (piece[end - 1].isalnum() or piece[end - 1] in ".'’"):
        end -= 1
    name = piece[start:end]
    if not any(sign.isalpha() for sign in name) or len(name.split()) > _MOST_WORDS:
        return None
    return None if is_agency(name) or _NOBODY.fullmatch(name) else (start, end)
