"""What does an index on a server know of the files it was made of?

As in a folder (format/index/ledger.py): a record of every file that was read. Here each is a document of its
own beside the articles. A row says that a file was read only when its articles are acknowledged, and is
marked before they are touched: a writer may be killed at any moment, and no file is taken for read that is
not, or not any more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any, Final

from dateline.indexer.format.index.ledger import FileRecord, FileRecords, packed_record, unpacked_record
from dateline.indexer.opensearch.bulk import Action
from dateline.indexer.opensearch.connection import Connection, NotFound
from dateline.indexer.opensearch.state import STATE_ID, files_index

__all__ = ["FILES_SETTINGS", "RemoteLedger", "read_ledger", "read_row"]

_ROWS: Final = 2000  # read at once
_KEEP: Final = "2m"  # that the server keeps the rest of them for

FILES_SETTINGS: Final = {
    "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1", "hidden": True},
    "mappings": {"dynamic": False},  # only looked up by their ids, and all read
}


class RemoteLedger(FileRecords):
    """The records of an index, and what is changed of them until the next rows are sent."""

    def __init__(self, records: Iterable[FileRecord] = ()) -> None:
        super().__init__(records)
        self._marked: set[str] = set()  # those of which the server has a mark in place of the row
        self._to_mark: set[str] = set()
        self.unread: set[str] = set()  # files of which the server refused an article: never told as read

    def mark(self, path: str) -> None:
        """Note that articles of a file are about to be changed: until its next row it counts as unread."""
        record = self._records.get(path)
        if record is not None and path not in self._marked and (record.stamp is not None or record.lines):
            self._to_mark.add(path)

    def marks(self, physical: str) -> list[Action]:
        """What is to be acknowledged before articles of files are changed that were marked since the last."""
        actions = []
        for path in sorted(self._to_mark):
            if (record := self._records.get(path)) is not None:
                actions.append(_row(physical, path, record._replace(stamp=None, lines=0)))
                self._marked.add(path)
            else:  # it was forgotten meanwhile
                actions.append(_row(physical, path, FileRecord(path)))
        self._to_mark.clear()
        return actions

    def rows(self, physical: str, *, anew: bool = False) -> list[Action]:
        """What is to be sent when all articles are acknowledged: rows that changed, or `anew` all."""
        paths = set(self._records) if anew else self._changed | self._marked | self._to_mark
        actions = []
        for path in sorted(paths):
            record = self._records.get(path)
            if record is not None and path in self.unread:
                record = record._replace(stamp=None, lines=0)
            actions.append(_row(physical, path, record))
        self._changed, self._marked, self._to_mark = set(), set(), set()
        return actions

    def begin_anew(self, records: Iterable[FileRecord]) -> None:
        """Put other records in the place of all there are."""
        for path in list(self._records):
            self.remove(path)
        for record in records:
            self.put(record)


def _row(physical: str, path: str, record: FileRecord | None) -> Action:
    """The row of a file, or its removal."""
    index = files_index(physical)
    row_id = _row_id(path)
    address: dict[str, Any] = {"_index": index, "_id": row_id}
    if record is None:
        return Action(index, row_id, json.dumps({"delete": address}).encode() + b"\n", file=path)
    lines = [{"index": address}, {"row": json.dumps(packed_record(path, record))}]
    return Action(index, row_id, b"".join([json.dumps(line).encode() + b"\n" for line in lines]), file=path)


def _row_id(path: str) -> str:
    return blake2b(path.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def read_row(connection: Connection, physical: str, path: str) -> FileRecord | None:
    """What an index knows now of one file, by its path as it is kept; None: nothing."""
    try:
        found = connection.get(f"/{files_index(physical)}/_doc/{_row_id(path)}")
    except NotFound:
        return None
    return unpacked_record(json.loads(found["_source"]["row"]))


def read_ledger(connection: Connection, physical: str) -> RemoteLedger:
    """What an index knows of its files now."""
    return RemoteLedger(_records(connection, physical))


def _records(connection: Connection, physical: str) -> Iterator[FileRecord]:
    body = {"size": _ROWS, "sort": ["_doc"]}
    found = connection.search(files_index(physical), body, scroll=_KEEP)
    try:
        while hits := found["hits"]["hits"]:
            for hit in hits:
                if hit["_id"] != STATE_ID and (record := unpacked_record(json.loads(hit["_source"]["row"]))):
                    yield record
            found = connection.post("/_search/scroll", {"scroll": _KEEP, "scroll_id": found["_scroll_id"]})
            connection.demand_whole(found)
    finally:
        connection.delete("/_search/scroll", {"scroll_id": [found["_scroll_id"]]})
