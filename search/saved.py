"""Which searches are kept to be asked again, and what came in since each was asked last?

They lie beside the index: of `index/` in `index.saved/`, a file each, so that they outlive an index that is
made anew; of an index on a server where `place_beside` says, readable by nobody else. Each notes the state
it has told of (`Archive.as_of`) after its answer was given: a crash between the two tells an article twice,
never not at all. Who writes holds a lock for that moment, and a note is made only where the search still is
as it was read: of two runs at once one notes, and a search that was removed or replaced meanwhile stays so.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timezone
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from dateline.indexer.beside import place_beside, state_folder
from dateline.indexer.format.index.durable import make_folder, sync_folder
from dateline.indexer.format.index.lock import WriteLock
from dateline.indexer.format.index.names import SAVED_SUFFIX
from dateline.indexer.opensearch.address import is_address
from dateline.indexer.shown.paths import shown_path
from dateline.search.asking import EVERY
from dateline.search.errors import SavedError
from dateline.search.query.moments import moment_of, moment_text, read_moment
from dateline.search.results import Found

if TYPE_CHECKING:
    from dateline.search.archive import Archive

__all__ = ["SavedSearch", "SavedSearches", "count_news", "news", "told"]

_SUFFIX: Final = ".json"
_VERSION: Final = 1
_MOST_BYTES: Final = 1 << 18  # of a file: a query is shorter
_LONGEST_NAME: Final = 80
_LONGEST_QUOTED: Final = 180  # of the name of a file, of which systems take 255 bytes, or fewer
_WAIT_S: Final = 10.0  # for who else writes: a file is written in a hundredth of that
_OWN: Final = ("name", "query", "seen", "ran")  # what is no option of a search


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query under a name, with the filters typed beside it.

    `seen` is the state whose articles it has told, as `Archive.as_of` writes it: what was indexed later is
    new. None: everything is. `ran` is when it was asked last, None for not yet.
    """

    name: str
    query: str
    match: str = "all"
    after: str | None = None
    before: str | None = None
    source: str | None = None
    place: str | None = None
    synonyms: bool = True
    seen: str | None = None
    ran: str | None = None

    @property
    def options(self) -> dict[str, Any]:
        """What `Archive.search` takes beside the query."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name not in _OWN}


class SavedSearches:
    """The saved searches of the index in a folder, or at an address. AddressError."""

    def __init__(self, index: str | os.PathLike[str]) -> None:
        self.folder: Final = Path(place_beside(index) + SAVED_SUFFIX)
        self._is_private = is_address(index)

    def add(self, search: SavedSearch, *, instead: bool = False) -> None:
        """Keep a search; `instead` of one of its name, if there is one.

        SavedError for a name that is taken, or is none; IndexLocked, IndexUnwritable, OSError.
        """
        name = search.name
        if not name.strip() or name != name.strip() or not name.isprintable() or len(name) > _LONGEST_NAME:
            raise SavedError(f"{name!r} is no name: give up to {_LONGEST_NAME} letters, digits and signs")
        with self._alone():
            if not instead and self._file(name).exists():
                raise SavedError(
                    f"a search is saved as {name!r}. Give another name, or put this in its place: --replace"
                )
            self._write(search)

    def all(self) -> tuple[SavedSearch, ...]:
        """All that can be read, by name."""
        return self.read()[0]

    def read(self) -> tuple[tuple[SavedSearch, ...], tuple[str, ...]]:
        """All that can be read, by name, and what is wrong with each file that can't be."""
        searches, wrong = [], []
        for path in self._files():
            try:
                searches.append(_read(path))
            except SavedError as error:  # noqa: PERF203 (each by itself)
                wrong.append(str(error))
        return tuple(searches), tuple(wrong)

    def get(self, name: str) -> SavedSearch:
        """The search of that name. SavedError when there is none."""
        path = self._file(name)
        if not path.is_file():
            raise SavedError(f"no search is saved as {name!r}{self._instead_of(name)}")
        return _read(path)

    def remove(self, name: str) -> None:
        """Forget the search of that name. SavedError when there is none; see `add`."""
        if self._file(name).is_file():
            with self._alone():
                try:
                    self._file(name).unlink()
                    sync_folder(self.folder)
                    return
                except FileNotFoundError:
                    pass
        raise SavedError(f"no search is saved as {name!r}{self._instead_of(name)}")

    def note(self, search: SavedSearch, *, seen: str) -> None:
        """Note that the state `seen` was told of now, unless the search was changed or noted meanwhile."""
        if not self._file(search.name).is_file():
            return
        with self._alone():
            if self._read_or_none(self._file(search.name)) == search:
                now = moment_of(datetime.now(timezone.utc))
                self._write(replace(search, seen=seen, ran=moment_text(now)))

    def last_run(self) -> str | None:
        """The state that the last run told of; None where none ran."""
        ran = [search for search in self.all() if search.ran is not None and search.seen is not None]
        return max(ran, key=lambda search: search.ran or "").seen if ran else None

    def _file(self, name: str) -> Path:
        quoted = quote(name, safe="", errors="surrogatepass")
        if len(quoted) > _LONGEST_QUOTED:  # a letter of another script takes nine
            quoted = f"{quoted[:_LONGEST_QUOTED]}-{blake2b(quoted.encode(), digest_size=12).hexdigest()}"
        return self.folder / (quoted + _SUFFIX)

    def _files(self) -> list[Path]:
        try:
            return sorted(path for path in self.folder.iterdir() if path.suffix == _SUFFIX)
        except (FileNotFoundError, NotADirectoryError):
            return []

    def _read_or_none(self, path: Path) -> SavedSearch | None:
        try:
            return _read(path)
        except SavedError:
            return None

    def _instead_of(self, name: str) -> str:
        names = [search.name for search in self.all()]
        if not names:
            return ". None is saved yet: saved add NAME QUERY"
        from difflib import get_close_matches  # only when a name was mistyped

        near = get_close_matches(name, names, 1)
        return f". Did you mean {near[0]!r}?" if near else f". There are: {', '.join(names)}"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """While nobody else writes here. The folder is there then."""
        if self._is_private:
            os.makedirs(state_folder(), mode=0o700, exist_ok=True)
        made = make_folder(self.folder)
        lock = WriteLock(self.folder, wait=_WAIT_S)
        try:
            for folder in (one.parent for one in made):
                sync_folder(folder)
            yield
        finally:
            lock.release()

    def _write(self, search: SavedSearch) -> None:
        """Put it on the disk, whole or not at all."""
        path = self._file(search.name)
        new = path.with_name(f"{path.name}.new")  # one that a killed program left is written over
        line = json.dumps({"v": _VERSION, **asdict(search)}, ensure_ascii=False, indent=1) + "\n"
        try:
            with new.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)
        sync_folder(self.folder)


