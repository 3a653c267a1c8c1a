"""What does a person type to ask, and what do they see?

Data goes to stdout, talk to stderr: how the query was read, how much was found, warnings. The commands
return the exit code: 0 found, 1 nothing found, 2 a query that can't be read.

    options.py    what several commands take; queries that begin with a dash
    searching.py  `search`
    looking.py    `show`, `stats`, `kwic`, `facets`, `terms`, `like`
    streams.py    stdout and stderr

The archive, and numpy with it, is loaded when a command runs; a renderer when its output is asked for.
"""

from __future__ import annotations

from dateline.search.cli.looking import facets, kwic, like, show, stats, terms
from dateline.search.cli.searching import search

__all__ = ["facets", "kwic", "like", "search", "show", "stats", "terms"]
