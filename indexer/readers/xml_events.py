"""What does an XML part of a document say, element by element?

Nothing is fetched, and an entity that a document declares is not resolved but refused: no office program
writes any, and a page of them becomes a library. No tree is made, so that a part may be of any size; how deep
elements lie in each other is bounded.

>>> told = events(b"<w:p xmlns:w='urn:w'><w:t>They met.</w:t></w:p>")
>>> [event.name or event.words for event in told]
['p', 't', 'They met.', 't', 'p']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal, NamedTuple
from xml.parsers import expat

from dateline.indexer.errors import SourceError

__all__ = ["Event", "events", "words_by_element"]

_DEEPEST: Final = 1000  # a document of tables in tables has some 100
_CHUNK: Final = 2**16
_NOTHING: Final[Mapping[str, str]] = {}


class Event(NamedTuple):
    """An element that begins, one that ends, or words. Names are without namespace and prefix.

    `space` is the namespace of an element that begins, `attributes` what it says of itself.
    """

    kind: Literal["start", "end", "words"]
    name: str = ""
    words: str = ""
    space: str = ""
    attributes: Mapping[str, str] = _NOTHING


def events(data: bytes) -> Iterator[Event]:
    """What a part says, in order; SourceError where it is no XML, at the place to which it was told."""
    told: list[Event] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise SourceError(None, f"elements lie more than {_DEEPEST:,} deep in each other: no document")
        space, _, bare = name.rpartition(" ")
        own = {key.rpartition(" ")[2]: value for key, value in attributes.items()} if attributes else _NOTHING
        told.append(Event("start", bare, "", space, own))

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        told.append(Event("end", name.rpartition(" ")[2]))

    def words(said: str) -> None:
        told.append(Event("words", words=said))

    def entity(*_: object) -> None:
        raise SourceError(None, "declares entities, which no document needs: not read")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = words
    parser.EntityDeclHandler = entity
    try:
        for at in range(0, max(len(data), 1), _CHUNK):
            parser.Parse(data[at : at + _CHUNK], at + _CHUNK >= len(data))
            yield from told
            told.clear()
    except expat.ExpatError as error:
        yield from told
        raise SourceError(None, f"damaged: not well-formed XML ({expat.ErrorString(error.code)})") from None
    except (LookupError, ValueError):  # an encoding nobody knows
        raise SourceError(None, "damaged: its XML is in an unknown encoding") from None


def words_by_element(data: bytes) -> dict[str, str]:
    """What a part without mixed content says, by the names of its elements; nothing of an empty one."""
    said: dict[str, str] = {}
    name = ""
    for event in events(data) if data else ():
        if event.kind == "start":
            name = event.name
        elif event.kind == "words":
            said[name] = said.get(name, "") + event.words
    return said