def news(archive: Archive, search: SavedSearch) -> Found:
    """All that was indexed since a search was told last, the last first.

    An archive that is older than what was seen is another one: then all is new to it. QueryError.
    """
    found = archive.search(
        search.query,
        limit=EVERY,
        passages=1,
        sort="added",
        indexed_after=told(archive, search),
        **search.options,
    )
    if not found.relaxed:
        return found
    # What has some of the words is no news of a search for all of them.
    return Found((), total=0, passage_total=0, read_as=found.read_as, warnings=found.warnings)


def count_news(archive: Archive, search: SavedSearch) -> int:
    """How many articles `news` would give. QueryError."""
    seen = told(archive, search)
    found = archive.search(search.query, limit=0, passages=0, indexed_after=seen, **search.options)
    return 0 if found.relaxed else found.total


def told(archive: Archive, search: SavedSearch) -> str | None:
    """The state up to which a search has been told; None for nothing of this archive."""
    return search.seen if search.seen is not None and search.seen <= archive.as_of else None


def _read(path: Path) -> SavedSearch:
    """SavedError."""
    where = shown_path(str(path))
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
        given = json.loads(raw.decode()) if len(raw) <= _MOST_BYTES else None
    except OSError as error:
        raise SavedError(f"{where}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise SavedError(f"{where} is damaged: {error}. Remove it and save the search again") from error
    known = {field.name: field.type for field in fields(SavedSearch)}
    if not isinstance(given, dict) or given.pop("v", None) != _VERSION or not known.keys() >= given.keys():
        raise SavedError(f"{where} is no saved search of this version. Remove it and save the search again")
    for name, value in given.items():
        kind = bool if name == "synonyms" else str
        optional = "None" in str(known[name])
        if not isinstance(value, kind) and not (value is None and optional):
            raise SavedError(f"{where}: {name} is {value!r:.40}. Remove it and save the search again")
        if name in ("seen", "ran") and value is not None and read_moment(str(value)) is None:
            raise SavedError(f"{where}: {name} is {value!r:.40}. Remove it and save the search again")
    if not given.get("name") or not given.get("query"):
        raise SavedError(f"{where} has no name or no query. Remove it and save the search again")
    return SavedSearch(**given)
