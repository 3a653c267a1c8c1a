"""Whole commands from Enter to the prompt: cold processes of installed versions, beside peers' least scripts.

User and system time of the process with all its threads, from the system's own accounts. The commands take
turns; each runs once before, so that files are in memory and modules are compiled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from benchmarks.felt.contestants import Contestant, Lineup
from benchmarks.results.record import Figure, figure
from benchmarks.speed.processes import Usage, as_installed, measure

__all__ = ["Processes", "cold_figures", "measure_commands"]

TITLE: Final = "Whole processes"
SEARCH: Final = "search WORD"
SMALL: Final = "small index: search WORD"

# As little as a script of each needs to say what it found; a word is the last argument, an index the first.
PEERS: Final = {
    "tantivy": """
import sys, tantivy
index = tantivy.Index.open(sys.argv[1])
searcher = index.searcher()
asked = index.parse_query(sys.argv[2], ["title", "text"])
snippets = tantivy.SnippetGenerator.create(searcher, asked, index.schema, "text")
for score, address in searcher.search(asked, 10).hits:
    document = searcher.doc(address)
    shown = snippets.snippet_from_doc(document).to_html()
    print(document.get_first("title"), document.get_first("date"), shown)
""",
    "fts5": """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1] + "/index.db")
shown = "snippet(fts, 1, '[', ']', '...', 32)"
asked = f"SELECT fts.title, date, {shown} FROM fts JOIN meta ON meta.id = fts.rowid WHERE fts MATCH ? "
for row in database.execute(asked + "ORDER BY fts.rank LIMIT 10", (f'"{sys.argv[2]}"',)):
    print(*row)
""",
}

Processes = dict[str, dict[str, list[Usage]]]  # by contestant, by command: each round's


def measure_commands(lineup: Lineup, small: Path, word: str, rounds: int) -> Processes:
    """Run each command once untimed and then once a round. `small` is a folder of a few text files.

    The search is asked of the by-article index that was built before.
    """
    commands: dict[str, dict[str, list[str]]] = {}
    processes: Processes = {}

    def warm(one: Contestant) -> None:
        commands[one.label] = _commands(lineup, one, small, word)
        for command in commands[one.label].values():
            _run(command, lineup.work)

    def time(one: Contestant) -> None:
        measured = processes.setdefault(one.label, {name: [] for name in commands[one.label]})
        for name, command in commands[one.label].items():
            measured[name].append(_run(command, lineup.work))

    lineup.each(warm)
    for _ in range(rounds):
        lineup.each(time)
    return processes


def _commands(lineup: Lineup, one: Contestant, small: Path, word: str) -> dict[str, list[str]]:
    """The commands of one, by their column. Makes the small index of a version of Dateline."""
    python = str(one.interpreter.python)
    commands = {"python -c pass": [python, "-c", "pass"]}
    large = str(lineup.index(one, "article"))
    if one.candidate is None:
        if one.runner in PEERS:
            commands[SEARCH] = [python, "-c", PEERS[one.runner], large, word]
        return commands
    dateline, few = str(one.candidate.command), str(lineup.index(one, "small"))
    _run([dateline, "index", str(small), "--index", few], lineup.work)
    return commands | {
        "-h (help)": [dateline, "-h"],
        SEARCH: [dateline, "search", word, "--index", large],
        f"{SEARCH} --json": [dateline, "search", word, "--index", large, "--json"],
        "stats": [dateline, "stats", "--index", large],
        SMALL: [dateline, "search", word, "--index", few],
    }


def _run(command: list[str], folder: Path) -> Usage:
    """One process, in a folder that has nothing Python would import; that nothing is found is no failure."""
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    env = {**as_installed(), "COLUMNS": "100"}
    return measure(command, codes=(0, 1), cwd=elsewhere, env=env)


def cold_figures(lineup: Lineup, processes: Processes) -> Iterator[Figure]:
    """CPU time's median and least, the median of wall time, and later versions as multiples of the first."""
    for unit, summary in (("CPU ms, median", None), ("CPU ms, least", min), ("wall ms, median", None)):
        for one in lineup.running:
            for column, usages in processes[one.label].items():
                values = [(used.wall_s if "wall" in unit else used.cpu_s) * 1e3 for used in usages]
                if summary:
                    values = [summary(values)]
                yield figure(f"{TITLE}: {unit}", one.label, column, values)
    for one in lineup.versions[1:]:
        base = lineup.versions[0].label
        yield from _ratios(base, one.label, processes)


def _ratios(base: str, label: str, processes: Mapping[str, Mapping[str, list[Usage]]]) -> Iterator[Figure]:
    """The new command over the old one of the same round."""
    title = f"{TITLE}: CPU time as a multiple of {base}"
    for column, usages in processes[label].items():
        pairs = zip(usages, processes[base][column], strict=True)
        yield figure(title, label, column, [new.cpu_s / max(old.cpu_s, 1e-6) for new, old in pairs])
