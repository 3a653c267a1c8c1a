"""Who wrote the article of a page?

JSON-LD and meta tags first, unless they name only the publisher and a byline names people; then the first
marked element that is a name; then the line printed by the headline or below the text that reads like a
byline. Nobody of the comments, of related stories or of the site's furniture.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dateline.indexer.article import AuthorKind
from dateline.indexer.cleaning.stated.linked import Linked, Object, is_organisation, names_of
from dateline.indexer.cleaning.stated.marks import Mark, Marks, folded, is_elsewhere
from dateline.indexer.cleaning.stated.printed import Printed
from dateline.indexer.facts.credits import credited, is_credible, read_credit
from dateline.indexer.facts.dates import find_dates

__all__ = ["Credits", "credits_of"]

_METAS: Final = (
    "author",
    "dc.creator",
    "dcterms.creator",
    "dc.creator.name",
    "parsely-author",
    "sailthru.author",
    "byl",
    "article:author_name",
    "article:author",
    "og:article:author",
    "og:author",
    "vr:author",
    "shareaholic:article_author_name",
    "citation_author",
    "cxenseparse:author",
    "rbauthors",
    "author_name",
    "authors",
)
_NO_NAME_LABEL: Final = re.compile(
    r"bio|desc|image|avatar|(?:^|[\s_-])box|about|social|photo|follow|share|title$|role|position|twitter|icon"
    r"|prefix|label|date|time|link-?list|contact|email"
)
_NAME_LABEL: Final = re.compile(
    r"(?:^|[\s_-])(?:author|byline|by-line|autor(?:en)?|auteur|writer|posted-?by|redakteur|reporter|journalist"
    r"|contributor|creator|fn|vcard)(?:s|$|[\s_-]|name|zeile|bold)|authors?$|byline|author-?name"
)
_WRITTEN: Final = re.compile(
    r"writ|verfass|geschr|autor|author|escrit|rédig|\bpar$|\bby$|skriv|napis|автор|auteur|yazar",
    re.IGNORECASE,
)
# Words of buttons, menus and rooms, which look like a name where each begins with a capital.
_OF_A_MENU: Final = re.compile(
    r"\b(?:get|started|home|blog|about|select|page|find|call|us|now|tips|our|experts?|this|article|location|planning"
    r"|center|centre|top|medications|contact|learn|more|read|search|menu|login|sign|subscribe|share|download|free|demo"
    r"|news|latest|guides?|resources?|categor(?:y|ies)|products?|services?|support|shop|wedding|restaurant|technician"
    r"|data|patient|recruitment|corporate|individual|table|contents|skip|content|view|all|watch|listen|video|podcast"
    r"|schedule|book|request|start|trial|back|next|previous|related|posts?|reviews?|buying|best|how|what|why|your|my"
    r"|finance|personal|strategy|marketing|design|security|insights?|education|careers?|company|pricing)\b",
    re.IGNORECASE,
)
_READING_TIME: Final = re.compile(r"\bmin(?:ute)?s?(?: read)?\b|Lesezeit|мин", re.IGNORECASE)
_NAME: Final = re.compile(
    r"[^\W\d_a-zа-я][\w’'.-]+(?: (?:(?:von|van|de|der|del|da|di|la|le|al|bin) )*[^\W\d_a-zа-я][\w.’'-]*){1,3}"
)
_HANDLE: Final = re.compile(r"[^\W\d_]+[^\W\d_A-Z][A-Z]\w*|[a-z]{3,}\d+")
_AFTER_DATE: Final = re.compile(
    r"[\s,|·–—-]*(?:(?:um|at|à)\s)?(?:\d{1,2}[:.]\d\d\s*(?:Uhr|[ap]\.?m\.?|GMT|UTC|E[SD]T|P[SD]T|B?ST)?)?[\s.|]*",
    re.IGNORECASE,
)
_PUBLISHED: Final = re.compile(r"[|·•–—-]\s*(?:published|posted|updated)(?: on)?:?\s*$", re.IGNORECASE)
_BESIDE: Final = re.compile(r"\s+[-–—|/]\s+|\s*[,|]\s*|\s+/")
_NAME_CHARS: Final = 40
_LIST_ELEMENTS: Final = 12  # among which the names of a list stand
_MARK_WORDS: Final = 12
_LINE_CHARS: Final = 120
_MOST_CHARS: Final = 4_000
_MOST_PEOPLE: Final = 200


@dataclass(frozen=True, slots=True)
class Credits:
    """Who is named, each a name or a byline, and how surely they are the authors."""

    names: tuple[str, ...] = ()
    kind: AuthorKind = "none"


class _Sites:
    """What the publisher is called, and the story: no author where another is, and none at all."""

    def __init__(self, title: str | None, names: Sequence[str | None]) -> None:
        bare = [(name or "").removeprefix("www.") for name in names]
        self._names = {folded(name) for name in bare} | {folded(name.rpartition(".")[0]) for name in bare}
        self._names -= {""}
        self._title = folded(title)

    def has(self, name: str) -> bool:
        """Whether that is the publisher, by a name of its own."""
        return folded(name) in self._names

    def own(self, name: str) -> str:
        """The name without the publisher's beside it; "" where it is the title of the story."""
        if self._title and folded(name) == self._title:
            return ""
        parts = _BESIDE.split(name)
        if len(parts) == 2:
            left = [part for part in parts if not self.has(part)]
            return left[0].strip() if len(left) == 1 else name
        return name


