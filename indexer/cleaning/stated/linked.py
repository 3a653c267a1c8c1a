"""What does the JSON-LD of a page say about the article on it?

People and programs write it by hand, so it is repaired first: CDATA and comments around and in it, commas too
many, braces too many or too few, several objects one after another, signs escaped as HTML has them. Of the
objects the one of this page's story counts: a page may describe related stories, too, and before it.

>>> source = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Fog",}</script>'
>>> story_of(read_linked(source), ["Fog"], None).get("headline")
'Fog'
"""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dateline.indexer.cleaning.characters import tidy
from dateline.indexer.facts.titles import count_words

__all__ = ["Linked", "Object", "is_organisation", "is_page", "names_of", "read_linked", "story_of", "text_of"]

Object = dict[str, Any]

_SCRIPT: Final = re.compile(r"<script\b[^<>]{0,1000}?\bld\+json[^<>]{0,1000}>", re.IGNORECASE)
_END: Final = re.compile(r"</script", re.IGNORECASE)
_MOST_SCRIPTS: Final = 100
_MOST_CHARS: Final = 2**22  # of all scripts of a page
_MOST_OBJECTS: Final = 10_000  # and lists, of a page
_MOST_NAMES: Final = 200
_MOST_STEPS: Final = 1_000  # to the names within objects, which may refer to each other
_MOST_DEPTH: Final = 4  # of brackets that are missing at the end

# What stands around the objects: comments of HTML and JavaScript, CDATA.
_AROUND: Final = re.compile(r"(?:(?://|/\*)[ \t]?)?(?:<!\[CDATA\[|\]\]>|<!--|-->)(?:[ \t]?\*/)?")
# A string; or what JSON has not: a comment, a comma before a closing bracket, blanks of other kinds.
_TOKEN: Final = re.compile(
    r'(?P<string>"(?:[^"\\]|\\.)*(?:"|\\?\Z))|//[^\n]*|/\*.*?(?:\*/|\Z)|,(?=\s*(?:,|[}\]]))'
    r"|[\u00a0\u2000-\u200b\u2028\u2029\u202f\u3000\ufeff]+",
    re.DOTALL,
)
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)', re.DOTALL)
_ESCAPE: Final = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4}).', re.DOTALL)
_VALUE: Final = re.compile(r"[{\[]")
# What can be read of an object that is broken for good.
_SALVAGED: Final = {
    "headline": re.compile(r'"headline"\s*:\s*"((?:[^"\\\n]|\\.){1,500})"\s*[,}\n]'),
    "datePublished": re.compile(r'"datePublished"\s*:\s*"([^"\\]{4,40})"'),
    **{
        name: re.compile(
            rf'"{name}"\s*:\s*[\[{{\s]*(?:"@[^{{}}\[\]]{{0,200}})?"name"\s*:\s*"((?:[^"\\\n]|\\.){{1,200}})"'
        )
        for name in ("author", "publisher")
    },
    "@type": re.compile(r'"@type"\s*:\s*"([^"\\]{1,60})"'),
}

_STORY: Final = re.compile(r"\w*(?:Article|Posting|Report|BlogPost)", re.IGNORECASE)
_WORK: Final = re.compile(
    r"Review|Recipe|\w*CreativeWork\w*|VideoObject|HowTo|Book|Course|Event|Product|\w*Episode",
    re.IGNORECASE,
)
_PAGE: Final = re.compile(r"\w*Page", re.IGNORECASE)
_GROUPS: Final = ("@graph", "mainEntity", "mainEntityOfPage", "blogPost", "liveBlogUpdate")
_HOLDERS: Final = ("author", "creator", "publisher", "isPartOf", "sourceOrganization")
_LEAST_SHARED: Final = 0.5  # of the words of a headline that the page's titles have
_WORDS: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Linked:
    """The objects of a page in their order, and those that others refer to by their `@id`."""

    objects: tuple[Object, ...]
    by_id: dict[str, Object]

    def resolved(self, value: object) -> object:
        """What a value refers to, or the value."""
        if isinstance(value, dict) and isinstance(value.get("@id"), str) and "name" not in value:
            return self.by_id.get(value["@id"], value)
        if isinstance(value, str) and value in self.by_id and (value.startswith(("#", "http", "_:"))):
            return self.by_id[value]
        return value


