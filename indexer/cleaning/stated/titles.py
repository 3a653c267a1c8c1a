"""What is the title of the article on a page?

A heading that agrees with what the page states is the title as printed. Else what is stated, without the name
of the site, or of its region or section, before and behind it: what follows a separator is cut only where it
is the site's name by its own statements, its address or the other titles of the page, or reads like a name.

>>> title_of(Titles(page="Bridge closes | UK news | The Globe", site="The Globe"))
'Bridge closes'
>>> title_of(Titles(page="Minister resigns - again"))
'Minister resigns - again'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dateline.indexer.cleaning.stated.marks import Mark, folded

__all__ = ["Titles", "title_of"]

_MOST_CHARS: Final = 1_000  # what is longer is no title
_PRINTED_CHARS: Final = 300  # of a heading
# Between words only where blanks stand around it (resigns - again), but for signs that no sentence has, and
# for scripts written without blanks.
_SEPARATOR: Final = re.compile(
    r"\s+(?:[|–—·•»«:/\\│¦｜‹›⋆★~-]|::|--|\|\|)+\s+|\s*[|│¦｜»«]\s*|\s+::\s+"
    r"|(?<=[\u3040-\u9fff\uac00-\ud7af\uff00-\uff60])[_＿－—–-]+(?=\S)|[_＿](?=[\u3040-\u9fff\uac00-\ud7af])"
)
_STRONG: Final = re.compile(r"[|│¦｜»«]|::|[_＿]")
_LOGO: Final = re.compile(r"logo|site-?(?:title|name)|brand|masthead|sr-only|visually|screen-reader|navbar")
_AROUND_LOGO: Final = re.compile(r"logo|site-?(?:title|name|branding)|masthead|navbar")
_NAME: Final = re.compile(r"[^\W\d_a-zа-яё]|\d")
_DOMAIN: Final = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|[a-z]{2})", re.IGNORECASE)
_ROOMS: Final = frozenset(
    ("blogarchive", "blogarchiv", "archive", "news", "home", "startseite", "blog", "aktuelles")
)
_WORDS: Final = re.compile(r"\w+")
_SECTION_WORDS: Final = 3
_SECTION_CHARS: Final = 24
_SITE_CHARS: Final = 30
_LEAST: Final = 0.45  # of agreement between a heading and what is stated; chosen by trying
_CJK: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Titles:
    """What may be a title, or tells what is none. `page` is that of its `title` element."""

    page: str | None = None
    social: str | None = None
    linked: str | None = None
    headings: Sequence[Mark] = ()
    site: str | None = None
    host: str | None = None


def title_of(found: Titles) -> str | None:
    """The title without the site's name; None where nothing may be one."""
    stated = [text for text in (found.social, found.linked, found.page) if text and len(text) <= _MOST_CHARS]
    names = _Names(found, stated)
    headings = [heading.text for heading in found.headings if _may_be_title(heading, names)]
    headings = _below_logos(headings, stated)
    if (printed := _printed(headings, stated, names)) is not None:
        return printed
    for text in stated:
        if names.is_site(text) and (headings or len(stated) > 1):
            continue
        title = names.without(text, sure=text != found.page)
        if len(headings) == 1 and " " not in title and len(title) < 12 and not _CJK.search(title):
            return headings[0]
        return title
    if headings:
        return headings[0]
    left = [*stated, *(heading.text for heading in found.headings if len(heading.text) <= _MOST_CHARS)]
    return next(iter(left), None)


def _may_be_title(heading: Mark, names: _Names) -> bool:
    if not heading.text or len(heading.text) > _PRINTED_CHARS or len(folded(heading.text)) < 2:
        return False
    if _LOGO.search(heading.label) or _AROUND_LOGO.search(heading.around.partition(" < ")[0]):
        return False
    return not names.is_site(heading.text)


def _below_logos(headings: list[str], stated: Sequence[str]) -> list[str]:
    """The headings without what stands above a longer one, where a stated title has both as its parts.

    "The Globe - Bridge closes": the site's name was printed as a heading, too.
    """
    for text in stated:
        parts = {folded(part) for part in _SEPARATOR.split(text)}
        whole = [heading for heading in headings if folded(heading) in parts]
        if len(whole) > 1 and _is_section(whole[0]) and 2 * len(whole[0]) < len(whole[-1]):
            return [heading for heading in headings if heading != whole[0]]
    return headings


def _printed(headings: Sequence[str], stated: Sequence[str], names: _Names) -> str | None:
    """The heading that agrees best with what is stated; None where none does."""
    best, most = None, _LEAST
    for heading in headings:
        agreed = max(
            (_agreement(heading, text, names, alone=len(headings) == 1) for text in stated), default=0
        )
        if agreed >= most and (best is None or agreed > most):
            best, most = heading, agreed
    return best


