"""Does an index on OpenSearch find the articles, and the passages, that an index in a folder finds?

    python -m benchmarks.opensearch_parity --index FOLDER --server http://127.0.0.1:9200 --queries 500
    … --shards 3 --seed 7 --by passage --keep NAME

The articles of the folder are sent to the server as they are, then seeded random queries are asked of both:
words that occur, in all the ways in which a query can be made of them. What the server is said to answer
exactly must be the same set, and what it is not said to answer exactly must hold all that is right.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from dateline.indexer.format.errors import Refused
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.opensearch.address import Address
from dateline.indexer.opensearch.connection import Connection, NotFound
from dateline.indexer.opensearch.documents import document, document_id
from dateline.indexer.opensearch.failures import TOO_MANY_FORMS
from dateline.indexer.opensearch.schema import PASSAGES, mapping, settings
from dateline.indexer.passages import passages_and_sentences
from dateline.search.arrays.evaluator import Evaluator
from dateline.search.engine import By
from dateline.search.errors import QueryError
from dateline.search.opensearch.compiling import Compiler
from dateline.search.query.nodes import Query
from dateline.search.query.reading import read_query

__all__ = ["Parity", "Queries", "Side", "compare", "load", "main"]

_BULK_BYTES: Final = 5 << 20
_PAGE: Final = 10_000

Found = set[str] | Counter[str]  # ids of articles, or how many passages of each


def load(connection: Connection, name: str, index: IndexReader, *, shards: int = 1) -> int:
    """Send the live articles of an index to a new one on the server; how many there are."""
    with suppress(NotFound):
        connection.delete(f"/{name}")
    connection.put(f"/{name}", {"settings": settings(shards, "0-1"), "mappings": mapping()})
    lines: list[bytes] = []
    size = order = 0

    def send() -> None:
        answer = connection.bulk_raw(b"".join(lines))
        if answer["errors"]:
            failed = [item for item in answer["items"] if "error" in item["index"]]
            raise RuntimeError(f"{len(failed)} articles were refused: {failed[0]}")

    for segment in index.segments:
        for ordinal in range(segment.articles):
            if segment.live_articles is not None and not segment.live_articles[ordinal]:
                continue
            article = segment.article(ordinal)
            made = document(
                article,
                *passages_and_sentences(article),
                order=order,
                indexed=segment.indexing_times.of(ordinal),
            )
            head = {"index": {"_index": name, "_id": document_id(article.id)}}
            lines += [json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in (head, made)]
            size += len(lines[-1])
            order += 1
            if size > _BULK_BYTES:
                send()
                lines, size = [], 0
    if lines:
        send()
    connection.post(f"/{name}/_refresh")
    return order


class Queries:
    """Seeded random queries over the words of an index."""

    def __init__(self, index: IndexReader, seed: int) -> None:
        self._random = random.Random(seed)
        self._texts = list(_texts(index, self._random))
        self._fields = list(_fields(index, self._random))

    def text(self) -> str:
        """One query, as it is typed."""
        choose = self._random.choice
        kind = self._random.randrange(22)
        simple = [self.word, self.phrase, self.pattern, self.near, self.together, self.compound]
        if kind < len(simple) * 2:
            return simple[kind % len(simple)]()
        if kind < 14:
            return f"{choose(('title:', 'lead:', 'text:'))}{choose((self.word, self.phrase, self.pattern))()}"
        if kind == 14:
            return f"{self.operand()} {choose(('OR', 'AND'))} {self.operand()}"
        if kind == 15:
            return f"{self.operand()} -{self.operand()}"
        if kind == 16:
            return f"({self.word()} OR {self.phrase()}) {self.operand()} -{self.word()}"
        if kind == 17:
            return f"={self.word()}" if self._random.random() < 0.7 else f"={self.phrase()}"
        if kind == 18:
            return f"atleast{self._random.randrange(2, 6)}({self.operand()})"
        if kind == 19:
            return self.chain()
        return f"{self.filter()} {self.operand()}" if self._random.random() < 0.7 else self.filter()

    def chain(self) -> str:
        """Nearness of nearness, of either side, or what is excluded by it."""
        near, sign = self.near(), self._random.choice(("NEAR/4", "ADJ/30", "w/s", "w/p"))
        kind = self._random.randrange(4)
        if kind == 0:
            return f"{near} {sign} {self.operand()}"
        if kind == 1:
            return f"{self.operand()} {sign} ({near})"
        if kind == 2:
            return f"({near}) {sign} ({self.together()})"
        return f"{self.word()} -({near} {sign} {self.word()})"

    def operand(self) -> str:
        return self._random.choice((self.word, self.word, self.phrase, self.pattern))()

    def words(self, count: int) -> list[str]:
        """So many words in a row somewhere."""
        while True:
            words = self._random.choice(self._texts)
            if len(words) >= count > 0:
                at = self._random.randrange(len(words) - count + 1)
                return words[at : at + count]

    def word(self) -> str:
        return self.words(1)[0]

    def phrase(self) -> str:
        return f'"{" ".join(self.words(self._random.randrange(2, 5)))}"'

    def pattern(self) -> str:
        word = next(word for word in iter(self.word, None) if len(word) > 3)
        at = self._random.randrange(2, len(word))
        kind = self._random.randrange(4)
        if kind == 0:
            return f"{word[:at]}*"
        if kind == 1:
            return f"{word[:2]}*{word[at:]}"
        if kind == 2:
            return f"{word[: at - 1]}?{word[at:]}" if at > 2 else f"{word}*"
        return f"{word}~"

    def near(self) -> str:
        far = self._random.random() < 0.2
        sign = self._random.choice(("NEAR/60", "ADJ/60") if far else ("NEAR", "NEAR/3", "NEAR/8", "ADJ/4"))
        left, right = self._sides(90 if far else 10)
        return f"{left} {sign} {right}"

    def together(self) -> str:
        left, right = self._sides(self._random.choice((14, 60)))
        return f"{left} {self._random.choice(('w/s', 'w/p'))} {right}"

    def _sides(self, apart: int) -> list[str]:
        """Two things that stand so many words apart at most, in any order; or somewhere."""
        several = self._window(2 + self._random.randrange(apart))
        sides = [several[0], several[-1]]
        if self._random.random() < 0.5:
            sides.reverse()
        if self._random.random() < 0.4:
            changed = self._random.choice(
                (self.word, self.phrase, self.pattern, lambda: f"({sides[1]} OR {self.operand()})")
            )
            sides[self._random.randrange(2)] = changed()
        return sides

    def _window(self, most: int) -> list[str]:
        """Up to so many words in a row somewhere, two at least."""
        while True:
            words = self._random.choice(self._texts)
            if len(words) > 1:
                count = min(most, len(words))
                at = self._random.randrange(len(words) - count + 1)
                return words[at : at + count]

    def compound(self) -> str:
        return "-".join(self.words(2))

    def filter(self) -> str:
        name, value = self._random.choice(self._fields)
        if name == "date":
            way, letters = self._random.choice(("after", "before", "date")), self._random.choice((4, 7, 10))
            return f"{way}:{value[:letters]}"
        if self._random.random() < 0.3 and len(value) > 4:
            value = f"{value[:3]}*" if " " not in value else value.split()[0]
        return f'{"lang" if name == "language" else name}:"{value}"' if " " in value else f"{name}:{value}"


def _texts(index: IndexReader, seeded: random.Random) -> Iterator[list[str]]:
    """The words of some passages, and of whole articles: what is near may stand in two passages."""
    for number in range(400):
        segment = seeded.choice(index.segments)
        if not segment.passages:
            continue
        passage = seeded.randrange(segment.passages)
        text = segment.passage_text(passage)
        if number % 3 == 0:
            ordinal = int(segment.article_of[passage])
            bounds = segment.first_passage[ordinal : ordinal + 2].tolist()
            text = " ".join(map(segment.passage_text, range(*bounds)))
        words = [word.strip('.,;:!?"()[]<>«»„“”') for word in text.split()]
        yield [word for word in words if word and word.isprintable() and not set(word) & set('"*?()|')]


def _fields(index: IndexReader, seeded: random.Random) -> Iterator[tuple[str, str]]:
    for _ in range(200):
        segment = seeded.choice(index.segments)
        heads = segment.heads([seeded.randrange(segment.articles)])[0]
        for name in ("source", "place", "date", "path"):
            if heads[name]:
                yield name, heads[name]
        for author in heads["authors"]:
            yield "author", author
        for meta in heads["metas"]:
            yield "meta", meta


class Side:
    """The same articles in a folder and on a server."""

    def __init__(
        self,
        index: IndexReader,
        connection: Connection,
        name: str,
        roots: Mapping[int, str] | None = None,
    ) -> None:
        self._connection = connection
        self._name = name
        self._evaluator = Evaluator(index)
        clipped = list(_clipped(connection, name))
        self._compiler = Compiler(index.languages, roots, clipped=clipped)
        self._patient = Compiler(index.languages, roots, clipped=clipped, patterns_apart=True)
        self.languages = index.languages

    def ours(self, query: Query, by: By) -> Found:
        """What the folder finds: documents, by passage with numbers behind them."""
        ranked = self._evaluator.search(query, by=by, limit=0)
        views = self._evaluator.state.views
        if by == "article":
            return {
                document_id(view.reader.keyword_field("id").value(ordinal) or "")
                for view, articles in zip(views, ranked.matching_articles(), strict=True)
                for ordinal in articles.tolist()
            }
        found: Counter[str] = Counter()
        for view, passages in zip(views, ranked.matching_passages(), strict=True):
            ids = view.reader.keyword_field("id")
            for passage in passages.tolist():
                ordinal = int(view.article_of[passage])
                found[
                    f"{document_id(ids.value(ordinal) or '')} {passage - int(view.first_passage[ordinal])}"
                ] += 1
        return found

    def theirs(self, query: Query, by: By) -> tuple[Found, bool]:
        """What the server finds, and whether that is said to be exact."""
        try:
            return self._asked(self._compiler, query, by)
        except Refused as error:
            if error.kind != TOO_MANY_FORMS:
                raise
            return self._asked(self._patient, query, by)

    def _asked(self, compiler: Compiler, query: Query, by: By) -> tuple[Found, bool]:
        if by == "article":
            asked, exact = compiler.articles(query)
            return {hit["_id"] for hit in self._hits({"bool": {"filter": [asked]}})}, exact
        asked, exact = compiler.passages(query)
        inner = {"size": 100, "_source": False, "docvalue_fields": [], "sort": ["_doc"]}
        nested = {"nested": {"path": PASSAGES, "query": asked, "score_mode": "none", "inner_hits": inner}}
        found: Counter[str] = Counter()
        for hit in self._hits(nested):
            for one in hit["inner_hits"][PASSAGES]["hits"]["hits"]:
                found[f"{hit['_id']} {one['_nested']['offset']}"] += 1
        return found, exact

    def _hits(self, query: dict[str, Any]) -> Iterator[dict[str, Any]]:
        body: dict[str, Any] = {
            "query": query,
            "size": 1000 if "nested" in query else _PAGE,
            "_source": False,
            "sort": [{"order": "asc"}],
        }
        while hits := self._connection.search(self._name, body)["hits"]["hits"]:
            yield from hits
            if len(hits) < body["size"]:
                return
            body["search_after"] = hits[-1]["sort"]


def _clipped(connection: Connection, name: str) -> Iterator[str]:
    terms = {"terms": {"field": f"{PASSAGES}.clipped"}}
    nested = {"nested": {"path": PASSAGES}, "aggs": {"clipped": terms}}
    found = connection.search(name, {"size": 0, "aggs": {PASSAGES: nested}})
    for bucket in found["aggregations"][PASSAGES]["clipped"]["buckets"]:
        yield bucket["key"]


@dataclass(slots=True)
class Parity:
    """What came of the queries: `wrong` are told with how many are missing and too many."""

    asked: int = 0
    exact: int = 0
    wrong: list[str] = field(default_factory=list)
    widened: Counter[str] = field(default_factory=Counter)

    @property
    def holds(self) -> bool:
        """Whether nothing was wrong."""
        return not self.wrong

    def __str__(self) -> str:
        return f"{self.asked} queries, {self.exact} of them exact: {len(self.wrong)} wrong"


def compare(side: Side, queries: Queries, count: int, by: By) -> Parity:
    """Ask so many queries of both sides."""
    told = Parity()
    while told.asked < count:
        text = queries.text()
        try:
            query = read_query(text, languages=side.languages).query
        except QueryError:
            continue
        told.asked += 1
        ours = side.ours(query, by)
        try:
            theirs, exact = side.theirs(query, by)
        except Exception as error:  # whatever it is, the next query is asked
            told.wrong.append(f"{text}: {str(error)[:160]}")
            continue
        told.exact += exact
        missing, more = ours - theirs, theirs - ours  # type: ignore[operator]  # both are of one kind
        if missing or (more and exact):
            some = ", ".join(sorted(missing or more)[:3])
            told.wrong.append(f"{text}: {len(missing)} missing, {len(more)} too many ({some})")
    return told


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.opensearch_parity", description=__doc__)
    parser.add_argument("--index", required=True)
    parser.add_argument("--server", default="http://127.0.0.1:9200")
    parser.add_argument("--name", default="dateline-parity")
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("--by", choices=("article", "passage"), default="article")
    parser.add_argument("--loaded", action="store_true", help="the articles are there from a run before")
    options = parser.parse_args(arguments)
    server = urlsplit(options.server)
    address = Address(((server.hostname or "", server.port or 9200),), options.name)
    with Connection(address, timeout=120) as connection, IndexReader.open(options.index) as index:
        if not options.loaded:
            begun = time.perf_counter()
            sent = load(connection, options.name, index, shards=options.shards)
            print(f"{sent:,} articles, {index.passages:,} passages in {time.perf_counter() - begun:.1f} s")
        side = Side(index, connection, options.name)
        told = compare(side, Queries(index, options.seed), options.queries, options.by)
    for line in told.wrong:
        print(line)
    print(f"by {options.by}, {options.shards} shards, seed {options.seed}: {told}")
    return 0 if told.holds else 1


if __name__ == "__main__":
    sys.exit(main())
