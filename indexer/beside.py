"""What is an index called wherever one stands, and where does a person lay what belongs to it?

Beside a folder: of `index` saved searches lie in `index.saved`, synonyms in `index` or next to it. On a
server nobody lays files; what belongs to the index of an address lies on the machine of the person, below
`state_folder()`, under the name of the index and a hash of its hosts.

>>> absolute_name("opensearch://localhost/news")
'opensearch://localhost:9200/news'
"""

from __future__ import annotations

import os
import sys
from typing import Final

from dateline.indexer.format.records import replace
from dateline.indexer.opensearch.address import is_address, parse_address

__all__ = ["absolute_name", "place_beside", "state_folder"]

_SERVERS: Final = "servers"


def absolute_name(index: str | os.PathLike[str]) -> str:
    """The name by which an index is found from any folder: an absolute path, or its address. AddressError."""
    name = os.fspath(index)
    if not is_address(name):
        return os.path.abspath(name)
    address = parse_address(name)
    return str(address if address.ca is None else replace(address, ca=os.path.abspath(address.ca)))


def place_beside(index: str | os.PathLike[str]) -> str:
    """The folder of an index; of an address a folder here that need not be there. AddressError.

    It is the same in whichever order the hosts are named, and whether they are spoken to by TLS or not.
    """
    name = os.fspath(index)
    if not is_address(name):
        return os.path.abspath(name)
    from hashlib import blake2b  # 3 ms, with OpenSSL: not for a folder

    address = parse_address(name)
    hosts = ",".join(sorted(f"{host}:{port}" for host, port in address.hosts))
    digest = blake2b(hosts.encode(), digest_size=6).hexdigest()
    return os.path.join(state_folder(), _SERVERS, f"{address.name}-{digest}")


def state_folder() -> str:
    """Where is kept what belongs to a person on this machine, to be read by nobody else.

    `$XDG_STATE_HOME/dateline`, else `~/.local/state/dateline`, on Windows in `%LOCALAPPDATA%`.
    """
    if sys.platform == "win32":
        folder = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~")
    else:
        folder = os.environ.get("XDG_STATE_HOME", "")
        if not os.path.isabs(folder):
            folder = os.path.join(os.path.expanduser("~"), ".local", "state")
    return os.path.join(folder, "dateline")