def credits_of(
    marks: Marks,
    linked: Linked,
    story: Object,
    printed: Printed,
    title: str | None,
    names: Sequence[str | None],
) -> Credits:
    """The people a page names as its authors; the publisher only where it is named so and nobody else is.

    `names` are those of the publisher: its own, its host.
    """
    sites = _Sites(title, [*names, *_outlets(marks)])
    doubtful: list[str] = []
    for values, sure in _stated(marks, linked, story):
        found = _good(values, sites)
        people = [name for name in found if not sites.has(name)]
        if people and any(" " in name or (sure and not name.islower()) for name in people):
            return Credits(tuple(people), "exact")
        doubtful += people or found
    for name in _marked(marks, title, sites):
        if not sites.has(name):
            return Credits((name,), "exact")
        doubtful.append(name)
    for text in (*printed.running, *printed.behind):
        if (read := read_credit(text)) and (found := _good([read], sites)):
            return Credits((found[0],), "exact")
    if (beside := _beside_date(marks, printed)) is not None:
        return Credits((beside,), "inferred")
    return Credits((doubtful[0],), "inferred") if doubtful else Credits()


def _outlets(marks: Marks) -> list[str]:
    """What bylines have behind a name that the page states as its author: "Jane Doe, Valley Post"."""
    stated = {folded(value): value for name in _METAS for value in marks.metas.get(name, ())}
    found = []
    for mark in marks.bylines:
        name, _, outlet = credited(mark.text[:_LINE_CHARS]).partition(",")
        if folded(outlet) in stated and _NAME.fullmatch(name.strip()):
            found.append(outlet.strip())
    return [outlet for outlet in found if folded(outlet) not in {folded(mark.text) for mark in marks.people}]


def _good(values: Iterable[str], sites: _Sites) -> list[str]:
    """The values that name somebody, without what introduces them, each once."""
    found: dict[str, str] = {}
    for value in values:
        if len(value) <= _MOST_CHARS and is_credible(name := sites.own(credited(value))):
            found.setdefault(name.casefold(), name)
    return list(found.values())[:_MOST_PEOPLE]


def _stated(marks: Marks, linked: Linked, story: Object) -> Iterator[tuple[list[str], bool]]:
    """What is stated for programs, and whether a single word is a name there."""
    organisations: list[str] = []
    for name in ("author", "creator"):
        stated = story.get(name)
        values = [linked.resolved(value) for value in (stated if isinstance(stated, list) else [stated])]
        if all(is_organisation(value) for value in values):
            organisations += names_of(linked, values)
        else:
            yield names_of(linked, [value for value in values if not is_organisation(value)]), False
    if _WRITTEN.search(marks.meta("twitter:label1") or ""):
        yield [marks.meta("twitter:data1") or ""], True
    for name in _METAS:
        yield [part for value in marks.metas.get(name, ())[:_MOST_PEOPLE] for part in value.split(";")], False
    yield organisations, False


def _marked(marks: Marks, title: str | None, sites: _Sites) -> Iterator[str]:
    """The bylines of marked elements, in the order of how surely they are marked."""
    is_beside = marks.beside(title)

    def is_own(mark: Mark) -> bool:
        return is_beside(mark) or not is_elsewhere(mark)

    own = [mark for mark in marks.people if is_own(mark) and len(mark.text.split()) <= _MARK_WORDS]
    if group := _good([mark.value or mark.text for mark in own[:4]], sites):
        yield ", ".join(group)
    labelled = [mark for mark in marks.bylines if is_own(mark) and _NAME_LABEL.search(mark.label)]
    labelled.sort(key=lambda mark: (not is_beside(mark), _NO_NAME_LABEL.search(mark.label) is not None))
    for mark in labelled:
        if len(mark.text.split()) > _MARK_WORDS or len(mark.text) > _LINE_CHARS:
            continue
        doubtful = _NO_NAME_LABEL.search(mark.label) is not None
        for name in _good([read_credit(mark.text) or mark.text], sites):
            if not doubtful or _NAME.fullmatch(name):
                yield name


def _beside_date(marks: Marks, printed: Printed) -> str | None:
    """A name that is a line of its own by the headline: a link to a person, or beside a date."""
    near = printed.running
    words = " ".join(near)
    linked = [
        mark
        for mark in marks.profiles
        if not is_elsewhere(mark) and _NAME.fullmatch(mark.text) and mark.text in words
    ]
    if linked:
        beside = [mark.text for mark in linked if mark.place - linked[0].place < _LIST_ELEMENTS]
        return ", ".join(dict.fromkeys(beside))
    for number, text in enumerate(near):
        if (name := _before_date(text)) is not None:
            return name
        if (
            _NAME.fullmatch(text)
            and len(text) < _NAME_CHARS
            and is_credible(name := credited(text))
            and not _OF_A_MENU.search(text)
        ):
            beside = near[max(0, number - 2) : number] + near[number + 1 : number + 3]
            if any(_READING_TIME.search(line) or _is_dated(line) for line in beside):
                return name
    return None


def _before_date(text: str) -> str | None:
    """The name in a line that has nothing else but a date and a time after it."""
    date = next((found for found in find_dates(text) if found.full), None)
    if date is None or date.start < 3 or not _AFTER_DATE.fullmatch(text, date.end):
        return None
    name = _PUBLISHED.sub("", text[: date.start]).strip(" ,|·•–—-")
    if not (_NAME.fullmatch(name) or _HANDLE.fullmatch(name)) or len(name) > _NAME_CHARS:
        return None
    return name if is_credible(name) and credited(name) == name else None


def _is_dated(line: str) -> bool:
    return any(found.full for found in find_dates(line))
