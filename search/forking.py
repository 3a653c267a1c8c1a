"""How may a process be forked while its threads search?

A thread that imports a module holds the lock of that module, and a child forked in that moment waits for it
for good. The modules of an answer are imported when the first answer needs them, so a process that opened an
archive imports the rest of them before it forks, and waits for those that another thread is importing.

Nothing else an archive uses has a lock: what is worked out once is kept without (`derived`, `Cache`).
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Final

__all__ = ["LATER", "ready_to_fork"]

# What an archive imports when it is first asked for a search, kwic, facets, a timeline, terms, like, get or
# stats, and a record for a snippet or a picture. A test in tests/regressions holds the list to the imports
# inside functions.
LATER: Final = (
    "Stemmer",
    "difflib",
    "numpy",
    "shlex",
    "dateline.indexer.analysis.accents",
    "dateline.indexer.analysis.devanagari",
    "dateline.indexer.analysis.plurals",
    "dateline.indexer.analysis.prefixes",
    "dateline.indexer.analysis.russian",
    "dateline.indexer.analysis.slavic",
    "dateline.indexer.analysis.suffixes",
    "dateline.indexer.analysis.vietnamese",
    "dateline.indexer.article",
    "dateline.indexer.format.index.indexing_times",
    "dateline.indexer.format.segment.agreement",
    "dateline.indexer.format.segment.article_heads",
    "dateline.indexer.format.segment.stored_articles",
    "dateline.indexer.format.segment.surface_forms",
    "dateline.indexer.format.storage.array_file",
    "dateline.indexer.format.storage.compression",
    "dateline.indexer.format.storage.frames",
    "dateline.indexer.format.storage.grouped_frames",
    "dateline.search.arrays.engine",
    "dateline.search.arrays.score.article_words",
    "dateline.search.arrays.show.facets",
    "dateline.search.arrays.show.suggestions",
    "dateline.search.arrays.show.word_list",
    "dateline.search.highlight.choosing",
    "dateline.search.charts",
    "dateline.search.notebook",
    "dateline.search.output.export",
    "dateline.search.output.kwic",
    "dateline.search.output.page",
    "dateline.search.output.references",
    "dateline.search.output.tables",
    "dateline.search.output.webpage",
    "dateline.search.query.dates",
    "dateline.search.query.grammar",
    "dateline.search.query.labelled",
    "dateline.search.query.moments",
    "dateline.search.query.parts",
    "dateline.search.query.readback",
    "dateline.search.query.small_letters",
    "dateline.search.query.synonyms",
    "dateline.search.query.telling",
    "dateline.search.query.tree",
    "dateline.search.query.unmarked",
    "dateline.search.query.values",
    "dateline.search.query.widening",
    "dateline.search.ranking.feedback",
    "dateline.search.saved_files",
    "dateline.search.periods",
    "dateline.search.tallies",
    "dateline.search.timelines",
)

_registered = False


def ready_to_fork() -> None:
    """Have this process import, before it forks, what its archives may still import. Once is enough."""
    global _registered
    if not _registered and hasattr(os, "register_at_fork"):
        _registered = True
        os.register_at_fork(before=_import_all)


def _import_all() -> None:
    for name in LATER:
        import_module(name)
