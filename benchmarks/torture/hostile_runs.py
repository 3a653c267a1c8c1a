"""What do the commands say of hostile options, settings, files and indexes?

Each area puts hostile texts where its commands meet them, runs the commands, and yields what the judges say,
with how much went in and came out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from benchmarks.torture import acting
from benchmarks.torture.commanding import Said, in_folder, on_terminal, run
from benchmarks.torture.hostile_outputs import Judged, judged
from benchmarks.torture.hostile_words import KEYWORD, Words
from dateline.indexer import build
from dateline.indexer.format.index.writer import IndexWriter

__all__ = ["files", "processes", "settings", "values"]

Judge = Callable[[str], Sequence[str]]
_A_FOLDER: Final = 50  # files
_PROCESSES: Final = 40  # of ten thousand texts: each takes half a second
_COMPLETIONS: Final = 10
_ASKING: Final = (
    *(["search", "{}"], ["search", KEYWORD, "--source", "{}"], ["search", KEYWORD, "--place", "{}"]),
    *(
        ["search", KEYWORD, "--after", "{}"],
        ["search", KEYWORD, "--before", "{}"],
        ["search", KEYWORD, "-n", "{}"],
    ),
    *(["search", KEYWORD, "--sort", "{}"], ["search", KEYWORD, "--match", "{}"], ["search", "-f", "{}"]),
    *(["search", KEYWORD, "--index", "{}"], ["search", KEYWORD, "--index", "ix", "--index", "{}"]),
    *(
        ["show", "--", "{}"],
        ["show", "{}"],
        ["like", "--", "{}"],
        ["terms", "--", "{}"],
        ["terms", "{}", "-n", "{}"],
    ),
    *(
        ["facets", KEYWORD, "{}"],
        ["facets", "{}", "source"],
        ["timeline", "{}"],
        ["timeline", KEYWORD, "--compare", "{}", "--by", "year"],
        ["kwic", "{}"],
        ["kwic", KEYWORD, "--sort", "{}"],
    ),
    *(["{}"], ["--{}"], ["search", "--{}"], ["search", "-x{}"], ["search", "-{}"], ["show", "--{}=x"]),
    *(
        ["stats", "--index", "{}"],
        ["stats", "{}"],
        ["stats", "--color", "{}"],
        ["show", "a", "{}"],
        ["search", "--json={}"],
    ),
)
_KEEPING: Final = (
    *(
        ["index", "{}"],
        ["index", "--index", "{}", "none"],
        ["index", "empty", "--exclude", "{}", "--dry-run"],
    ),
    *(
        ["index", "empty", "--jobs", "{}"],
        ["index", "empty", "--memory", "{}"],
        ["index", "empty", "--wait", "{}"],
    ),
    *(
        ["index", "empty", "--index", "{}", "--dry-run"],
        ["index", "--{}"],
        ["index", "ix", "--index", "ix/{}"],
    ),
    *(["update", "--index", "{}"], ["update", "{}"], ["sources", "--index", "{}"], ["sources", "{}"]),
    *(
        ["sources", "mv", "{}", "{}"],
        ["sources", "mv", "{}", "none"],
        ["remove", "{}"],
        ["remove", "--", "{}"],
    ),
    *(["remove", "--source", "{}"], ["check", "--index", "{}"], ["repair", "--index", "{}"], ["init", "{}"]),
    *(["init", "empty", "--index", "{}"], ["init", "--", "{}"], ["check", "--{}"], ["repair", "{}"]),
)


def values(words: Words, number: int, folder: Path) -> Iterator[Judged]:
    """Values of every option and argument, and commands there are none of."""
    with in_folder(folder):
        Path("empty").mkdir()
        build([{"id": "a", "text": f"The {KEYWORD}."}, {"id": "b", "text": KEYWORD}], index="ix")
        os.environ["DATELINE_INDEX"] = "ix"
        try:
            commands = (*_ASKING, *_KEEPING)
            for at in range(number):
                value = words.line()
                command = [part.replace("{}", value) for part in commands[at % len(commands)]]
                judge: Judge | None = (lambda out: acting.json_lines(out)[1]) if at % 3 == 2 else None
                takes_json = command[0] in {"search", "kwic", "facets", "timeline", "show", "terms", "stats"}
                if judge is not None and takes_json:
                    command.insert(1, "--json")
                columns = 80 if at % 5 == 4 else None
                said = run(command, columns=columns)
                yield judged(said, judge if takes_json else None)
                yield from _written()
                if at % 50 == 0:
                    os.environ["DATELINE_INDEX"] = value
                    yield judged(run(["stats"]))
                    os.environ["DATELINE_INDEX"] = "ix"
        finally:
            del os.environ["DATELINE_INDEX"]


def _written() -> Iterator[Judged]:
    """What `init` wrote, for people too."""
    path = Path("dateline.toml")
    if path.exists():
        text = path.read_text("utf-8")
        yield Judged(0, len(text), acting.terminal(text))
        path.unlink()


def settings(words: Words, number: int, folder: Path) -> Iterator[Judged]:
    """Files `dateline.toml` with hostile keys and values, TOML and not, in a folder of a hostile name."""
    place = folder / f"at {words.name()}"
    place.mkdir()
    commands = (
        ["index"],
        ["update"],
        ["search", KEYWORD],
        ["stats"],
        ["sources"],
        ["remove", "x"],
        ["init", "."],
    )
    with in_folder(place):
        for at in range(number):
            Path("dateline.toml").write_bytes(_toml(words, at % 8).encode("utf-8", "surrogatepass"))
            yield judged(run(commands[at % len(commands)], columns=80 if at % 5 == 4 else None))


def _toml(words: Words, kind: int) -> str:
    text, other = (json.dumps(words.text(3), ensure_ascii=kind % 2 == 0) for _ in range(2))
    return (
        f"sources = [{text}]\nindex = {other}\n",
        f"sources = [{text}, {other}]\nexclude = [{text}]\n",
        f"{text} = {other}\n",
        f"[fields]\n{text} = {other}\n",
        f"[fields]\ntitle = {text}\nindex = 3\n",
        f"index = {words.text(3)}\n",
        words.text(3),
        f"index = {{{text} = 1}}\nsources = {other}\n",
    )[kind]


def files(words: Words, number: int, folder: Path) -> Iterator[Judged]:
    """Files of hostile names with hostile articles; runs, sources, checks, repairs, removals of them."""
    root, index = folder / f"in {words.name()}", f"ix {words.name()}"
    paths = _files(words, number, root)
    with in_folder(folder):
        where = ("--index", index)
        yield judged(
            run(["index", str(root), *where, "--list-skipped", "--exclude", words.line()]), texts=number
        )
        for path in paths[:: max(number // 50, 1)]:
            with suppress(OSError):
                path.write_bytes(_content(words, "txt") + b" \nMore.")
        again = run(["update", *where, "--full", "--json", "--list-skipped", "--jobs", "2"], columns=80)
        yield judged(again, _json, texts=0)
        yield judged(run(["index", str(root), *where, "--full", "--dry-run"], columns=40), texts=0)
        yield from _asked(where, number)
        yield from _kept(root, paths, where, number)
        yield from _broken(words, root, folder / index, where)


def _json(out: str) -> list[str]:
    return acting.json_lines(out)[1]


def _asked(where: tuple[str, ...], number: int) -> Iterator[Judged]:
    ask = ("search", KEYWORD, "-n", str(number), "-p", "1", *where)
    judges: tuple[tuple[str, Judge | None], ...] = (
        *(("--json", _json), ("--html", acting.webpage), ("--ris", acting.ris), ("--bibtex", acting.bibtex)),
        *(("-l", None), ("--why", None), ("--csv", lambda out: acting.table(out, 8)[1])),
    )
    for output, judge in judges:
        yield judged(run([*ask, output]), judge, texts=0)
    yield judged(run(["sources", *where]), texts=0)
    yield judged(run(["sources", "--json", *where]), _json, texts=0)
    yield judged(run(["stats", "--json", *where]), _json, texts=0)
    yield judged(run(["check", "--deep", *where]), texts=0)


def _kept(root: Path, paths: Sequence[Path], where: tuple[str, ...], number: int) -> Iterator[Judged]:
    for path in paths[:: max(number // 40, 1)]:
        for command in (["show"], ["like"], ["remove"]):
            said = run([*command, *where, "--", str(path)])
            yield judged(said, lambda out: acting.terminal(out, lines=True), texts=0)
    moved = root.with_name(f"moved {root.name}")
    with suppress(OSError):  # a longer name than there may be
        root.rename(moved)
        yield judged(run(["sources", "mv", *where, str(root), str(moved)]), texts=0)
        yield judged(run(["sources", *where]), texts=0)
        moved.rename(root)
        yield judged(run(["update", *where]), texts=0)  # all is gone: it asks
        yield judged(run(["update", *where, "--json"], columns=160), texts=0)
        yield judged(run(["sources", "mv", *where, str(moved), str(root)]), texts=0)


def _broken(words: Words, root: Path, index: Path, where: tuple[str, ...]) -> Iterator[Judged]:
    """An index that is written, damaged, crowded by files of others, and of another version."""
    with IndexWriter(index):
        yield judged(run(["remove", *where, "--source", str(root)]), texts=0)
    for ending in (".segment", ".deletions", ".new", ".ledger", ""):
        with suppress(OSError):
            (index / f"{words.name()[:40]}{ending}").write_bytes(b"x")
    segments = sorted(index.glob("0*.segment"))
    for segment in segments[:1]:
        data = bytearray(segment.read_bytes())
        data[len(data) // 2] ^= 0xFF
        segment.write_bytes(data)
    for command in (
        ["check"],
        ["check", "--deep"],
        ["stats"],
        ["search", KEYWORD],
        ["terms", "a"],
        ["repair"],
    ):
        yield judged(run([*command, *where]), lambda out: acting.terminal(out, lines=True), texts=0)
    yield judged(run(["check", "--json", *where]), _json, texts=0)
    toc = index / "index.toc"
    for name in (words.line(), f"../{words.line()}", "000001.segment\x1b[2J"):
        held = toc.read_text("utf-8")
        toc.write_text(held.replace('.segment"', f'{json.dumps(name)[1:-1]}"'), "utf-8")
        for command in (["check"], ["check", "--json"], ["stats"], ["search", KEYWORD], ["sources"]):
            yield judged(run([*command, *where]), _json if "--json" in command else None, texts=0)
        toc.write_text(held, "utf-8")
    toc.unlink()
    for command in (["check"], ["index", str(root)], ["repair"]):
        yield judged(run([*command, *where]), texts=0)


def _files(words: Words, number: int, root: Path) -> list[Path]:
    """So many files in folders, most of them articles; some links out."""
    paths: list[Path] = []
    kinds = ("txt", "txt", "txt", "html", "html", "jsonl", "junk", "pdf", "", "link")
    place = root
    for at in range(number):
        if at % _A_FOLDER == 0:
            place = root / f"{at} {words.name()[:60]}"
            place.mkdir(parents=True)
        kind = kinds[at % len(kinds)]
        suffix = {"junk": ".txt", "link": ".txt", "": ""}.get(kind, f".{kind}")
        if kind == "pdf":
            suffix = f".{words.name()[:8]}"
        path = place / f"{at % 7}{words.name()[:150]}{suffix}".replace("/", "-")
        with suppress(OSError):  # a name that is too long, or there already
            if kind == "link":
                path.symlink_to(f"/none/{words.name()}")
            else:
                path.write_bytes(_content(words, kind))
            paths.append(path)
    return paths


def _content(words: Words, kind: str) -> bytes:
    if kind == "html":
        meta = "".join(
            f'<meta name="{name}" content="{words.text(3).replace(chr(34), "&quot;")}">'
            for name in ("author", "article:published_time", "og:site_name", "og:url", "language")
        )
        head = f'<html lang="{words.text(1)}"><head><title>{words.text()}</title>{meta}</head>'
        body = f"<p>The {KEYWORD} {words.text(8)}</p><p>{words.text(8)} on Monday, it said.</p>"
        text = f"{head}<body><h1>{words.text()}</h1>{body}</body></html>"
    elif kind == "jsonl":
        text = "\n".join(_record(words, at) for at in range(4))
    elif kind == "junk":
        text = f"%PDF-1.7 {words.text()}"
    else:
        text = (
            f"{words.text()}\n\nBy {words.text(2)}\n\nOSH, {words.text(2)} - The {KEYWORD} {words.text(8)}\n"
        )
    return text.encode("utf-8", "surrogatepass" if words.random.random() < 0.05 else "replace")


def _record(words: Words, at: int) -> str:
    names = ("id", "title", "date", "source", "place", "author", "language", "url")
    record: dict[str, object] = {name: words.text(3) for name in names}
    record["text"] = f"{words.text()} {KEYWORD} {words.text()}"
    if at == 2:
        record[words.random.choice(names)] = {words.text(2): words.text(2)}
    line = json.dumps(record, ensure_ascii=words.random.random() < 0.5)
    return line[:-9] if at == 3 else line


def processes(words: Words, number: int, folder: Path) -> Iterator[Judged]:
    """A sample through real processes, half of them on a pseudo-terminal."""
    root = folder / "in"
    root.mkdir()
    _files(words, 30, root)
    with in_folder(folder):
        yield judged(_process(["index", "in", "--list-skipped"], columns=60))
        commands = (
            *_ASKING,
            *_KEEPING,
            ["search", KEYWORD],
            ["search", KEYWORD, "--json"],
            ["kwic", KEYWORD],
        )
        for _ in range(max(4, _PROCESSES * number // 10_000)):
            value = words.line()
            command = [part.replace("{}", value) for part in words.random.choice(commands)]
            terminal = words.random.random() < 0.5
            said = _process(command, columns=words.random.choice((40, 80, 160)) if terminal else None)
            yield judged(said, lambda out: acting.terminal(out, color=True, lines=True))
            Path("dateline.toml").unlink(missing_ok=True)
        for _ in range(max(1, _COMPLETIONS * number // 10_000)):
            yield judged(_process(["search", words.line()], shell=words.line()))


def _process(arguments: Sequence[str], *, columns: int | None = None, shell: str | None = None) -> Said:
    """Run a command in a process of its own; with `shell` complete a command line that ends so."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "dateline", *arguments]
    if shell is not None:
        environment |= {"_DATELINE_COMPLETE": "bash_complete", "COMP_CWORD": "2"}
        environment["COMP_WORDS"] = f"dateline search {shell}"
        command = [sys.executable, "-m", "dateline"]
    if columns is not None and sys.platform != "win32":
        return on_terminal(command, arguments, environment, columns)
    done = subprocess.run(
        command, capture_output=True, env=environment, stdin=subprocess.DEVNULL, check=False
    )
    out, err = (stream.decode("utf-8", "surrogateescape") for stream in (done.stdout, done.stderr))
    return Said(tuple(arguments), out, err, done.returncode, err if "Traceback (most" in err else "")
