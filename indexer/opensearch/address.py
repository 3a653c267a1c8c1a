"""Which index on which server is meant by an address?

>>> str(parse_address("opensearch://localhost/news"))
'opensearch://localhost:9200/news'
>>> parse_address("opensearchs://a:9200,b:9201/news?ca=/etc/ca.pem").hosts
(('a', 9200), ('b', 9201))
"""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl, quote

from dateline.indexer.analysis.patterns import lazy_pattern
from dateline.indexer.format.errors import AddressError
from dateline.indexer.format.records import record

__all__ = ["Address", "AddressError", "is_address", "parse_address"]

_PLAIN: Final = "opensearch://"
_TLS: Final = "opensearchs://"
_PORT: Final = 9200
_MOST_NAME: Final = 200  # bytes: the server takes 255, and what lies beside an index has a longer name
_HOST: Final = lazy_pattern(
    r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<host>[A-Za-z0-9._-]+))(?::(?P<port>\d{1,5}))?"
)
_NAME: Final = lazy_pattern(r"[a-z0-9][a-z0-9._-]*")


@record
class Address:
    """An index `name` on the nodes `hosts` of one cluster; as text without any password."""

    hosts: tuple[tuple[str, int], ...]
    name: str
    tls: bool = False
    ca: str | None = None  # a file with the certificate of the authority that the server's is signed by

    def __str__(self) -> str:
        hosts = ",".join(f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host, port in self.hosts)
        ca = "" if self.ca is None else f"?ca={quote(self.ca, safe='/')}"
        return f"{_TLS if self.tls else _PLAIN}{hosts}/{self.name}{ca}"

    @property
    def is_local(self) -> bool:
        """Whether all its nodes are on this machine, so that nobody else hears what is said to them."""
        return all(_is_loopback(host) for host, _ in self.hosts)


def is_address(index: object) -> bool:
    """Whether the name of an index is an address, and no folder's."""
    return isinstance(index, str) and index.startswith((_PLAIN, _TLS))


def parse_address(text: str) -> Address:
    """The address that a text is. AddressError: what is wrong with it, and how one looks."""
    if not is_address(text):
        raise AddressError(text, "is no address")
    tls = text.startswith(_TLS)
    rest = text[len(_TLS if tls else _PLAIN) :]
    hosts, slash, name = rest.partition("/")
    if "@" in hosts:
        # Not repeated: the next one to read the message is not the one who typed it.
        hidden = f"{_TLS if tls else _PLAIN}…@{rest.rpartition('@')[2]}"
        raise AddressError(
            hidden,
            "has a user or password in it, which would stay in histories and lists of processes. Set "
            "DATELINE_OPENSEARCH_USER and DATELINE_OPENSEARCH_PASSWORD",
            example=False,
        )
    name, _, query = name.partition("?")
    name = name.removesuffix("/")
    if not slash or not name:
        raise AddressError(text, "names no index after the host")
    return Address(
        tuple([_host(text, one) for one in hosts.split(",")]), _name(text, name), tls, _ca(text, query, tls)
    )


def _host(text: str, given: str) -> tuple[str, int]:
    found = _HOST.fullmatch(given)
    if found is None:
        raise AddressError(text, f"{given!r} is no host, or host and port")
    port = int(found["port"] or _PORT)
    if not 0 < port < 1 << 16:
        raise AddressError(text, f"{port} is no port")
    return found["six"] or found["host"], port


def _name(text: str, name: str) -> str:
    if name != name.lower():
        raise AddressError(
            text, f"the name {name!r} has capitals, which OpenSearch refuses: {name.lower()!r}"
        )
    if _NAME.fullmatch(name) is None:
        raise AddressError(
            text, f"{name!r} is no name: letters a-z, digits, '-', '_' and '.', the first no sign"
        )
    if len(name) > _MOST_NAME:
        raise AddressError(text, f"its name is longer than {_MOST_NAME} letters")
    return name


def _ca(text: str, query: str, tls: bool) -> str | None:
    if not query:
        return None
    pairs = parse_qsl(query, keep_blank_values=True)
    unknown = [key for key, _ in pairs if key != "ca"]
    if unknown or len(pairs) != 1 or not pairs[0][1]:
        raise AddressError(text, f"{query!r} is no ?ca=PATH, all that may follow on a name")
    if not tls:
        raise AddressError(text, "has a ?ca=, and no TLS that it is for: opensearchs://")
    return pairs[0][1]


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    import ipaddress  # of no use to who searches a folder

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
