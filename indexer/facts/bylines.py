"""Bylines: the people a line such as "By Ann Lee and Bo Li in Kabul" names.

A byline is cut where people are listed: at semicolons, slashes and bars, at "and" and its like in the
languages of the archive, and at commas, unless those turn one name round ("Lee, Ann") or add to it ("Martin
King, Jr."). What is surely no person is left out: what people are (staff writer), whom they write for
(Reuters, for The Times), where they are (in Kabul, or one word after a whole name). What is left is not
changed: a mention is a slice of the byline, `ANN LEE` or `Ann Lee`.

Better too wide than lost: whatever may be a name is one, and a byline that names nobody ("Reuters") is a
mention as a whole. So every word somebody would look for is found.

>>> [author.value for author in read_authors("By Ann Lee and Bo Li in Kabul, Reuters")]
['Ann Lee', 'Bo Li']
>>> [author.value for author in read_authors("Staff writer")]
['Staff writer']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from dateline.indexer.analysis.patterns import lazy_pattern
from dateline.indexer.article import Mention
from dateline.indexer.facts.outlets import is_acronym, is_known, is_outlet, is_title_word
from dateline.indexer.facts.roles import is_about_somebody, is_cjk, is_staff, without_roles

__all__ = ["list_authors", "read_authors", "without_by"]

_MOST_WORDS: Final = 40  # of a piece: a longer one is a sentence about somebody, and is not looked into
_MOST_CHARS: Final = 10_000  # of a byline: several hundred names; what is longer is a text
_FLAGS: Final = re.IGNORECASE

_LABEL: Final = (
    r"by|von|par|por|di|da|door|автор(?:ы)?|authors?|autor(?:in|en|es)?|auteurs?|yazar|texte?|testo|texto|текст|"
    r"фото(?:графии)?|fotos?|photos?|photographs?|pictures?|bilder|bild|graphics?|video|видео|"
    r"(?:additional )?reporting|reported|written|translat(?:ed|ion)|перевод|story|words|"
    r"reporters?|writers?|correspondents?|photographers?|корреспондент|фотограф"
)
# Nothing else than an introduction: a colon after it, "by", or a word that is no name.
_BY: Final = lazy_pattern(
    rf"\s*(?:(?:{_LABEL})\s*:\s*|"
    r"(?:view all posts|written|posted|published|story|article|text|words|analysis|opinion|commentary|"
    r"photos?|photographs?|pictures?|graphics?|translated|translation|reported|"
    r"(?:additional |with )?reporting)\s+by"
    r"(?:\s*:\s*|\s+)|by\s+|"
    r"(?:geschrieben|veröffentlicht|artikel)\s+von\s+|"
    r"(?:автор(?:ы)?|authors?|autor(?:in|en|es)?|auteurs?|yazar)\s+(?=\S+\s+\S))",
    _FLAGS,
)
# These are names as well (Par Lagerkvist, Von Trier, Text Smith): two words of a name have to follow.
_MAY_BE_BY: Final = lazy_pattern(r"\s*(?:von|par|por|door|text)\s+(?=[^\W\d_])", _FLAGS)
_DI: Final = lazy_pattern(r"\s*di\s+(?=[^\W\d_])", _FLAGS)
# What parts people, whatever stands around it. The commas of a list are looked at apart.
_BETWEEN: Final = lazy_pattern(
    r"(?<!\s)(?:"  # so that a run of blanks is looked at once
    r"\s*[;•、]\s*|(?P<weak>\s*[|/\n\r\v\f\x85\u2028\u2029—]\s*|\s+·\s+|\s+[-–—]+\s+)|"
    r"(?:\s*(?P<list>,))?\s*(?:(?<=\s)(?:and|und|och|және|жана|with|avec|mit)|&)\s+|"
    r"(?:\s*(?P<also>,))?\s+(?P<short>et|en|og|и|та|ve|va|y|e|i|و)\s+)",
    _FLAGS,
)
_FULL_AFTER: Final = lazy_pattern(r"[^\s,;|/&]+\s+(?!(?:y|e|i|et|and|и)\s)[^\W\d_]", _FLAGS)
_COMMA: Final = lazy_pattern(r"(?:(?<!\s)\s*)?[,，،]\s*")
_AFTER_NAME: Final = lazy_pattern(r"(?:jr|sr|junior|senior|ii|iii|iv)\.?", _FLAGS)
_DEGREE: Final = lazy_pattern(
    r"(?:Ph\.?\s?D|PHD|Dr|DPhil|M\.?D|M\.?A|B\.?A|B\.?Sc|M\.?Sc|M\.?S|MBA|MPH|LL\.?[BM]|J\.?D|CFA|CPA|R\.?N|"
    r"M\.?P|Esq|ESQ|[OMC]BE|FRS|K\.?C|Q\.?C)\.?"
)
_PARTICLE: Final = lazy_pattern(
    r"al|bin|das?|del?|de|della|den|der|di|dos?|du|el|l[ae]|les|ten|ter|van|von|zu[mr]?", _FLAGS
)

# What no name is part of: an address of the web or of mail, a handle, more people without their names.
_ASIDE: Final = lazy_pattern(
    r"(?:https?:|www\.)\S*|[^\s,;|<>()\[\]]{1,80}@\S+|(?<!\S)@\w+|[(\[<][^()\[\]<>\n]*[)\]>]?|"
    r",?\s(?:et\.?\s+al(?:ii)?\b\.?|и\s+др\b\.?|u\.\s?a\.)(?=\s*(?:$|[,;|\n]))",
    _FLAGS,
)
# From here on a piece no longer tells who it was, but where, for whom, how to write to them.
_BEYOND: Final = lazy_pattern(
    r"(?:\s(?:in|at|from|aus|à|для|из|в)\s+(?=[^\W\d_a-zа-яё]).*|"
    r"(?P<whose>(?:^|\s)(?i:for|special to|exclusively for|exclusive to|of the|of)\s.*)|\s\d.*)$",
    re.DOTALL,
)
_NOBODY: Final = lazy_pattern(
    r"the\s.*|special(?:\s+to\s.*)?|(?:edited|editing)\s+by\s.*|агентство\s.*|агентство|новости|unknown|anonymous|"
    r"letters?\s+to\s+the\s+editors?|contributors?\s+to\s.*|publishers?|herausgeber|"
    r"n/?a|none|by|(?:and\s+)?others|colleagues|другие|andere|otros|autres|altri|outros|press|news|media",
    _FLAGS,
)


class _Piece(NamedTuple):
    """What stands between two commas; `sure`: a word before it says that a person follows."""

    start: int
    end: int
    word: bool  # whether it is a single word
    sure: bool


@lru_cache(maxsize=4096)  # few people write most of an archive
def read_authors(byline: str | None) -> tuple[Mention, ...]:
    """The people a byline names, in their order, as slices of it, each once.

    Where it names nobody, the byline itself, without a "By" before it; none where it has no letter or digit.
    """
    if not byline:
        return ()
    found: dict[str, Mention] = {}
    if len(byline) <= _MOST_CHARS and not _NOBODY.fullmatch(byline.strip()):
        for start, end in _people(_masked(byline)):
            value = byline[start:end]
            found.setdefault(value.casefold(), Mention(value, start, end))
    if not found:
        return _whole(byline)
    return tuple(found.values())


def list_authors(names: Sequence[str]) -> tuple[str | None, tuple[Mention, ...]]:
    """The byline of people who are listed already, and the mentions of them in it.

    A name is taken as it is ("García Márquez, Gabriel" is one person), and once; one that is a byline itself
    ("By Ann Lee and Bo Li") is read as that.
    """
    listed = list(dict.fromkeys(names))
    mentions: dict[str, Mention] = {}
    start = 0
    for name in listed:
        people = read_authors(name)
        if len(people) < 2 and not _BY.match(name):
            people = (Mention(name, 0, len(name)),)
        for one in people:
            mentions.setdefault(one.value.casefold(), Mention(one.value, start + one.start, start + one.end))
        start += len(name) + len(", ")
    return ", ".join(listed) or None, tuple(mentions.values())


def without_by(byline: str) -> str:
    """The byline without the words that introduce it: "By", "Автор:"; a name that may be one is kept."""
    return byline[_introduced(byline, 0, len(byline), first=True)[0] :].strip()


def _whole(byline: str) -> tuple[Mention, ...]:
    """The byline as one mention."""
    by = _BY.match(byline)
    for start in (by.end() if by else 0, 0):
        start, end = _trimmed(byline, start, len(byline))
        if start < end:
            return (Mention(byline[start:end], start, end),)
    return ()


def _masked(byline: str) -> str:
    """The byline with blanks, or line ends where another name follows, in the place of what is no name."""
    return _ASIDE.sub(_blank, byline)


def _blank(aside: re.Match[str]) -> str:
    text, whole, (start, end) = aside[0], aside.string, aside.span()
    before, after = whole[max(start - 2, 0) : start].strip(), whole[end : end + 2].strip()
    follows = bool(before and after and before[-1].isalnum() and after[0].isalpha())
    if follows and text[0] in "([<":
        inner = text[1:-1]
        if inner.isalpha() and not is_outlet(inner) and not _BETWEEN.match(whole, end):
            return text  # William (Bill) Smith
        if _BETWEEN.match(whole, end):
            follows = False
    return ("\n" if follows else " ") * len(text)


def _people(byline: str) -> Iterator[tuple[int, int]]:
    """The slices of a byline each of which has one person."""
    shouted = byline.isupper()
    named = False  # whether a whole name came before
    weak = False
    at = 0
    for cut in [*_cuts(byline), None]:
        end = cut.start() if cut else len(byline)
        listed = bool(cut and (cut["list"] or cut["also"]))
        for piece in _at_commas(byline, at, end, listed=listed, named=named and weak, shouted=shouted):
            named = named or not piece.word
            yield piece.start, piece.end
        if cut:
            at, weak = cut.end(), bool(cut["weak"])


def _cuts(byline: str) -> Iterator[re.Match[str]]:
    shouted = byline.isupper()
    at = 0
    for cut in _BETWEEN.finditer(byline):
        short = cut["short"]
        if short and not cut["also"] and not _is_and(byline, at, cut, short, shouted=shouted):
            continue
        yield cut
        at = cut.end()


def _is_and(byline: str, at: int, cut: re.Match[str], word: str, *, shouted: bool) -> bool:
    """Whether a short word parts two people and stands in no name: Ortega y Gasset, Carlos E Santos."""
    full = (
        len(byline[at : cut.start()].split(None, 2)) > 1 and _FULL_AFTER.match(byline, cut.end()) is not None
    )
    if word in ("y", "e", "i", "و", "Y", "E", "I"):
        return full and not word.isupper()
    if word.islower():
        return True
    return full and (shouted or word.casefold() in ("et", "и"))


def _at_commas(
    byline: str, start: int, end: int, *, listed: bool, named: bool, shouted: bool
) -> Iterator[_Piece]:
    """The people between commas, the pieces of one name together.

    `listed`: a comma and an "and" follow; `named`: a whole name came before, so that one word is none.
    """
    last_paper = not listed and not named and _is_paper_last(byline, start, end)
    pieces: list[_Piece] = []
    beyond = False  # whether something that is no person came before
    edges = [start, *(edge for comma in _COMMA.finditer(byline, start, end) for edge in comma.span()), end]
    for number, (first, last) in enumerate(zip(edges[::2], edges[1::2], strict=True)):
        before = pieces[-1] if pieces else None
        if before and not before.word and _DEGREE.fullmatch(byline, first, last):
            continue
        if before and _AFTER_NAME.fullmatch(byline, first, last):
            pieces[-1] = before._replace(end=last)
            continue
        at, sure = _introduced(byline, first, last, first=number == 0, group=end)
        name = _name(byline[at:last], shouted=shouted)
        if last_paper and last == end:
            name = None
        if name is None or (
            not sure and (before or named) and is_about_somebody(byline[at:last].strip(), shouted)
        ):
            beyond = True
            continue
        piece = _Piece(at + name[0], at + name[1], _is_word(byline[at + name[0] : at + name[1]]), sure)
        if not piece.word or sure:
            pieces.append(piece)
        elif before and not pieces[0].word:
            if len(pieces) == 1 and not beyond and _is_given(byline, before, piece):
                pieces[-1] = before._replace(end=piece.end)
            else:
                beyond = True  # Ann Lee, Kabul
        elif not (beyond or named):
            pieces.append(piece)
    yield from _turned(pieces, listed=listed)


def _is_paper_last(byline: str, start: int, end: int) -> bool:
    """Whether the last of two pieces is called as papers are, of the one whose name is the first.

    "Jane Doe, Valley Post". Several people are joined by an "and" rather than by a comma alone.
    """
    pieces = _COMMA.split(byline[start:end].strip())
    if len(pieces) != 2 or (start, end) != (0, len(byline)):
        return False
    one, other = (piece.split() for piece in pieces)
    return len(one) > 1 and 1 < len(other) < 5 and is_title_word(other[-1])


def _turned(pieces: list[_Piece], *, listed: bool) -> list[_Piece]:
    """The pieces, each family name together with the given name after it."""
    count = len(pieces)
    if listed or not count or count % 2 or any(piece.sure for piece in pieces[1:]):
        return pieces
    if not all(piece.word for piece in pieces[::2]):
        return pieces
    return [
        one._replace(end=other.end, word=False) for one, other in zip(pieces[::2], pieces[1::2], strict=True)
    ]


def _is_given(byline: str, family: _Piece, word: _Piece) -> bool:
    """Whether a word after a comma is the given name of a family of several words: Von der Leyen, Ursula."""
    words = byline[family.start : family.end].split()
    given = byline[word.start : word.end]
    particles = all(_PARTICLE.fullmatch(part) for part in words[:-1])
    begins = words[0].islower() and _PARTICLE.fullmatch(words[0]) is not None
    spanish = len(words) == 3 and words[1] in ("y", "i")
    return particles or begins or spanish or (len(given) == 2 and given[1] == ".")


def _is_word(name: str) -> bool:
    return " " not in name.strip() and not is_cjk(name)


def _introduced(byline: str, start: int, end: int, *, first: bool, group: int = 0) -> tuple[int, bool]:
    """Where a piece goes on after the word that introduces it, once at most; and whether one surely did."""
    if by := _BY.match(byline, start, end):
        return by.end(), True
    if not first:
        return start, False
    if by := _MAY_BE_BY.match(byline, start, end):
        rest = _COMMA.split(_BETWEEN.split(byline[by.end() : max(end, group)], maxsplit=1)[0], maxsplit=1)[0]
        words = rest.split()
        if (len(words) > 1 and not _PARTICLE.fullmatch(words[0])) or is_outlet(rest):
            return by.end(), False
        return start, False
    by, cut = _DI.match(byline, start, end), _BETWEEN.match(byline, max(end, group))
    # Chinese names begin like that too: only where an Italian "and" follows.
    if by and cut and cut["short"] == "e" and " " in byline[by.end() : end].strip():
        return by.end(), False
    return start, False


def _name(piece: str, *, shouted: bool) -> tuple[int, int] | None:
    """The slice of a piece that is a person's name, None where surely nobody is named."""
    start, end = _trimmed(piece, 0, len(piece))
    if not any(sign.isalpha() for sign in piece[start:end]):
        return None
    if len(piece.split()) > _MOST_WORDS:
        return start, end
    if _nobody(piece[start:end], shouted):
        return None
    if (beyond := _BEYOND.search(piece, start, end)) and (
        not beyond["whose"] or len(piece[start : beyond.start()].split()) != 1
    ):
        end = beyond.start()
    start, end = without_roles(piece, start, end, shouted=shouted)
    end = _before_outlet(piece, start, end, shouted)
    start, end = _trimmed(piece, start, end)
    name = piece[start:end]
    if not any(sign.isalpha() for sign in name) or _nobody(name, shouted):
        return None
    return start, end


def _before_outlet(piece: str, start: int, end: int, shouted: bool) -> int:
    """Where a name ends that has an outlet after it without a comma: ANN LEE The Associated Press."""
    words = list(re.finditer(r"\S+", piece[:end]))
    words = [word for word in words if word.start() >= start]
    for number in range(2, len(words)):
        if is_acronym(words[number][0]) and not shouted:
            return words[number].start()
        rest = piece[words[number].start() : end]
        if is_known(rest) or (number == len(words) - 1 and is_outlet(rest, shouted=shouted)):
            return words[number].start()
    return end


def _nobody(name: str, shouted: bool) -> bool:
    return _NOBODY.fullmatch(name) is not None or is_outlet(name, shouted=shouted) or is_staff(name, shouted)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The slice without signs at its ends; a point or an apostrophe may end a name."""
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not (text[end - 1].isalnum() or text[end - 1] in ".'’"):
        end -= 1
    return start, end
