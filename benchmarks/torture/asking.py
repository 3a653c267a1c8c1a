"""What does a small archive answer, asked in every way there is?

`archive_of` makes one with all that an index can hold: several segments, deletions, mentions, lines of files,
several languages. `answers` asks it; an answer is text that is the same for the same index.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from dateline import Archive, build
from dateline.indexer.article import Article, Mention, Paragraph, Passage
from dateline.indexer.format.errors import IndexDamaged, IndexVersion
from dateline.indexer.format.index.writer import IndexWriter
from dateline.search import Found
from dateline.search.output.export import json_record

__all__ = ["DAMAGED", "answers", "archive_of"]

DAMAGED = "damaged"

_WORDS = [
    *("border", "Border", "guards", "council", "met", "organisation", "Organization", "trafficking", "drugs"),
    *(
        "café",
        "grain",
        "prices",
        "U.S.",
        "1,200",
        "oil",
        "minister",
        "said",
        "on",
        "Monday",
        "the",
        "of",
        "in",
    ),
    *(
        "talks",
        "agreement",
        "region",
        "river",
        "crossing",
        "market",
        "exports",
        "tonnes",
        "government",
        "new",
    ),
]
_QUERIES = [
    *("border", "grain prices", '"border guards"', '"the council met"', "oil OR grain -drugs", "organis*"),
    *("*ation", "exact:Organization", "title:council", "by:lee", "source:Kazinform", "border NEAR/3 guards"),
    *("date:2013", "lang:ru", "пограничники", "zzzz", "w1*", "council AND (market OR river)"),
]


def archive_of(folder: Path, articles: int = 300) -> None:
    """Make an index of so many articles in `folder`, of files in a folder beside it."""
    chance = random.Random(10)
    files = folder.with_name(folder.name + ".files")
    files.mkdir(parents=True)
    with (files / "first.jsonl").open("w", encoding="utf-8") as file:
        for number in range(articles // 2):
            article = _article(number, chance)
            record = {
                "id": article.id,
                "title": article.title,
                "date": article.date,
                "author": article.author,
            }
            text = "\n\n".join(paragraph.text for paragraph in article.paragraphs)
            file.write(json.dumps({**record, "source": article.source, "text": text}) + "\n")
    for number in range(3):
        (files / f"story{number}.txt").write_text(f"A story\n\n{_text(chance)}\n\n{_text(chance)}\n", "utf-8")
    build([files], index=folder)
    at = articles // 2
    for count in (articles // 4, articles // 8, articles - articles // 2 - articles // 4 - articles // 8):
        writer = IndexWriter(folder)
        for number in range(at, at + count):
            article = _article(number, chance)
            writer.add_article(article, _passages(article))
        for number in chance.sample(range(at), at // 12):
            writer.delete_article(f"a{number}")
        writer.commit(merge=False)
        at += count


def _article(number: int, chance: random.Random) -> Article:
    name = chance.choice(["Ann Lee", "Bo Li"])
    russian = number % 17 == 5
    texts = ["Пограничники встретились на реке."] if russian else [_text(chance) for _ in range(3)]
    return Article(
        id=f"a{number}",
        paragraphs=tuple(map(Paragraph, texts)),
        title=f"The council and the {chance.choice(_WORDS)}" if number % 3 else None,
        date=f"2013-{1 + number % 12:02}-{1 + number % 28:02}",
        date_kind="exact",
        source=chance.choice(["Kazinform", "AKIpress", None]),
        author=name,
        authors=(Mention(name, 0, len(name)),),
        language="ru" if russian else "en",
    )


def _text(chance: random.Random) -> str:
    words = chance.choices(_WORDS, k=chance.randint(20, 60))
    return " ".join([*words, f"w{chance.randrange(3000)}"]).capitalize() + ". And more was said."


def _passages(article: Article) -> list[Passage]:
    passages, start = [], 0
    for paragraph in article.paragraphs:
        passages.append(Passage(start, start + len(paragraph.text), None))
        start += len(paragraph.text) + 2
    return passages


def answers(folder: Path) -> dict[str, str]:
    """What each question is answered with; `DAMAGED`, or the name of another error."""
    try:
        archive = Archive.open(folder)
    except (IndexDamaged, IndexVersion):
        return {"open": DAMAGED}
    except Exception as error:
        return {"open": _told(error)}
    found = {"open": "open"}
    with archive:
        for name, ask in _questions(archive).items():
            try:
                found[name] = ask()
            except (IndexDamaged, IndexVersion):  # noqa: PERF203 (each by itself)
                found[name] = DAMAGED
            except Exception as error:
                found[name] = _told(error)
    return found


def _told(error: Exception) -> str:
    return f"raises {type(error).__name__}: {error}"


def _whole(found: Found) -> str:
    """All that the articles of an answer say; their own representation is short."""
    return repr(json_record(found.articles))


def _questions(archive: Archive) -> dict[str, Callable[[], str]]:
    asked: dict[str, Callable[[], str]] = {}
    for query in _QUERIES:
        asked[query] = lambda query=query: _whole(archive.search(query))  # type: ignore[misc]
    several: dict[str, Callable[[], str]] = {
        "passages": lambda: _whole(archive.search("council", by="passage", limit=20)),
        "newest": lambda: _whole(archive.search("grain", sort="newest", passages=1)),
        "after": lambda: _whole(archive.search("oil", after=2013, before="2013-06")),
        "expand": lambda: _whole(archive.search("market", expand=True, limit=3)),
        "misspelt": lambda: repr(archive.search("goverment").warnings),
        "count": lambda: repr(archive.count("border guards")),
        "kwic": lambda: repr(archive.kwic("river", limit=20)),
        "timeline": lambda: repr(json_record(archive.timeline("council", by="day"))),
        "like": lambda: _whole(archive.like("a50")),
        "terms": lambda: repr(archive.terms("o")),
        "stats": lambda: repr(replace(archive.stats(), bytes=0)),
        "article": lambda: repr(archive.get("a40")),
        "articles": lambda: repr(list(archive.articles())),
    }
    asked.update(several)
    for field in ("source", "author", "lang", "month"):
        asked[f"facets {field}"] = lambda field=field: repr(archive.facets("council", field))  # type: ignore[misc]
    return asked
