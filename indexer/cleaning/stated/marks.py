"""What do the elements of a page state: its meta tags, headings, and what is marked as a date or an author?

One walk over the parsed page gathers it; nothing is judged here but what an element is called.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NamedTuple

from dateline.indexer.cleaning import characters
from dateline.indexer.cleaning.characters import tidy

__all__ = ["Mark", "Marks", "folded", "gather", "is_elsewhere", "is_of_another"]

# What a token of a label has in it, what one of its parts is, and what one begins with.
_AUTHOR_WORDS: Final = ("author", "byline", "by-line", "autor", "auteur", "writer", "redakteur")
_AUTHOR_PARTS: Final = frozenset(
    [
        "fn",
        "vcard",
        "by",
        "postedby",
        "creator",
        "contributor",
        "contributors",
        "reporter",
        "reporters",
        "journalist",
        "journalists",
        "submitted",
    ]
)
_DATE_STARTS: Final = (
    *("date", "datum", "fecha", "data", "publish", "pubdate", "time", "posted", "created", "updated"),
    *("modified", "meta", "byline", "info", "submitted"),
)
_AUTHOR_ADDRESS: Final = re.compile(
    r"/(?:authors?|autor(?:en|es)?|auteurs?|by|people|persons?|profiles?|staff|team|redakteure?|writers?"
    r"|contributors?|columnists?|reporters?|journalists?)/[^/]",
    re.IGNORECASE,
)
# Elements that list what else there is, and those of them that may stand by a heading.
_ELSEWHERE: Final = re.compile(
    r"comment(?!ary)|komment|respond|responses(?![a-z])|discussion|disqus|user-?reviews?|guestbook"
    r"|repl(?:y|ies)\b|related|teaser|side-?bar|widget|footer|recommend|popular"
    r"|trending|more-|latest|(?:post|news|article|teaser|entry|item|stor(?:y|ies))s?[-_]?list|archive"
    r"|(?:^|[\s_-])cards?(?:[\s_-]|$)|promo|aside"
    r"|(?:^|[\s_-])nav|menu|slider|carousel|event|calendar|license|contact-card|testimonial",
)
_ANOTHER: Final = re.compile(
    r"comment(?!ary)|komment|respond|responses(?![a-z])|discussion|disqus|user-?reviews?|guestbook"
    r"|related|teasers?(?![a-z])|recommend|popular|trending|promo|carousel|event"
    r"|more-"
)
_BEFORE: Final = 30  # elements before the heading
_AFTER: Final = 80
_LABELS: Final = ("class", "id", "itemprop", "data-testid", "data-component", "rel")
_ANCESTORS: Final = 6
_MOST: Final = 30  # marks of a kind: what a page has more is a list of other stories
_MOST_CHARS: Final = 400
_MOST_METAS: Final = 2000


class Mark(NamedTuple):
    """An element that is marked: its text, its label, what a program reads of it, the labels around it."""

    text: str
    label: str
    value: str | None
    around: str
    place: int = 0  # of the element, in document order


@dataclass(slots=True)
class Marks:
    """What a page's elements state, each kind in their order; `metas` by name, small, with all contents."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    title: str | None = None
    language: str | None = None
    canonical: str | None = None
    headings: list[Mark] = field(default_factory=list)
    times: list[Mark] = field(default_factory=list)
    days: list[Mark] = field(default_factory=list)  # itemprop
    dated: list[Mark] = field(default_factory=list)  # by class
    people: list[Mark] = field(default_factory=list)  # itemprop, rel=author
    bylines: list[Mark] = field(default_factory=list)  # by class
    profiles: list[Mark] = field(default_factory=list)  # links to a page about a person
    left: int = 500  # how many more elements without a word are looked into

    def beside(self, title: str | None) -> Callable[[Mark], bool]:
        """Whether a mark stands by the heading that is the title, and is nobody else's."""
        named = folded(title)
        places = [heading.place for heading in self.headings if named and folded(heading.text) == named]
        places = places or [heading.place for heading in self.headings[:1]]

        def is_beside(mark: Mark) -> bool:
            near = any(-_BEFORE <= mark.place - place <= _AFTER for place in places)
            return near and not _ANOTHER.search(" < ".join([mark.label, *mark.around.split(" < ")[:2]]))

        return is_beside

    def meta(self, name: str) -> str | None:
        """The first content of the meta tags of a name."""
        return next(iter(self.metas.get(name, ())), None)


def is_elsewhere(mark: Mark) -> bool:
    """Whether a mark stands among comments, other stories or furniture, by what is around it."""
    own = []
    for name in mark.around.split(" < "):
        own.append(name)
        if name.partition(" ")[0] in ("article", "main", "header"):
            break
    return _ELSEWHERE.search(" < ".join([mark.label, *own])) is not None


