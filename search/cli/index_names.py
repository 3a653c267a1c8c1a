"""Which indexes are named on a command line, or by $DATELINE_INDEX: folders, or one address of a server?"""

from __future__ import annotations

import os
import re
from typing import Final

import click

from dateline.indexer.analysis.patterns import lazy_pattern
from dateline.indexer.opensearch.address import is_address, parse_address

__all__ = ["IndexName", "named_indexes"]

# To the end of its name: what follows, in a list, begins with what parts paths.
_ADDRESS: Final = lazy_pattern(rf"opensearchs?://[^/]*(?:/[^{re.escape(os.pathsep)}]*)?")


class IndexName(click.Path):
    """The folder of an index, or its address on a server (`opensearch://host:9200/name`)."""

    def split_envvar_value(self, rv: str) -> list[str]:
        """The indexes that a variable names, parted as the system parts paths; an address has colons too."""
        named, at = [], 0
        while at <= len(rv):
            found = _ADDRESS.match(rv, at)
            end = rv.find(os.pathsep, at) if found is None else found.end()
            end = len(rv) if end < 0 else end
            named.append(rv[at:end])
            at = end + 1
        return named


def named_indexes(_: click.Context, __: click.Parameter, folders: tuple[str, ...]) -> tuple[str, ...]:
    """The indexes that were given, if they can be asked. BadParameter, AddressError."""
    if "" in folders:
        raise click.BadParameter("'' is no name. Give the folder of the index, or . for the current one")
    for address in filter(is_address, folders):
        parse_address(address)  # what is wrong with it is said before anything is asked
        if len(set(folders)) > 1:
            raise click.BadParameter(f"{address} is on a server, and searched alone: name one index")
    return folders
