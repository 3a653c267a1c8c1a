"""What do the outputs of a search make of hostile articles, records and queries?

Each area writes hostile texts where its outputs take them from, runs the outputs, and yields what the judges
say, with how much went in and came out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from benchmarks.torture import acting
from benchmarks.torture.commanding import Said, in_folder, run
from benchmarks.torture.hostile_words import KEYWORD, Words, passages_of
from dateline.indexer.article import Article
from dateline.indexer.format.fields import FACETS
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.shown.json_line import json_line
from dateline.search import Archive
from dateline.search.errors import QueryError
from dateline.search.output import page, tables
from dateline.search.output.timeline import timeline_lines
from dateline.search.output.timeline_svg import timeline_svg
from dateline.search.results import Found, PartCount
from dateline.search.tallies import FacetCount, Stats, TermCount
from dateline.search.timelines import timelines

__all__ = ["WIDTHS", "Judged", "articles", "judged", "queries", "records", "said_wrong"]

WIDTHS: Final = (None, 40, 80, 160)
_CSV: Final = 8  # columns of `search --csv`
_KWIC: Final = 6
_QUERIED: Final = 100  # articles of the index that is asked


_NAMES: Final = (
    "div p b a ol li mark style dir href svg title desc g rect line text class viewBox width height role "
    "x y x1 x2 y1 y2 fill stroke stroke-opacity text-anchor font-family font-size aria-label"
)
_OF_BLOCKS: Final = frozenset(_NAMES.split())  # elements and attributes of a record in a notebook


@dataclass(frozen=True, slots=True)
class Judged:
    """So many texts went in, so many code points came out; what of them acts."""

    texts: int
    printed: int
    found: Sequence[str]


def judged(said: Said, judge: Callable[[str], Sequence[str]] | None = None, *, texts: int = 1) -> Judged:
    """What a command printed, judged: its data by `judge`, else as its messages, as lines of a terminal."""
    data = acting.terminal(said.out, color=said.terminal) if judge is None else judge(said.out)
    found = [*data, *said_wrong(said)]
    command = ascii(" ".join(said.arguments))[:100]
    return Judged(texts, len(said.out) + len(said.err), [f"{one}  ({command})" for one in found])


def said_wrong(said: Said) -> list[str]:
    """What acts in the messages of a command; a traceback is no message."""
    trace = [f"a traceback: {said.traceback.splitlines()[-1][:150]}"] if said.traceback else []
    return trace + acting.terminal(said.err)


def articles(words: Words, number: int, folder: Path) -> Iterator[Judged]:
    """Every output of every article, as it is in an index."""
    held = {article.id: article for article in (words.article(at) for at in range(number))}
    _write(folder / "index", held.values())
    where = ("--index", str(folder / "index"))
    ask = ("search", KEYWORD, "-n", str(number), "-p", "9", *where)
    yield Judged(number, 0, [])
    json = run([*ask, "--json"])
    yield judged(json, lambda out: _same_json(out, held), texts=0)
    yield judged(run([*ask, "--jsonl", "--why"]), lambda out: acting.json_lines(out)[1], texts=0)
    yield judged(run([*ask, "--csv"]), lambda out: _same_table(out, held), texts=0)
    yield judged(run([*ask, "--html"]), lambda out: acting.webpage(out, number), texts=0)
    yield judged(run([*ask, "--ris"]), lambda out: acting.ris(out, number), texts=0)
    yield judged(run([*ask, "--bibtex"]), lambda out: acting.bibtex(out, number), texts=0)
    for more in (("-l",), ("--why",), ("-c",), ("--by", "passage"), ("--sort", "newest")):
        yield judged(run([*ask, *more]), texts=0)
    yield judged(run([*ask, "--color", "always"]), _coloured, texts=0)
    for columns in WIDTHS[1:]:
        yield judged(run(ask, columns=columns), _coloured_lines, texts=0)
        yield judged(
            run(["kwic", KEYWORD, "-n", str(9 * number), *where], columns=columns), _coloured_lines, texts=0
        )
    for sort in ("none", "left", "right"):
        yield judged(run(["kwic", KEYWORD, "-n", str(9 * number), "--sort", sort, *where]), _lines, texts=0)
    kwic = run(["kwic", KEYWORD, "-n", str(9 * number), "--csv", *where])
    yield judged(kwic, lambda out: acting.table(out, _KWIC)[1], texts=0)
    yield from _counts(where, number)
    yield from _one_by_one(folder / "index", held.values())


def _counts(where: tuple[str, ...], number: int) -> Iterator[Judged]:
    commands = [["facets", KEYWORD, name] for name in FACETS]
    commands += [["terms", prefix, "-n", str(number)] for prefix in ("a", "h", "1", "п", "x")]
    for command in [*commands, ["stats"], ["kwic", KEYWORD, "-n", str(number)]]:
        yield judged(run([*command, *where]), _lines if command[0] == "kwic" else None, texts=0)
        yield judged(run([*command, *where, "--json"]), lambda out: acting.json_lines(out)[1], texts=0)


def _one_by_one(index: Path, held: Iterable[Article]) -> Iterator[Judged]:
    """Each article as `show` has it, each snippet in each style, and some by the commands."""
    for article in held:
        for columns in WIDTHS:
            for color in (False, True):
                shown = "\n".join(tables.article_page(article, page.Screen(columns, color)))
                found = acting.terminal(shown, color=color, lines=columns is not None or "\n" in article.text)
                yield Judged(0, len(shown), found)
    with Archive.open(index) as archive:
        for hit in archive.search(KEYWORD, limit=1 << 30):
            yield _told([repr(hit), *map(repr, hit.passages)], acting.terminal)
            yield _told([hit._repr_html_()], _block)
            for passage in hit.passages:
                for max_chars in (20, 240):
                    snippet = passage.snippet(max_chars)
                    yield _told([snippet.render("markdown")], acting.markdown)
                    yield _told([snippet.render()], lambda text: acting.terminal(text, lines=True))
                    yield _told(
                        [snippet.render("ansi")], lambda text: acting.terminal(text, lines=True, color=True)
                    )
                    yield _told([snippet.render("html")], _fragment)
        ids = [article.id for article in archive.search(KEYWORD, limit=40)]
    for article_id in ids:
        for command in ("show", "like"):
            yield judged(
                run([command, "--index", str(index), "--", article_id.replace("\0", "")]), _lines, texts=0
            )


def records(words: Words, number: int, folder: Path) -> Iterator[Judged]:
    """What few articles bring: suggestions, parts, facets, words, statistics, errors of any text at all."""
    for _ in range(number):
        text, other = words.text(), words.text()
        parts = (PartCount(text, 0, (other, text)), PartCount(other, 3))
        found = Found((), total=0, passage_total=0, read_as=text, warnings=(other,), parts=parts)
        error = QueryError(text, query=other, position=min(3, len(other)), hint=text)
        stats = Stats(1, 1, text, other, ((text, 1), (other, 2)), ((other, 1),), 1, 1, 1, text)
        facets = [FacetCount(text, 1), FacetCount(other, 2)]
        terms = [TermCount(text, 1, 1), TermCount(other, 2, 2)]
        yield _told(page.nothing_found_lines(found), acting.terminal, texts=2)
        yield _told(page.query_error_lines(error), acting.terminal)
        yield _told(page.query_lines(text, 0, page.Screen()), acting.terminal)
        yield _told(tables.stats_lines(stats, page.Screen()), acting.terminal)
        yield _told(tables.facet_lines(facets), acting.terminal)
        yield _told(tables.term_lines(terms), acting.terminal)
        compared = timelines([(text, {"2013-05": 2, None: 1}), (other, {"2015": 1})], {"2013-05": 3}, "year")
        yield _told(timeline_lines(compared, page.Screen(), 80), acting.terminal, texts=2)
        yield _told([timeline_svg(compared)], _picture)
        yield _told([compared[0]._repr_html_(), found._repr_html_()], _block)
        yield _told([json_line({"text": text})], lambda out: acting.json_lines(out)[1])
        yield _told([json_line({"text": other}, ascii_only=True)], lambda out: acting.json_lines(out)[1])


def queries(words: Words, number: int, folder: Path) -> Iterator[Judged]:
    """Queries of all kinds, asked of an index whose own name is hostile too."""
    with in_folder(folder):
        index = f"ix {words.name()}"
        _write(Path(index), [words.article(at) for at in range(_QUERIED)])
        where = ("--index", index)
        outputs: list[tuple[tuple[str, ...], Callable[[str], Sequence[str]] | None]] = [
            (("search",), None),
            (("search", "--match", "any"), None),
            (("search", "--why", "--by", "passage"), None),
            (("search", "-c"), None),
            (("search", "-l", "--match", "any"), None),
            (("kwic", "--match", "any"), _lines),
            (("search", "--expand", "--color", "always"), _coloured),
            (("search", "--json"), lambda out: acting.json_lines(out)[1]),
            (("search", "-c", "--json"), lambda out: acting.json_lines(out)[1]),
            (("search", "--match", "any", "--csv"), lambda out: acting.table(out, _CSV)[1] if out else []),
            (("search", "--match", "any", "--html"), lambda out: acting.webpage(out) if out else []),
            (("search", "--match", "any", "--ris"), acting.ris),
            (("search", "--match", "any", "--bibtex"), acting.bibtex),
            (("kwic", "--json"), lambda out: acting.json_lines(out)[1]),
        ]
        batches = [words.query() for _ in range(number)]
        for at, query in enumerate(batches):
            command, judge = outputs[at % len(outputs)]
            yield judged(run([*command, *where, "--", query]), judge)
        path = folder / "queries.txt"
        for start in range(0, number, 200):
            asked = "\n".join(query.replace("\n", " ") for query in batches[start : start + 20])
            path.write_bytes(asked.encode("utf-8", "surrogateescape"))
            yield judged(run(["search", "-f", str(path), *where]), texts=0)
            yield judged(
                run(["search", "-f", str(path), "--jsonl", *where]),
                lambda out: acting.json_lines(out)[1],
                texts=0,
            )
            several = run(["search", "-f", str(path), "--csv", *where])
            yield judged(several, lambda out: acting.table(out, _CSV + 1)[1] if out else [], texts=0)


def _told(lines: Iterable[str], judge: Callable[[str], Sequence[str]], *, texts: int = 0) -> Judged:
    text = "\n".join(lines)
    return Judged(texts, len(text), judge(text))


def _write(index: Path, held: Iterable[Article]) -> None:
    """Articles into an index, past the cleaning."""
    with IndexWriter(index) as writer:
        for article in held:
            writer.update_article(article, passages_of(article))
        writer.commit()


def _coloured(text: str) -> list[str]:
    return acting.terminal(text, color=True)


def _coloured_lines(text: str) -> list[str]:
    return acting.terminal(text, color=True, lines=True)


def _lines(text: str) -> list[str]:
    return acting.terminal(text, lines=True)


def _fragment(text: str) -> list[str]:
    """A snippet for a page: nothing but text and marks in it."""
    bare = text.replace("<mark>", "").replace("</mark>", "")
    wrong = [f"{letter!r} not escaped in {ascii(text)[:120]}" for letter in "<>\"'" if letter in bare]
    return [*wrong, *_lines(text)]


def _block(text: str) -> list[str]:
    """A record for a notebook: two code points that XML has not are no fault of a page."""
    return _picture(text.replace("\ufffe", "").replace("\uffff", ""))


def _picture(text: str) -> list[str]:
    """Well-formed, with no element or attribute but those of ours, and no link but to the web."""
    try:
        elements = list(ElementTree.fromstring(f"<div>{text}</div>").iter())
    except ElementTree.ParseError as error:
        return [f"{error} in {ascii(text)[:120]}"]
    names = {element.tag.rpartition("}")[2] for element in elements}
    names |= {name for element in elements for name in element.attrib}
    foreign = [f"{name!r} in a block" for name in sorted(names - _OF_BLOCKS)]
    links = [element.get("href", "http") for element in elements]
    wrong = [f"a link to {link[:40]!a}" for link in links if not link.startswith("http")]
    return [*foreign, *wrong, *acting.terminal(text, lines=True)]


def _same_json(out: str, held: dict[str, Article]) -> list[str]:
    """No judge of JSON says anything, and its articles say what went in, letter by letter."""
    values, found = acting.json_lines(out)
    for hit in values[0]["articles"] if values else ():
        given = held.get(hit["id"]) or _near(held, hit["id"])
        rows = [(getattr(given, name), hit[name]) for name in ("title", "source", "place", "author", "url")]
        found += acting.same_letters(rows)
        found += [
            f"a passage of nowhere: {ascii(passage['text'])[:100]}"
            for passage in hit["passages"]
            if acting.letters(passage["text"]) not in acting.letters(given.text)
        ]
    return found


def _near(held: dict[str, Article], article_id: str) -> Article:
    """The article of an id of which something was taken out: ids begin with a number."""
    start = article_id.split(" ")[0] + " "
    return next((article for known, article in held.items() if known.startswith(start)), Article(id="none"))


def _same_table(out: str, held: dict[str, Article]) -> list[str]:
    rows, found = acting.table(out, _CSV)
    for left, match, right, _, article_id, title, _, source in rows:
        given = _near(held, article_id)
        found += acting.same_letters([(given.title, title or None), (given.source, source or None)])
        if acting.letters(left + match + right) not in acting.letters(given.text):
            found.append(f"a row of nowhere: {ascii(left)[:100]}")
    return found
