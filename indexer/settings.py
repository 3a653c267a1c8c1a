"""What does a person write down once of an archive, so that no command needs to be told?

A `dateline.toml` says what an archive is made of and where its index lies. It holds in its folder and below;
what `$XDG_CONFIG_HOME/dateline/config.toml` says holds where there is none. Nothing is read of it, and no
parser loaded, where there is no such file.

>>> settings_text(["articles"], "index").splitlines()[3:5]
['sources = ["articles"]', 'index = "index"']
"""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from dateline.indexer.analysis.patterns import lazy_pattern
from dateline.indexer.format.errors import DatelineError
from dateline.indexer.format.fields import FIELDS
from dateline.indexer.format.records import record, replace
from dateline.indexer.opensearch.address import AddressError, is_address, parse_address
from dateline.indexer.shown.paths import shown_path
from dateline.indexer.shown.printable import ACTS, UNSEEN

__all__ = [
    "FILE_NAME",
    "RECORD_FIELDS",
    "Settings",
    "SettingsError",
    "default_index",
    "field_pairs",
    "find_settings",
    "read_settings",
    "settings_text",
]

FILE_NAME: Final = "dateline.toml"
RECORD_FIELDS: Final = tuple([field.name for field in FIELDS if field.record])

_MOST_BYTES: Final = 1 << 20  # a list of ten thousand folders; what is longer is another file
_KEYS: Final = ("sources", "index", "exclude", "follow", "fields")

# The file is read by people too: nothing in it may act on a terminal.
_UNSHOWN: Final = lazy_pattern(f"[\x7f-\x9f\u2028\u2029{ACTS}{UNSEEN}]")

_TEMPLATE: Final = """\
# What this archive is made of, for `dateline index` and `dateline update`
# in this folder and below.

sources = [{sources}]
index = {index}
exclude = []
follow = false

# How JSON lines name the fields of an article, where they do it otherwise:
# [fields]
# title = "headline"
# text = ["body", "content"]  # the first that is there
"""


class SettingsError(DatelineError):
    """A settings file can't be used. Mend it, or say on the command line what it would: `--index DIR`."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{shown_path(path)}: {reason}")


@record
class Settings:
    """What one settings file says; every path in it is absolute.

    `index` is None where it does not say, and may be the address of one on a server. `fields` are pairs of a
    field and a key that records have for it; of several keys of a field the first is taken that a record has.
    """

    path: str
    sources: tuple[str, ...] = ()
    index: str | None = None
    exclude: tuple[str, ...] = ()
    follow: bool = False
    fields: tuple[tuple[str, str], ...] = ()

    def is_of(self, index: str) -> bool:
        """Whether an index is the one that these settings are about."""
        own = self.index or "index"
        if is_address(index) or is_address(own):
            return is_address(index) and is_address(own) and _place(index) == _place(own)
        return os.path.realpath(index) == os.path.realpath(own)


def default_index() -> str:
    """Where the index lies when nobody says: where the settings say, as seen from here, else ./index."""
    settings = find_settings()
    return "index" if settings is None or settings.index is None else shown_path(settings.index)


def find_settings() -> Settings | None:
    """The settings that hold in the current folder; None where there are none. SettingsError."""
    for path in _places():
        try:
            status = os.stat(path)
        except (OSError, ValueError):
            continue
        if stat.S_ISREG(status.st_mode):
            return read_settings(path)
    return None


def read_settings(path: str) -> Settings:
    """What a settings file says, its paths relative to its folder. SettingsError names the key."""
    said = _parsed(path, _content(path))
    if unknown := [key for key in said if key not in _KEYS]:
        raise SettingsError(path, f'unknown key "{unknown[0]}"; there are {", ".join(_KEYS)}')
    folder = os.path.dirname(os.path.abspath(path))
    index = said.get("index")
    if index is not None:
        index = _index(path, _name(path, "index", index), folder)
    follow = said.get("follow", False)
    if not isinstance(follow, bool):
        raise SettingsError(path, f'"follow" is {_kind(follow)}; write true or false')
    return Settings(
        path=path,
        sources=tuple([_absolute(name, folder) for name in _names(path, "sources", said)]),
        index=index,
        exclude=tuple(_names(path, "exclude", said)),
        follow=follow,
        fields=tuple(_fields(path, said.get("fields", {}))),
    )


def field_pairs(fields: Mapping[str, str | Sequence[str]] | None) -> tuple[tuple[str, str], ...]:
    """A script's field map as pairs of a field and a key of it. ValueError says which is none."""
    pairs: list[tuple[str, str]] = []
    for field, given in (fields or {}).items():
        if field not in RECORD_FIELDS:
            raise ValueError(f"fields has {field!r}, which is none of {', '.join(RECORD_FIELDS)}")
        keys = [given] if isinstance(given, str) else given
        if not isinstance(keys, Sequence) or not all(isinstance(key, str) and key for key in keys):
            raise ValueError(f"fields says that {field!r} is {given!r}, which is no key of a record")
        pairs += [(field, key) for key in keys]
    return tuple(pairs)