def _agreement(heading: str, text: str, names: _Names, *, alone: bool) -> float:
    """How well a heading agrees with a stated title: 3 the same, from 2 a part of it, above 0 some words."""
    one, other = folded(heading), folded(text)
    if one == other:
        return 3.0
    if one in other and len(one) > 5:
        parts = [folded(part) for part in _SEPARATOR.split(text)]
        if one in parts[1:] and one != parts[0]:
            return 0.5 if not alone else (2.0 if len(one) * 2 > len(other) else 0.4)
        return 2 + len(one) / len(other)
    if other in one and len(other) > 10:
        # A kicker or a subtitle is in the heading, unless what is stated was cut off.
        return 1.6 if text.rstrip().endswith(("…", "...")) else 0.0
    words = {word.casefold() for word in _WORDS.findall(heading) if len(word) > 2}
    shared = words & {word.casefold() for word in _WORDS.findall(text) if len(word) > 2}
    if not words or (len(words) < 2 and not _CJK.search(heading)):
        return 0.0
    return (1.5 if alone and len(words) > 2 else 0.9) * len(shared) / len(words)


class _Names:
    """What the site, and with it its sections, may be called."""

    def __init__(self, found: Titles, stated: Sequence[str]) -> None:
        host = (found.host or "").removeprefix("www.")
        self._host = folded(host)
        self._label = folded(host.rsplit(".", 1)[0])
        self._sites = {folded(found.site)} if found.site else set()
        self._sites |= {_added(found.page, other) for other in stated if other != found.page}
        self._sites.discard("")

    def is_site(self, part: str) -> bool:
        """Whether that is the site's name, or an abbreviation or a part of it."""
        name = folded(part)
        if not name or name in _ROOMS:
            return True
        for site in self._sites:
            if name == site or (len(name) > 3 and name in site):
                return True
            if len(site) > 3 and site in name and len(name) < len(site) + 16:
                return True
        if not self._host:
            return False
        if name in (self._host, self._label) or (len(name) > 3 and name in self._host):
            return True
        if len(self._label) > 4 and self._label in name and len(name) < len(self._label) + 16:
            return True
        initials = "".join([word[0] for word in _WORDS.findall(part.casefold())])
        return len(initials) > 2 and self._label.startswith(initials)

    def without(self, title: str, *, sure: bool) -> str:
        """The title without the names of the site and its sections around it.

        `sure`: it is stated as the title, so that only the site is cut off, not what may be its name.
        """
        cut = ahead_cut = False
        while parts := list(_SEPARATOR.finditer(title)):
            before, behind = title[: parts[-1].start()], title[parts[-1].end() :]
            if before and self.is_site(behind):
                title, cut = before, True
                continue
            rest, ahead = title[parts[0].end() :], title[: parts[0].start()]
            if rest and self.is_site(ahead):
                title, cut, ahead_cut = rest, True, True
                continue
            if ahead_cut and _is_section(ahead) and rest[0].isupper() and len(rest) > 2 * len(ahead):
                title = rest
                continue
            strong = _STRONG.search(parts[-1][0]) is not None
            if strong and _is_section(behind) and len(before) > (1 if cut else 2) * len(behind):
                title, cut = before, True
                continue
            if not sure and not cut and _reads_like_name(behind, before, strong=strong):
                title, cut = before, True
                continue
            break
        return title.strip()


def _added(page: str | None, title: str) -> str:
    """What a page's title has beside another title: the site's name, folded; "" where that is not so."""
    if not page or len(title) < 10 or title not in page:
        return ""
    before, _, behind = page.partition(title)
    rest = before or behind
    edge = _SEPARATOR.search(rest)
    if (before and behind) or not edge or (edge.start() if not before else len(rest) - edge.end()) > 0:
        return ""
    added = folded(rest)
    return added if 2 < len(added) <= 2 * _SITE_CHARS else ""


def _is_section(part: str) -> bool:
    return len(part) <= _SECTION_CHARS and len(part.split()) <= _SECTION_WORDS


def _reads_like_name(part: str, before: str, *, strong: bool) -> bool:
    """Whether what stands behind the last separator of a page's title may be the name of a site."""
    if _DOMAIN.fullmatch(part):
        return True
    if len(part) >= (2 if strong else 1) * _SITE_CHARS or len(before) <= len(part) + (0 if strong else 3):
        return False
    if _CJK.search(part):
        return strong
    return strong or _NAME.match(part) is not None
