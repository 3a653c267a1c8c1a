"""Which articles does an index on a server hold, as those see it who write to it or copy it?

Articles are found by their ids as they are at this moment, and by anything else as they were when the index
was refreshed last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from dateline.indexer.format.derived import derived
from dateline.indexer.format.index.source_table import file_of
from dateline.indexer.opensearch.address import Address
from dateline.indexer.opensearch.connection import Connection
from dateline.indexer.opensearch.documents import Stored, document_id, stored
from dateline.indexer.opensearch.remote_ledger import RemoteLedger, read_ledger
from dateline.indexer.opensearch.state import RemoteState, read_state

__all__ = ["RemoteReader"]

_AT_ONCE: Final = 500  # articles, of some kilobytes each
_IDS_AT_ONCE: Final = 5000
_KEEP: Final = "5m"  # that the server keeps a state for while it is read


class RemoteReader:
    """The articles of one physical index. IndexUnreachable from whatever asks the server."""

    def __init__(self, connection: Connection, physical: str) -> None:
        self._connection = connection
        self.physical = physical
        self._foreseen: dict[str, str | None] = {}

    @classmethod
    def open(cls, address: Address) -> RemoteReader:
        """The index of an address. IndexMissing, IndexVersion, IndexUnreachable."""
        connection = Connection(address)
        try:
            return cls(connection, read_state(connection, address.name).physical)
        except BaseException:
            connection.close()
            raise

    @property
    def connection(self) -> Connection:
        """What it asks the server by."""
        return self._connection

    @property
    def state(self) -> RemoteState:
        """What is published of it now."""
        return read_state(self._connection, self._connection.address.name)

    def ledger(self) -> RemoteLedger:
        """What it knows of its files."""
        return read_ledger(self._connection, self.physical)

    @derived
    def articles(self) -> int:
        """How many articles there are."""
        return self._counts[0]

    @derived
    def passages(self) -> int:
        """How many passages they have."""
        return self._counts[1]

    @derived
    def _counts(self) -> tuple[int, int]:
        body = {"size": 0, "track_total_hits": True, "aggs": {"passages": {"nested": {"path": "p"}}}}
        found = self._connection.search(self.physical, body)
        return found["hits"]["total"]["value"], found["aggregations"]["passages"]["doc_count"]

    # -- by id, as they are now ------------------------------------------------------------------------

    def find(self, article_id: str) -> Stored | None:
        """The article of that id."""
        return self.fetched([article_id]).get(article_id)

    def foresee(self, ids: Sequence[str]) -> None:
        """Look up at once what `file_of` is about to be asked of; what it was told before is forgotten."""
        self._foreseen = dict.fromkeys(ids)
        for article_id, one in self.fetched(sorted(self.there(ids))).items():
            self._foreseen[article_id] = file_of(one.article.path or "")

    def there(self, ids: Sequence[str]) -> set[str]:
        """Those of the ids that an article has."""
        known: set[str] = set()
        for start in range(0, len(ids), _IDS_AT_ONCE):
            part = {document_id(one): one for one in ids[start : start + _IDS_AT_ONCE]}
            body = {"ids": list(part)}
            found = self._connection.post(f"/{self.physical}/_mget", body, _source="false")
            known.update(part[one["_id"]] for one in found["docs"] if one.get("found"))
        return known

    def file_of(self, article_id: str) -> str | None:
        """The file, as it is kept, of the article of that id, "" for one of none; None: no article."""
        if article_id not in self._foreseen:
            found = self.find(article_id)
            return None if found is None else file_of(found.article.path or "")
        return self._foreseen[article_id]

    def fetched(self, ids: Sequence[str]) -> dict[str, Stored]:
        """The articles of those ids that there are, in their order."""
        fetched: dict[str, Stored] = {}
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            body = {"ids": [document_id(one) for one in part]}
            found = self._connection.post(f"/{self.physical}/_mget", body)
            for article_id, one in zip(part, found["docs"], strict=True):
                if one.get("found"):
                    fetched[article_id] = stored(one["_source"])
        return fetched

    # -- as the index was refreshed last ---------------------------------------------------------------

    def ids_of(self, file: str) -> list[str]:
        """The ids of the articles of a file, or of what lies in it, by its path as it is kept; in order."""
        body: dict[str, Any] = {
            "size": _IDS_AT_ONCE,
            "query": {"term": {"file": file}},
            "sort": [{"order": "asc"}],
            "_source": False,
            "docvalue_fields": ["id"],
        }
        return [self._id_of(hit) for hit in self._hits(body)]

    def _id_of(self, hit: Mapping[str, Any]) -> str:
        """The id of an article that was found; a very long one is only in the article itself."""
        if "id" in hit.get("fields", {}):
            return str(hit["fields"]["id"][0])
        found = self._connection.get(f"/{self.physical}/_doc/{hit['_id']}")
        return stored(found["_source"]).article.id

    def of_file(self, file: str) -> Iterator[Stored]:
        """The articles of a file, and of what lies in it, by its path as it is kept; in order."""
        body = {"size": _AT_ONCE, "query": {"term": {"file": file}}, "sort": [{"order": "asc"}]}
        return (stored(hit["_source"]) for hit in self._hits(body))

    def _hits(self, body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """All hits of a search that is sorted by `order`, page by page."""
        page = dict(body)
        while hits := self._connection.search(self.physical, page)["hits"]["hits"]:
            yield from hits
            if len(hits) < page["size"]:
                return
            page["search_after"] = hits[-1]["sort"]

    def iterate(self, after: int = -1) -> Iterator[Stored]:
        """All articles in the order they were indexed in, as they are now; those numbered beyond `after`."""
        for hits in self._pages({"size": _AT_ONCE}, after):
            yield from (stored(hit["_source"]) for hit in hits)

    def heads(self) -> Iterator[list[tuple[str, str]]]:
        """The id and the file ("" for none) of all articles, as `iterate`; some thousand at once."""
        body = {"size": _IDS_AT_ONCE, "_source": False, "docvalue_fields": ["id", "file"]}
        for hits in self._pages(body, -1):
            yield [(self._id_of(hit), hit.get("fields", {}).get("file", [""])[0]) for hit in hits]

    def _pages(self, body: Mapping[str, Any], after: int) -> Iterator[list[dict[str, Any]]]:
        """The hits of the whole index in order, whatever is written meanwhile."""
        opened = self._connection.post(f"/{self.physical}/_search/point_in_time", keep_alive=_KEEP)
        point = opened["pit_id"]
        page = {
            **body,
            "pit": {"id": point, "keep_alive": _KEEP},
            "sort": [{"order": "asc"}],
            "search_after": [after],
            "track_total_hits": False,
        }
        try:
            while hits := self._connection.search("", page)["hits"]["hits"]:
                yield hits
                page["search_after"] = hits[-1]["sort"]
        finally:
            self._connection.delete("/_search/point_in_time", {"pit_id": [point]})

    def articles_by_file(self) -> Counter[str]:
        """How many articles there are of each file, by its path as it is kept; "" for those of none."""
        composite: dict[str, Any] = {
            "size": _IDS_AT_ONCE,
            "sources": [{"file": {"terms": {"field": "file", "missing_bucket": True}}}],
        }
        found: Counter[str] = Counter()
        while True:
            body = {"size": 0, "aggs": {"files": {"composite": composite}}}
            answer = self._connection.search(self.physical, body)["aggregations"]["files"]
            for bucket in answer["buckets"]:
                found[bucket["key"]["file"] or ""] += bucket["doc_count"]
            if "after_key" not in answer:
                return found
            composite["after"] = answer["after_key"]

    def latest(self) -> tuple[int, int]:
        """The highest number of an article, and the latest time one was indexed at; -1 and 0 of none."""
        ends = {name: {"max": {"field": name}} for name in ("order", "indexed")}
        found = self._connection.search(self.physical, {"size": 0, "aggs": ends})["aggregations"]
        order, time = (found[name]["value"] for name in ("order", "indexed"))
        return (-1, 0) if order is None else (int(order), int(time or 0))

    def close(self) -> None:
        """End it."""
        self._connection.close()

    def __enter__(self) -> RemoteReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