def settings_text(sources: Sequence[str], index: str) -> str:
    """A settings file, with a word on what else may stand in it."""
    return _TEMPLATE.format(sources=", ".join(map(_quoted, sources)), index=_quoted(index))


def _places() -> Iterator[str]:
    """Where settings may lie, the nearest first."""
    try:
        folder: str | None = os.getcwd()
    except OSError:  # the folder is gone
        folder = None
    while folder is not None:
        yield os.path.join(folder, FILE_NAME)
        above = os.path.dirname(folder)
        folder = None if above == folder else above
    home = os.environ.get("XDG_CONFIG_HOME", "")
    if not os.path.isabs(home):  # which is to be ignored, says the XDG specification
        home = os.path.join(os.path.expanduser("~"), ".config")
    yield os.path.join(home, "dateline", "config.toml")


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            if (whose := _whose(path, os.fstat(file.fileno()).st_uid)) is not None:
                raise SettingsError(path, whose)
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise SettingsError(path, f"can't be read: {(error.strerror or str(error)).lower()}") from error
    if len(content) > _MOST_BYTES:
        raise SettingsError(path, f"longer than {_MOST_BYTES:,} bytes, which no settings are")
    return content


def _whose(path: str, owner: int) -> str | None:
    """Why the file is not trusted, when another user laid it there: anybody may in /tmp, above your folders.

    It could have your articles indexed to a place that everybody reads.
    """
    if not hasattr(os, "geteuid"):
        return None
    if owner in (0, os.geteuid(), os.stat(os.path.dirname(path) or ".").st_uid):
        return None
    return f"is another user's (number {owner}) and not followed. Make one of your own in a folder below it"


def _parsed(path: str, content: bytes) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        said: dict[str, Any] = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SettingsError(path, "not in UTF-8") from error
    except ValueError as error:  # of the parser too
        what = str(error)
        raise SettingsError(path, f"not TOML: {what[:1].lower()}{what[1:]}") from error
    except RecursionError as error:
        raise SettingsError(path, "not TOML: nested too deeply") from error
    return said


def _names(path: str, key: str, said: dict[str, Any]) -> list[str]:
    given = said.get(key, [])
    if not isinstance(given, list):
        raise SettingsError(path, f'"{key}" is {_kind(given)}; write a list: {key} = ["…"]')
    return [_name(path, key, one) for one in given]


def _name(path: str, key: str, given: object) -> str:
    if not isinstance(given, str):
        raise SettingsError(path, f'"{key}" has {_kind(given)} where text is wanted')
    if not given or "\0" in given:
        raise SettingsError(path, f'"{key}" has a name that names nothing: {json.dumps(given)}')
    return given


def _fields(path: str, given: object) -> Iterator[tuple[str, str]]:
    if not isinstance(given, dict):
        raise SettingsError(path, f'"fields" is {_kind(given)}; write a table: [fields]')
    for field, key in given.items():
        if field not in RECORD_FIELDS:
            known = ", ".join(RECORD_FIELDS)
            raise SettingsError(path, f'"fields.{field}" is no field of an article; there are {known}')
        for one in key if isinstance(key, list) else [key]:
            yield field, _name(path, f"fields.{field}", one)


def _kind(value: object) -> str:
    """A value of TOML in words."""
    if isinstance(value, bool):
        return "true or false"
    kinds = {str: "text", int: "a number", float: "a number", list: "a list", dict: "a table"}
    return kinds.get(type(value), "a date or time")


def _place(index: str) -> tuple[tuple[tuple[str, int], ...], str]:
    """Where the index of an address lies, in whichever order its hosts are named."""
    address = parse_address(index)
    return tuple(sorted(address.hosts)), address.name


def _index(path: str, name: str, folder: str) -> str:
    if not is_address(name):
        return _absolute(name, folder)
    try:
        address = parse_address(name)
    except AddressError as error:
        raise SettingsError(path, f'"index": {error}') from error
    return str(address if address.ca is None else replace(address, ca=_absolute(address.ca, folder)))


def _absolute(name: str, folder: str) -> str:
    return os.path.normpath(os.path.join(folder, os.path.expanduser(name)))


def _quoted(name: str) -> str:
    """A basic string of TOML; a name that begins with `~` is said not to be somebody's home."""
    plain = f"./{name}" if name.startswith("~") else name
    quoted = json.dumps(plain, ensure_ascii=False)
    return _UNSHOWN.sub(lambda found: f"\\U{ord(found[0]):08x}", quoted)  # TOML knows no surrogate pairs