def is_of_another(labels: Iterable[str]) -> bool:
    """Whether elements with these labels hold what is surely of another story, or a reader's."""
    return any(_ANOTHER.search(label) for label in labels)


def folded(text: str | None) -> str:
    """A text to compare: its letters and digits, small."""
    return characters.folded(text) if text else ""


def gather(root: Any) -> Marks:
    """The marks of a page as lxml has it; none of None."""
    marks = Marks()
    if root is None:
        return marks
    for place, element in enumerate(root.iter()):
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if tag == "meta":
            _meta(marks, element)
            if _names_author(element):
                _add(marks, marks.people, element, place, "author", element.get("content"))
        elif tag == "title":
            if marks.title is None:
                marks.title = _resolved(_text(element)) or None
        elif tag == "html":
            marks.language = element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang")
        elif tag == "link":
            if "canonical" in (element.get("rel") or "").lower().split():
                marks.canonical = marks.canonical or element.get("href")
        elif tag not in ("script", "style", "html", "body", "head"):
            _element(marks, element, tag, place)
    return marks


def _meta(marks: Marks, element: Any) -> None:
    content = tidy(_resolved((element.get("content") or "")[: _MOST_CHARS * 10]))
    if not content or len(marks.metas) > _MOST_METAS:
        return
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        # OpenGraph allows several properties in one tag.
        for name in (element.get(attribute) or "").lower().split():
            marks.metas.setdefault(name, []).append(content)


def _names_author(element: Any) -> bool:
    """Whether a meta tag is the name of the person whom the element around it marks as the author."""
    around = element.getparent()
    return (
        element.get("itemprop") == "name"
        and around is not None
        and around.get("itemprop") == "author"
        and "rganization" not in (around.get("itemtype") or "")
    )


def _resolved(text: str) -> str:
    """A text whose entities a program escaped once more: `&amp;#8217;` and `M&amp;uuml;ller` in the page."""
    return html.unescape(text) if "&" in text else text


def _element(marks: Marks, element: Any, tag: str, place: int) -> None:
    get = element.get
    values = [*map(get, _LABELS)]
    label = " ".join([value for value in values if value])
    if tag == "h1":
        _add(marks, marks.headings, element, place, label)
    elif tag == "time":
        _add(marks, marks.times, element, place, label, get("datetime") or get("title"))
    elif tag == "abbr" and (title := get("title")):
        _add(marks, marks.dated, element, place, label, title)
    elif tag == "a" and (href := get("href")) and _AUTHOR_ADDRESS.search(href):
        _add(marks, marks.profiles, element, place, label, href)
    if not label:
        return
    properties, relations = values[2], values[5]
    stated = properties.split() if properties else ()
    if "datePublished" in stated or "dateCreated" in stated:
        _add(marks, marks.days, element, place, label, get("datetime") or get("content"))
    if "author" in stated or "creator" in stated or (relations and "author" in relations.lower().split()):
        _add(marks, marks.people, element, place, label, get("content"))
    is_author, is_date = _named(label)
    if is_author:
        _add(marks, marks.bylines, element, place, label)
    if is_date:
        _add(marks, marks.dated, element, place, label, get("datetime") or get("data-date"))


@lru_cache(8192)
def _named(label: str) -> tuple[bool, bool]:
    """Whether a label names an author, and whether a date: the elements of a page share few."""
    is_author = is_date = False
    for token in label.lower().split():
        parts = token.replace("_", "-").split("-")
        is_author = (
            is_author or not _AUTHOR_PARTS.isdisjoint(parts) or any(word in token for word in _AUTHOR_WORDS)
        )
        is_date = is_date or any(part.startswith(_DATE_STARTS) for part in parts)
    return is_author, is_date


def _add(
    owner: Marks, marks: list[Mark], element: Any, place: int, label: str, value: str | None = None
) -> None:
    if len(marks) < _MOST and owner.left > 0:
        text = _text(element)
        owner.left -= not text
        if text or value:
            marks.append(Mark(text, label.lower(), value, _around(element), place))


def _around(element: Any) -> str:
    """The tags and labels of the elements around, the nearest first."""
    found = []
    parent = element.getparent()
    for _ in range(_ANCESTORS):
        if parent is None:
            break
        found.append(f"{parent.tag} {parent.get('class') or ''} {parent.get('id') or ''}")
        parent = parent.getparent()
    return " < ".join(found)[:_MOST_CHARS].lower()


def _text(element: Any) -> str:
    """The text of an element, its pieces parted by blanks; its beginning, of a long one."""
    parts: list[str] = []
    chars = 0
    for part in element.itertext():
        parts.append(part)
        chars += len(part.strip())
        if chars > _MOST_CHARS:
            break
    return tidy(" ".join(parts))[: _MOST_CHARS + 200]
