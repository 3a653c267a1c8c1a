"""On which day was the article of a page published?

What is stated for programs comes first (JSON-LD, meta tags, marked elements), then what is marked by its
class or printed around the headline, then the address. A day that is only said to be that of a change counts
where no other is. Away from the headline a day counts from the first year of the web on. A stamp in UTC may
be a day ahead of the place it was written in, or behind: then the day counts that is printed, or in the
address. A date that no mark and no place calls the article's own is one in its text.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from dateline.indexer.cleaning.stated.addresses import UNSET_DAYS, address_day
from dateline.indexer.cleaning.stated.linked import Object, text_of
from dateline.indexer.cleaning.stated.marks import Mark, Marks, is_elsewhere
from dateline.indexer.cleaning.stated.printed import Printed
from dateline.indexer.facts.dates import UNDATED, Dated, dated
from dateline.indexer.facts.titles import ends_sentence

__all__ = ["FIRST_YEAR", "day_of"]

FIRST_YEAR: Final = 1991
"""Of the web: a day before it in the words of a page is one they tell of, a birth or a foundation."""

_METAS: Final = (
    "article:published_time",
    "og:article:published_time",
    "article:published:time",
    "article:published",
    "og:published_time",
    "og:pubdate",
    "datepublished",
    "rnews:datepublished",
    "pubdate",
    "pdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "published_date",
    "publisheddate",
    "publication_date",
    "publicationdate",
    "publication-date",
    "article_date_original",
    "article.published",
    "article.created",
    "originalpublicationdate",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "dc.created",
    "dc:created",
    "dcterms.available",
    "prism.publicationdate",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "zdf:publicationdate",
    "vr:published_time",
    "bt:pubdate",
    "displaydate",
    "release_date",
    "ptime",
    "published",
    "date",
    "created",
    "datecreated",
    "uploaddate",
)
_META: Final = re.compile(
    r"publi[sc]\w*[-_.:]?(?:date|time|on|at)|(?:date|time)[-_.:]?publi|pub[-_.:]?date|date[-_.:]issued"
)
_OFFICE: Final = re.compile(
    r"LibreOffice|OpenOffice|StarOffice|Microsoft Word|Word \d|AbiWord|WPS", re.IGNORECASE
)
_OFFICE_METAS: Final = ("created", "datecreated", "date")
_NO_META: Final = re.compile(r"modif|updat|expir|end|copyright|review|next")
_CHANGED: Final = re.compile(
    r"updat|modif|aktualis|geändert|edited|bearbeitet|\bstand\b|revis|mis à jour|mise à jour|màj|actualiz"
    r"|atualiz|aggiorn|bijgewerkt|обновл|изменен|zaktualiz|güncel|last[\s_-]change|更新",
    re.IGNORECASE,
)
_PUBLISHED: Final = re.compile(
    r"publi[sck]|posted|veröffentlicht|erstellt|created|erschienen|first|original|опубликов|gepubliceerd"
    r"|opublikow|yayın|发布|公開|掲載|issued",
    re.IGNORECASE,
)
_FIRST: Final = re.compile(
    r"\b(?:originally|first) published\b|ursprünglich veröffentlicht|zuerst erschienen|initialement publié"
    r"|publicado originalmente",
    re.IGNORECASE,
)
_NO_PUBLICATION: Final = re.compile(
    r"©|copyright|birth|\bgeb\.|\bborn\b|joined|mitglied seit|since", re.IGNORECASE
)
_OPENS_DATE: Final = re.compile(
    r"(?:stand|veröffentlicht|erschienen|letzte|dernière|última?|ultim[oa]|published|posted|publié|publicado"
    r"|erstellt|datum|date|vom|am|on|last|updated|written"
    r"|post"
    r"|this page was|diese seite|page|pubblicato|gepubliceerd|opublikowano|opublikowany|опубликовано|дата)\b",
    re.IGNORECASE,
)
_UTC: Final = re.compile(r"T(?P<time>\d\d:\d\d).*(?:Z|[+-]00:?00)$|\d(?P<other>\d:\d\d)\S*\s+(?:GMT|UTC)$")
_MOST_HOURS_WEST: Final = 12
_MOST_HOURS_EAST: Final = 14
_MARK_CHARS: Final = 110
_WORDS_BESIDE: Final = 9
_WORD: Final = re.compile(r"[^\W\d_][\w-]*")
_SHORT_CHARS: Final = 70
_MOST_MARKED: Final = 3
_CLOCK: Final = re.compile(r"\dT\d\d:\d\d")

_Day = tuple[Dated, bool]  # and whether it is only said to be that of a change


def day_of(
    marks: Marks,
    story: Object,
    address: str | None,
    printed: Printed,
    title: str | None,
    language: str | None,
    scripted: Callable[[], str | None] = lambda: None,
) -> Dated:
    """The day of a page's article and how sure it is; UNDATED where nothing on it is a date of its own.

    `scripted` finds the day in the data of scripts, where nothing else states one.
    """
    for stated in _stated(marks, story):
        found = _dated(stated, language)
        if found.kind == "exact":
            local = _local(stated, found, marks, address, printed, language)
            return _first_printed(local, marks, story, printed, title, language)
    changed: list[Dated] = []
    beside, others = _marked(marks, title, language)
    for found, is_change in (*beside, *_lines(printed.around, language)):
        if not is_change:
            return found
        changed.append(found)
    if (day := address_day(address)) is not None:
        return Dated(day, "exact", day)
    for found, is_change in others:
        if not _is_of_the_web(found):
            continue
        if not is_change:
            return found
        changed.append(found)
    if (day := scripted()) is not None:
        return Dated(day, "exact", day)
    for text in printed.rest:
        if _OPENS_DATE.match(text) and _is_of_the_web(found := _line_day(text, language)):
            if not _is_change(text):
                return found
            changed.append(found)
    if changed:
        return changed[0]._replace(kind="exact_in_text")
    return _commonest(printed, language)


def _dated(text: str | None, language: str | None) -> Dated:
    """What a text dates the page; nothing where it is the day that programs print for none."""
    found = dated(text, language)
    return UNDATED if found.value in UNSET_DAYS and not _CLOCK.search(text or "") else found


def _is_of_the_web(found: Dated) -> bool:
    """Whether it is a day on which there were pages."""
    return found.kind == "exact" and found.value is not None and int(found.value[:4]) >= FIRST_YEAR


def _stated(marks: Marks, story: Object) -> Iterator[str]:
    """What is stated for programs: the day of publication, then that of creation."""
    if published := text_of(story.get("datePublished")):
        yield published
    # What an office program saved as a page states when the file was made.
    unmeant = _OFFICE_METAS if _OFFICE.search(marks.meta("generator") or "") else ()
    for name in _METAS:
        if name not in unmeant:
            yield from marks.metas.get(name, ())[:1]
    for name, contents in marks.metas.items():
        if _META.search(name) and not _NO_META.search(name):
            yield contents[0]
    for name in ("dateCreated", "uploadDate"):
        if created := text_of(story.get(name)):
            yield created


def _marked(marks: Marks, title: str | None, language: str | None) -> tuple[list[_Day], list[_Day]]:
    """The days of marked elements, those by the headline and the others; those of a change last."""
    is_beside = marks.beside(title)
    own = [
        (found, False)
        for mark in marks.days[:_MOST_MARKED]
        if (found := _mark_day(mark, language)).kind == "exact"
    ]
    by_class = [mark for mark in marks.dated if len(mark.text) <= _MARK_CHARS]
    timed = [
        (mark, found)
        for mark in [*marks.times, *by_class]
        if not _NO_PUBLICATION.search(mark.text) and (found := _mark_day(mark, language)).kind == "exact"
    ]
    near = [pair for pair in timed if is_beside(pair[0])]
    others = [pair for pair in timed if pair not in near and not is_elsewhere(pair[0])]
    beside, further = (
        sorted([(found, _is_change_mark(mark)) for mark, found in group], key=lambda day: day[1])
        for group in (near, others)
    )
    unsure = [(found, True) for mark, found in timed[:1] if mark in marks.times]
    return [*own, *beside], [*further, *unsure]


def _lines(texts: Iterable[str], language: str | None) -> Iterator[_Day]:
    """The days of lines that are there for a date."""
    for text in texts:
        found = _line_day(text, language)
        if found.kind == "exact" and _is_date_line(text, found) and not _is_change(text):
            yield found, False


def _is_change_mark(mark: Mark) -> bool:
    return _is_change(f"{mark.label} {mark.text} {mark.around.partition(' < ')[0]}")


def _mark_day(mark: Mark, language: str | None) -> Dated:
    found = _dated(mark.value, language) if mark.value else UNDATED
    if found.kind != "exact" and len(mark.text) <= _MARK_CHARS:
        return _line_day(mark.text, language)
    return found


def _line_day(text: str, language: str | None) -> Dated:
    """The day in a line, that of publication where it says when it was changed, too."""
    if not any(sign.isdigit() for sign in text):
        return UNDATED
    change = _CHANGED.search(text)
    if change and not _PUBLISHED.search(text[change.start() :]):
        before = _dated(text[: change.start()] or None, language)
        if before.kind == "exact":
            return before
    elif change and (own := _PUBLISHED.search(text, change.end())):
        after = _dated(text[own.start() :], language)
        if after.kind == "exact":
            return after
    return _dated(text, language)


def _is_date_line(text: str, found: Dated) -> bool:
    """Whether a line is there for its date: no sentence, and few words beside it."""
    beside = _WORD.findall(text.replace(found.text or "", "", 1))
    return len(beside) <= _WORDS_BESIDE and not ends_sentence(text)


def _is_change(text: str) -> bool:
    return _CHANGED.search(text) is not None and not _PUBLISHED.search(text)


def _local(
    stated: str, found: Dated, marks: Marks, address: str | None, printed: Printed, language: str | None
) -> Dated:
    """The day where a stamp in UTC was written: the one printed or in the address, if that is a day off."""
    utc = _UTC.search(stated.strip())
    if utc is None or utc["time"] == "00:00" or found.value is None:
        return found
    others = [day for text in _dated_lines(marks, printed) if (day := _line_day(text, language).value)]
    if day := address_day(address):
        others.insert(0, day)
    stamp = datetime.date.fromisoformat(found.value)
    hour = int((utc["time"] or utc["other"].zfill(5))[:2])
    for other in others:
        if other == found.value:
            return found
        if len(other) != len(found.value):
            continue
        # West of Greenwich it is the day before until noon, east of it the day after from ten on.
        ahead = (datetime.date.fromisoformat(other) - stamp).days
        if (ahead == -1 and hour <= _MOST_HOURS_WEST) or (ahead == 1 and hour >= 24 - _MOST_HOURS_EAST):
            return Dated(other, "exact", other)
    return found


def _dated_lines(marks: Marks, printed: Printed) -> Iterable[str]:
    """The lines that may print the day of publication."""
    lines = [*printed.near]
    lines += [
        mark.text for mark in marks.dated[:6] if len(mark.text) < _MARK_CHARS and not is_elsewhere(mark)
    ]
    return [line for line in lines if not _is_change(line)]


def _first_printed(
    stated: Dated, marks: Marks, story: Object, printed: Printed, title: str | None, language: str | None
) -> Dated:
    """The stated day, or the earlier one that is printed: where the stated one is that of the last change.

    That is so where it is not before that of a change, or where the page says itself when it was published
    first.
    """
    assert stated.value is not None
    changed = [text_of(story.get("dateModified")), marks.meta("article:modified_time")]
    known = [day.value for change in changed if change and (day := _dated(change, language)).kind == "exact"]
    # A day of publication that is none before that of a change is the day of a program's last run.
    # One with a clock is that of a newsroom, which prints other days too.
    published = text_of(story.get("datePublished"))
    timed = published is None or ":" in published
    same = not timed and any(day is not None and day <= stated.value for day in known)
    days = [found for found, is_change in _marked(marks, title, language)[0] if not is_change] if same else []
    for text in printed.below if same else ():
        found = _line_day(text, language)
        if found.kind == "exact" and _is_date_line(text, found) and not _is_change(text):
            days.append(found)
    first = [text for text in (*printed.below, *printed.rest, *printed.behind) if _FIRST.search(text)]
    days += [found for text in first if (found := _line_day(text, language)).kind == "exact"]
    earlier = [
        day for day in days if day.value is not None and len(day.value) == 10 and day.value < stated.value
    ]
    return earlier[0] if earlier else stated


def _commonest(printed: Printed, language: str | None) -> Dated:
    """The day that most short lines have: no line says what it is, so it counts as one in the text."""
    found: Counter[Dated] = Counter()
    for text in [*printed.near, *printed.rest[:40]]:
        if len(text) <= _SHORT_CHARS and not _NO_PUBLICATION.search(text):
            day = _line_day(text, language)
            if _is_of_the_web(day) and not ends_sentence(text):
                found[day] += 1
    if not found:
        return UNDATED
    return found.most_common(1)[0][0]._replace(kind="exact_in_text")
