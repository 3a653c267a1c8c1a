"""How is an index laid out on a server?

One document an article, `p` its passages, nested. Text is told in slots (slots.py) and cut at blanks and bars
alone. What a field takes is said here and nowhere else: anything that is not known is refused (`strict`), and
an index that another Dateline has made, or whose texts it has analysed otherwise, says so in `_meta`.
"""

from __future__ import annotations

from typing import Any, Final

from dateline.indexer.format.fields import FACETS, FIELDS, TEXT, TITLE
from dateline.indexer.format.storage.array_file import FORMAT_VERSION
from dateline.indexer.opensearch.slots import GAP

__all__ = ["COMPARED_BY_WORDS", "COUNTED", "PASSAGES", "SCHEMA_VERSION", "mapping", "settings", "words_field"]

SCHEMA_VERSION: Final = 2
PASSAGES: Final = "p"
"""The nested field of the passages."""

COMPARED_BY_WORDS: Final = tuple([field.name for field in FIELDS if field.compared in ("words", "named")])
"""The fields whose words are searched, beside the values."""

COUNTED: Final = (*[field.name for field in FIELDS if field.compared == "whole"], *COMPARED_BY_WORDS)
"""The fields whose values are kept as they are written, beside those by which filters narrow."""

_DATE_PARTS: Final = tuple([name for name, (_, chars) in FACETS.items() if chars is not None])
_MOST_KEYWORD: Final = 8000  # code points: the server takes 32,766 bytes
_LONGEST_SLOT: Final = 100_000
_MOST_PASSAGES: Final = 1_000_000  # of an article

_KEYWORD: Final = {"type": "keyword", "ignore_above": _MOST_KEYWORD}
_UNPLACED: Final = {"type": "text", "analyzer": "slots", "search_analyzer": "blanks", "norms": False}
_WORDS: Final = {**_UNPLACED, "position_increment_gap": GAP}
_SLOTS: Final = {**_WORDS}
_TERMS: Final = {**_UNPLACED, "index_options": "freqs"}
_COUNT: Final = {"type": "integer"}


def words_field(field: str) -> str:
    """The name of the field with the words of the values of another."""
    return f"{field}_words"


def settings(shards: int = 1, replicas: str = "0-1") -> dict[str, Any]:
    """The settings of an index of so many shards, each copied as often as `replicas` says ("0-1", "0-2")."""
    return {
        "index": {
            "number_of_shards": shards,
            "auto_expand_replicas": replicas,
            # A run is seen whole or not at all: whoever writes says when.
            "refresh_interval": "-1",
            "mapping.nested_objects.limit": _MOST_PASSAGES,
            # A node that is started anew is not worth copying its shards for.
            "unassigned.node_left.delayed_timeout": "1m",
        },
        "analysis": {
            "tokenizer": {"blanks": {"type": "whitespace", "max_token_length": _LONGEST_SLOT}},
            "filter": {
                "bars": {"type": "pattern_capture", "preserve_original": False, "patterns": ["([^|]+)"]}
            },
            "analyzer": {
                "slots": {"type": "custom", "tokenizer": "blanks", "filter": ["bars"]},
                "blanks": {"type": "custom", "tokenizer": "blanks"},
            },
        },
    }


def mapping() -> dict[str, Any]:
    """The fields, and what made them."""
    return {
        "dynamic": "strict",
        "_meta": {"dateline": {"schema": SCHEMA_VERSION, "analysis": FORMAT_VERSION}},
        "_source": {"includes": ["record", "order", "indexed"]},
        "properties": {
            "record": {"type": "object", "enabled": False},
            "order": {"type": "long"},
            "file": _KEYWORD,
            "writings": _KEYWORD,
            **dict.fromkeys((*COUNTED, *_DATE_PARTS), _KEYWORD),
            **_narrowing(),
            **_searched(),
            PASSAGES: {
                "type": "nested",
                "properties": {
                    "number": _COUNT,
                    "text_around": _SLOTS,
                    "lead_around": _SLOTS,
                    "clipped": {"type": "keyword"},
                    **_narrowing(),
                    **_searched(),
                },
            },
        },
    }


def _searched() -> dict[str, Any]:
    """The text of an article, or of a passage with the title of its article."""
    return {
        TITLE: _SLOTS,
        TEXT: _SLOTS,
        "lead": _SLOTS,
        "opening": _TERMS,
        "title_length": _COUNT,
        "text_length": _COUNT,
    }


def _narrowing() -> dict[str, Any]:
    """The fields by which filters narrow, of an article and of each of its passages."""
    return {
        "indexed": {"type": "long"},
        "date": _KEYWORD,
        "language": _KEYWORD,
        "id_key": {"type": "keyword"},
        "path_key": _KEYWORD,
        **{words_field(name): _WORDS for name in COMPARED_BY_WORDS},
    }
