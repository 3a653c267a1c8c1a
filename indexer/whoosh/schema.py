"""What does Whoosh know about the fields?

A Whoosh document is a passage: the title and the keyword fields belong to each passage of their article.
Text is analysed and has positions; a keyword is one whole value, sortable, never ranked. `id` is unique, so
that an update replaces the article of that id.

>>> make_schema().names()
['author', 'date', 'id', 'language', 'meta', 'path', 'place', 'source', 'text', 'title']
"""

from __future__ import annotations

from whoosh.fields import ID, TEXT, Schema

from dateline.indexer.format.fields import KEYWORD_FIELDS, TEXT_FIELDS
from dateline.indexer.whoosh.analyzer import PassageAnalyzer

__all__ = ["make_schema"]


def make_schema(language: str = "en") -> Schema:
    """The schema of every index; `language` is that of query words Whoosh's own parser reads."""
    fields = {
        name: TEXT(analyzer=PassageAnalyzer(language), stored=True, phrase=True) for name in TEXT_FIELDS
    }
    keywords = {name: ID(stored=True, sortable=True, unique=name == "id") for name in KEYWORD_FIELDS}
    return Schema(**fields, **keywords)