def read_linked(page: str) -> Linked:
    """Every object of the JSON-LD in a page's source, those in lists and graphs too."""
    found: list[Object] = []
    for source in _scripts(page):
        for value in _values(source):
            found += _objects(value, _MOST_OBJECTS - len(found))
    by_id: dict[str, Object] = {}
    held = [one for item in found for one in _held(item)]
    for item in [*found, *held]:
        if isinstance(item.get("@id"), str) and "name" in item:
            by_id.setdefault(item["@id"], item)
    return Linked(tuple(found), by_id)


def _scripts(page: str) -> Iterator[str]:
    left = _MOST_CHARS
    for number, match in enumerate(_SCRIPT.finditer(page)):
        end = _END.search(page, match.end())
        if end is None or number >= _MOST_SCRIPTS or left <= 0:
            return
        source = page[match.end() : end.start()][:left]
        left -= len(source)
        yield source


def _values(source: str) -> Iterator[object]:
    """The values that follow each other in a script."""
    if re.match(r"\s*[{\[]\s*&quot;", source):
        source = html.unescape(source)
    source = source.strip("\ufeff \t\r\n;")
    try:
        yield json.loads(source, strict=False)
        return
    except (ValueError, RecursionError):
        source = _TOKEN.sub(_mended, _AROUND.sub(" ", source))
    decoder = json.JSONDecoder(strict=False)
    found = False
    place = 0
    for _ in range(_MOST_OBJECTS):
        if not (match := _VALUE.search(source, place)):
            break
        try:
            value, place = decoder.raw_decode(source, match.start())
        except (ValueError, RecursionError):
            break
        found = True
        yield value
    if not found and (closed := _closed(source)) is not None:
        found = True
        yield closed
    if not found and (salvaged := _salvaged(source)):
        yield salvaged


def _mended(token: re.Match[str]) -> str:
    string = token["string"]
    return _ESCAPE.sub(lambda escape: escape[0][1:], string) if string else ""


def _closed(source: str) -> object | None:
    """The value of a source whose last brackets are missing; None where that is not all."""
    open_: list[str] = []
    for sign in _STRING.sub("", source):
        if sign in "{[":
            open_.append("}" if sign == "{" else "]")
        elif sign in "}]" and open_:
            open_.pop()
    if not 0 < len(open_) < _MOST_DEPTH:
        return None
    try:
        value: object = json.loads(source.rstrip(" \t\r\n,;") + "".join(reversed(open_)), strict=False)
    except (ValueError, RecursionError):
        return None
    return value


def _salvaged(source: str) -> Object:
    """The fields of a story that stand for themselves in a source that is no JSON."""
    found: Object = {}
    for name, pattern in _SALVAGED.items():
        if match := pattern.search(source):
            found[name] = re.sub(r'\\(["/])', r"\1", match[1])
    return found if "headline" in found else {}


def _objects(value: object, most: int) -> Iterator[Object]:
    waiting = deque([value])
    for _ in range(most):
        if not waiting:
            return
        item = waiting.popleft()
        if isinstance(item, list):
            waiting.extend(item[:500])
        elif isinstance(item, dict):
            yield item
            waiting.extend(item[name] for name in _GROUPS if name in item)


def _held(item: Object) -> Iterator[Object]:
    for name in _HOLDERS:
        value = item.get(name)
        for held in value[:_MOST_NAMES] if isinstance(value, list) else [value]:
            if isinstance(held, dict):
                yield held


def story_of(linked: Linked, titles: Sequence[str], address: str | None) -> Object:
    """What is said about the story of the page with these titles and address: of several objects, the first.

    The object of the story comes first, then what others say that are of no other story. Empty without any.
    """
    ranked = [
        (rank, number) for number, item in enumerate(linked.objects) if (rank := _rank(item)) is not None
    ]
    telling = _telling(titles, linked)
    matches = {number: _match(linked.objects[number], titles, telling, address) for _, number in ranked}
    stories = [number for rank, number in ranked if rank == 0]
    sure = any(matches[number] > 0 for number in stories)
    merged: Object = {}
    for rank, number in sorted(ranked, key=lambda pair: (pair[0], -matches[pair[1]], pair[1]))[:8]:
        item = linked.objects[number]
        if rank == 0 and merged and ("headline" in item or sure) and matches[number] <= 0:
            continue  # another story's
        if rank == 0 and matches[number] < 0:
            continue  # another story's, also where it is the only one that is described
        for key, value in item.items():
            merged.setdefault(key, value)
    return merged


