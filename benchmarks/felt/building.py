"""Building: from records, and from the text files a person would have saved; again with none changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from benchmarks.felt.contestants import Contestant, Lineup, build_index
from benchmarks.results.record import Figure, figure
from benchmarks.speed.documents import Document, documents
from benchmarks.speed.processes import run_phase

__all__ = ["as_saved", "build_rounds", "building_figures", "write_files"]

TITLE: Final = "Building an index, by article"
MONTHS: Final = (
    "Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"
)  # fmt: skip
FOLDER_HOLDS: Final = 1000  # files

Measured = dict[str, list[dict[str, dict[str, Any]]]]  # by contestant: a round's "records", "files", "again"


def write_files(articles: Path, folder: Path, most: int | None = None) -> int:
    """Write each article as a text file, a thousand a folder, and nothing else there; how many there are."""
    shutil.rmtree(folder, ignore_errors=True)
    count = 0
    for document in documents(articles):
        if count == most:
            break
        path = folder / f"{count // FOLDER_HOLDS:03d}" / f"{count:06d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_saved(document), encoding="utf-8")
        count += 1
    return count


def as_saved(document: Document) -> str:
    """Headline, dateline and body, as one copies an article from a page."""
    dateline = ", ".join(part for part in (document["place"].upper(), _day(document["date"])) if part)
    body = f"{dateline} - {document['text']}" if dateline else document["text"]
    return f"{document['title']}\n\n{body}\n" if document["title"] else f"{body}\n"


def _day(iso: str) -> str:
    """ "2013-05-28" as "May 28, 2013"; a date of fewer parts is left out."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return ""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def build_rounds(lineup: Lineup, files: Path, rounds: int) -> Measured:
    """What each round measured; in a round all have their turn. The indexes of the last one stay."""
    measured: Measured = {}

    def build(one: Contestant) -> None:
        built = {"records": build_index(lineup, one, "article")}
        if one.candidate:
            built |= _build_files(lineup, one, files)
        measured.setdefault(one.label, []).append(built)

    for _ in range(rounds):
        lineup.each(build)
    return measured


def _build_files(lineup: Lineup, one: Contestant, files: Path) -> dict[str, dict[str, Any]]:
    folder = lineup.index(one, "files")
    shutil.rmtree(folder, ignore_errors=True)
    built = {}
    for name in ("files", "again"):
        measured, usage = run_phase(
            "build_files", one.runner, files, folder, 1, by="article", interpreter=one.interpreter
        )
        built[name] = {**measured, "cpu_s": usage.cpu_s}
    return built


def building_figures(lineup: Lineup, measured: Measured) -> Iterator[Figure]:
    """The table, and later versions as multiples of the first; CPU time is that of whole processes."""
    megabytes = lineup.corpus.bytes_of("article") / 1e6
    entrants = [one for one in lineup.running if one.label in measured]
    for one in entrants:
        rounds = measured[one.label]

        def cell(column: str, values: list[float], label: str = one.label) -> Figure:
            return figure(TITLE, label, column, values)

        for name in ("records", "files"):
            if name in rounds[0]:
                yield cell(f"{name}: MB / CPU s", [megabytes / built[name]["cpu_s"] for built in rounds])
                yield cell(f"{name}: wall s", [built[name]["seconds"] for built in rounds])
                yield cell(f"{name}: peak MB", [built[name]["peak_rss_mb"] for built in rounds])
        if "again" in rounds[0]:
            yield cell("files, none changed: CPU s", [built["again"]["cpu_s"] for built in rounds])
        yield cell(
            "index / text bytes", [built["records"]["index_bytes"] / 1e6 / megabytes for built in rounds]
        )
    yield from _ratios(entrants, measured)


def _ratios(entrants: list[Contestant], measured: Measured) -> Iterator[Figure]:
    versions = [one for one in entrants if one.candidate]
    for one in versions[1:]:
        base = versions[0].label
        title = f"Building: CPU time as a multiple of {base}"
        for name, column in (("records", "records"), ("files", "files"), ("again", "files, none changed")):
            pairs = zip(measured[one.label], measured[base], strict=False)
            ratios = [ours[name]["cpu_s"] / theirs[name]["cpu_s"] for ours, theirs in pairs]
            yield figure(title, one.label, column, ratios)
