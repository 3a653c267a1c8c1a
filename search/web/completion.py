"""What may somebody be about to type? Words of the index, names of fields, and values of a field.

/terms?prefix=traf           traffic, trafficking …
/terms?prefix=sour           source:
/terms?prefix=source:kaz     source:Kazinform
"""

from __future__ import annotations

from typing import Final

from dateline.indexer.shown.json_line import json_line
from dateline.search.completion import counted_by, names_beginning, values_beginning
from dateline.search.output.export import VERSION, json_record
from dateline.search.web.errors import WrongAddress
from dateline.search.web.replies import Reply, Visit, in_format

__all__ = ["terms"]

_MOST: Final = 10
_LONGEST: Final = 100  # of a prefix; no word is longer


def terms(visit: Visit) -> Reply:
    """The words and the values that begin so, as JSON."""
    if [name for name, _ in visit.arguments] != ["prefix"]:
        raise WrongAddress("Ask for /terms?prefix= and the letters that were typed")
    prefix = visit.arguments[0][1][:_LONGEST]
    name, colon, begun = prefix.partition(":")
    values: list[dict[str, object]] = []
    words: list[object] = []
    if colon and (facet := counted_by(name)):
        values = [
            {"text": f"{name}:{value.typed}", "articles": value.articles}
            for value in values_beginning(visit.archive, facet, begun, _MOST)
        ]
    elif prefix.strip() and not colon:
        values = [{"text": f"{field}:", "articles": None} for field in names_beginning(prefix)]
        words = json_record(visit.archive.terms(prefix, limit=_MOST))
    return in_format(
        [json_line({"v": VERSION, "prefix": prefix, "terms": words, "values": values}) + "\n"], "json"
    )
