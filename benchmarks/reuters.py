"""How does the Reuters-21578 collection become records that Dateline can index?

The collection is 22 SGML files of newswire from 1987, for research only (David D. Lewis, "Reuters-21578 text
categorization test collection, Distribution 1.0"). Each of its 21,578 articles becomes one record: id, title,
date, source, place (from the dateline), author, language and text.

    python -m benchmarks.reuters FOLDER > reuters.jsonl
    dateline index reuters.jsonl

What the files hold besides articles, and what becomes of it:

- They are Latin-1, not UTF-8 (one byte of reut2-017 is neither ASCII nor valid UTF-8).
- Wire control characters stand as entities (&#2; &#3; &#127; ...): they become blanks.
- A new paragraph is a line indented by four blanks or more; other lines are hard-wrapped, and joined.
- The wire's sign-off, a last line that says "Reuter", is dropped.
- A date may lead with blanks, have one digit for the day, an hour of 605, routing letters or a remark
  after it: only day, month and year are read.
- 1,798 "brief" articles have a headline and the words "Blah blah blah." that stand for no text: their text is
  their headline. 737 "unproc" articles have no marked-up parts: their first line is the headline.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, TypedDict

__all__ = ["ReutersRecord", "read_reuters", "read_sgml"]

MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
ARTICLE: Final = re.compile(r'<REUTERS\b[^>]*\bNEWID="(\d+)"[^>]*>(.*?)</REUTERS>', re.DOTALL)
TEXT: Final = re.compile(r'<TEXT(?:\s+TYPE="(\w+)")?>(.*?)</TEXT>', re.DOTALL)
DATE: Final = re.compile(r"\b(\d{1,2})-([A-Z]{3})-(\d{4})\b")
# C0 and C1 controls but tab and line feed; DEL stands in tables where a rule was drawn.
CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
INDENTED: Final = re.compile(r"\n(?=[ \t]{4,}\S)|\n[ \t]*\n")
SIGN_OFF: Final = re.compile(r"(?:\A|\n)\s*\*?reuters?(?:[.\s]|\^M)*\Z", re.IGNORECASE)
# "SALVADOR, Feb 26 -", "NEW YORK, Narch 2 -", "Buenos Aires, Abr 7": the place is what stands before the day.
DATELINE_DAY: Final = re.compile(r",?\s*\b[A-Z][A-Za-z]{2,8}\.?,?\s*\d{1,2}\b.*$", re.DOTALL)
PLACE: Final = re.compile(r"[A-Z][^\d]{1,39}")
BYLINE: Final = re.compile(r"^\s*by\s+|,?\s*\bReuters?\b.*$", re.IGNORECASE | re.DOTALL)
CAPITALS: Final = re.compile(r"[A-Z]{2,}(?:'[A-Z]\b)?")


class ReutersRecord(TypedDict, total=False):
    """One article as a line of JSONL; place and author are absent where the article has none."""

    id: str
    title: str
    date: str
    source: str
    place: str
    author: str
    language: str
    text: str


def read_reuters(folder: Path, *, only_bodies: bool = False) -> Iterator[ReutersRecord]:
    """The articles of the collection's `reut2-*.sgm` files, in file order.

    `only_bodies` leaves out the briefs and the unmarked ones: 19,043 remain.

    Raises FileNotFoundError when the folder has none.
    """
    files = sorted(folder.glob("reut2-*.sgm"))
    if not files:
        raise FileNotFoundError(f"{folder}: no reut2-*.sgm files here; give the folder of Reuters-21578")
    for file in files:
        yield from read_sgml(file.read_text(encoding="latin-1"), only_bodies=only_bodies)


def read_sgml(sgml: str, *, only_bodies: bool = False) -> Iterator[ReutersRecord]:
    """The articles of one SGML file, in order."""
    for match in ARTICLE.finditer(sgml):
        if not only_bodies or "<BODY>" in match[2]:
            yield _record(match[1], match[2])


def _record(newid: str, block: str) -> ReutersRecord:
    text = TEXT.search(block)
    kind, content = (text[1] or "NORM", text[2]) if text else ("NORM", "")
    title, paragraphs = _joined(_part("TITLE", content)), _paragraphs(_part("BODY", content))
    if kind == "UNPROC":
        head, _, rest = _plain(content).strip().partition("\n")
        title, paragraphs = _joined(head), _paragraphs(rest)
    record = ReutersRecord(
        id=newid, title=title, date=_iso_date(_part("DATE", block)), source="Reuters", language="en"
    )
    if place := _place(_part("DATELINE", content)):
        record["place"] = place
    if author := _author(_part("AUTHOR", content)):
        record["author"] = author
    record["text"] = "\n\n".join(paragraphs) or title
    return record


def _part(tag: str, block: str) -> str:
    found = re.search(rf"<{tag}>(.*?)</{tag}>", block, re.DOTALL)
    return found[1] if found else ""


def _plain(text: str) -> str:
    """Entities as characters, control characters as blanks."""
    return CONTROL.sub(" ", html.unescape(text))


def _joined(text: str) -> str:
    return " ".join(_plain(text).split())


def _paragraphs(body: str) -> list[str]:
    text = SIGN_OFF.sub("", _plain(body))
    paragraphs = (" ".join(part.split()) for part in INDENTED.split(text))
    return [paragraph for paragraph in paragraphs if paragraph]


def _iso_date(text: str) -> str:
    found = DATE.search(text)
    if found is None:
        raise ValueError(f"no date in {text!r}: not a file of Reuters-21578?")
    day, month, year = found.groups()
    return f"{year}-{MONTHS.index(month) + 1:02d}-{int(day):02d}"


def _place(dateline: str) -> str:
    """The dateline's place, capitalised as in running text: 'NEW YORK, March 3 -' is 'New York'.

    Empty where a table stands in the dateline's stead.
    """
    place = DATELINE_DAY.sub("", _joined(dateline)).strip(" -,")
    return _capitalised(place) if PLACE.fullmatch(place) else ""


def _author(byline: str) -> str:
    return _capitalised(BYLINE.sub("", _joined(byline)).strip(" ,"))


def _capitalised(name: str) -> str:
    """Words written all in capitals as names are in running text; others, U.S. and D.C. too, as they are."""
    return CAPITALS.sub(lambda word: word[0].capitalize(), name)


def _write_jsonl(records: Iterable[ReutersRecord]) -> int:
    """Write the records to standard output, one a line; how many there were."""
    count = 0
    for record in records:
        sys.stdout.buffer.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
        count += 1
    return count


def main() -> None:
    """Convert a folder of the collection, JSONL to standard output."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.reuters", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("folder", type=Path, help="folder with reut2-000.sgm ... reut2-021.sgm")
    parser.add_argument(
        "--only-bodies", action="store_true", help="only the 19,043 articles that have a body"
    )
    options = parser.parse_args()
    written = _write_jsonl(read_reuters(options.folder, only_bodies=options.only_bodies))
    print(f"{written:,} articles", file=sys.stderr)


if __name__ == "__main__":
    main()
