"""Would the fuzzer find it if a check were missing?

Each sabotage takes one check out of a copy of one kernel. A check that is not there any more as it stands
here is an error: whoever moves it says here where it went.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.torture.fuzzing.building import KERNELS, build
from benchmarks.torture.fuzzing.running import found, fuzz
from benchmarks.torture.fuzzing.seeds import write_seeds

__all__ = ["SABOTAGES", "Sabotage", "sabotaged"]


class Sabotage(NamedTuple):
    """A check, and what stands in its place."""

    name: str
    file: str
    check: str
    instead: str
    leaks: bool = False  # what is found is memory that is not given back

    def source(self) -> dict[str, str]:
        """The kernel without the check, by the name of its file. ValueError where it has none."""
        text = (KERNELS / self.file).read_text("utf-8")
        if text.count(self.check) != 1:
            raise ValueError(f"{self.file} does not have once what {self.name!r} takes out: {self.check}")
        return {self.file: text.replace(self.check, self.instead)}


SABOTAGES: Final = (
    Sabotage(
        "occurrences beyond their array",
        "field.c",
        "    if (place > length || count > length - place) return -1;\n"
        "    *start = (Py_ssize_t)place;\n"
        "    return array_check(positions, *start, *start + (Py_ssize_t)count);",
        "    *start = (Py_ssize_t)place;\n    return 0;",
    ),
    Sabotage(
        "documents that there are not",
        "field.c",
        "    uint64_t sum = 0;\n    if (array_check(lengths, low, high)) return -1;\n",
        "    uint64_t sum = 0;\n",
    ),
    Sabotage("passages before their article", "articles.c", "if (passage < (uint64_t)first) return -1;", ";"),
    Sabotage("a term behind the last", "field.c", "term >= starts->values.length || ", ""),
    Sabotage("a document before the first", "phrases.c", "document < 0 || ", ""),
    Sabotage(
        "a form that is not known",
        "postings.c",
        'if (form >= (uint64_t)all->given[FORM_TERM].length) return "a form that is not known";',
        ";",
    ),
    Sabotage("more blocks than there is room for", "fetch.c", " && last - first < FETCHED_BLOCKS", ""),
    Sabotage("spans outside a text", "marked.c", " || spans[i].end > length", ""),
    Sabotage("a buffer that is kept", "phrases.c", "    array_release(&going);\n", "", leaks=True),
)


def sabotaged(sabotage: Sabotage, whole: Path, folder: Path, seconds: float, seed: int = 0) -> str:
    """Fuzz without a check, from the seeds on, for at most so long: what was found, empty if nothing was.

    `whole` is where all has been built; the folder is made.
    """
    corpus, seeds = folder / "corpus", folder / "seeds"
    for one in (folder, corpus, seeds):
        one.mkdir()
    write_seeds(seeds)
    for made in whole.glob("*.o"):
        if made.stem != Path(sabotage.file).stem:
            os.link(made, folder / made.name)
    target = build(folder, changed=sabotage.source())
    corpora = [corpus, seeds]
    return found(fuzz(target, corpora, folder / "findings", seconds, leaks=sabotage.leaks, seed=seed))