def _rank(item: Object) -> int | None:
    """How near to an article a type is; None for what is none."""
    types = _types(item)
    for rank, pattern in enumerate((_STORY, _WORK, _PAGE)):
        if any(pattern.fullmatch(kind) for kind in types):
            if rank == 1 and not ("headline" in item or "author" in item or "datePublished" in item):
                return None
            return rank
    return 3 if not types and "headline" in item else None


def _types(item: Object) -> list[str]:
    """The names of an object's types, without their address."""
    stated = item.get("@type")
    kinds = stated if isinstance(stated, list) else [stated]
    return [re.split(r"[/#:]", kind)[-1] for kind in kinds if isinstance(kind, str)]


def is_page(value: Object) -> bool:
    """Whether an object is a page, of a site."""
    return any(_PAGE.fullmatch(kind) for kind in _types(value))


def is_organisation(value: object) -> bool:
    """Whether an author is no person but who they write for."""
    return isinstance(value, dict) and any(
        kind.casefold().endswith(("organization", "organisation")) for kind in _types(value)
    )


def _telling(titles: Sequence[str], linked: Linked) -> list[str]:
    """The titles that may tell one story from another: not "Home", nor the name of who publishes it."""
    publishers = {
        name.casefold() for item in linked.objects for name in names_of(linked, item.get("publisher"))
    }
    return [title for title in titles if count_words(title) > 1 and title.casefold() not in publishers]


def _match(item: Object, titles: Sequence[str], telling: Sequence[str], address: str | None) -> float:
    """How surely an object is of the page's story: above 0 it is, below 0 it is not.

    Only `telling` titles speak against it.
    """
    own = {text_of(item.get(name)) for name in ("url", "@id", "mainEntityOfPage")}
    entity = item.get("mainEntityOfPage")
    if isinstance(entity, dict):
        own.add(text_of(entity.get("@id")) or text_of(entity.get("url")))
    score = 1.0 if address and any(_same_address(one, address) for one in own if one) else 0.0
    headline = text_of(item.get("headline")) or text_of(item.get("name"))
    if headline and titles:
        shared = max(_shared(headline, title) for title in titles)
        other = -1.0 if telling and shared < _LEAST_SHARED / 2 else 0.0
        score += 2 * shared if shared >= _LEAST_SHARED else other
    return score + (0.1 if "articleBody" in item else 0.0) * (score > 0)


def _same_address(one: str, other: str) -> bool:
    return one.split("#")[0].split("?")[0].rstrip("/") == other.split("#")[0].split("?")[0].rstrip("/")


def _shared(headline: str, title: str) -> float:
    """Which share of a headline's words is in a title; of one written without blanks, of its signs."""
    words = _WORDS.findall(headline.casefold())
    if len(words) < 3:
        folded = "".join(words)
        return float(bool(folded) and folded in "".join(_WORDS.findall(title.casefold())))
    others = set(_WORDS.findall(title.casefold()))
    return sum(word in others for word in words) / len(words)


def text_of(value: object) -> str | None:
    """A text of JSON-LD, its entities resolved, or the first of several; None for what is no text."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value")
    if not isinstance(value, str):
        return None
    if "&" in value:
        value = html.unescape(html.unescape(value))  # escaped for HTML, and again by the program of the page
    return tidy(value) or None


def names_of(linked: Linked, value: object) -> list[str]:
    """The names of the people or organisations that a value of JSON-LD is or refers to, each once."""
    found: dict[str, None] = {}
    waiting = deque([value])
    for _ in range(_MOST_STEPS):
        if not waiting:
            break
        one = linked.resolved(waiting.popleft())
        if isinstance(one, list):
            waiting.extendleft(reversed(one[:_MOST_NAMES]))
        elif isinstance(one, dict):
            parts = [text_of(one.get(part)) for part in ("givenName", "familyName")]
            waiting.appendleft(one.get("name") or " ".join([part for part in parts if part]))
        elif text := text_of(one):
            found.setdefault(text)
    return list(found)
