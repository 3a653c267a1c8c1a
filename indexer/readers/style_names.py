"""What is a paragraph whose style has that name?

Office programs name their own styles in English in the file, whatever their language; people name theirs as
they like.

>>> role_of("heading 2"), role_of("List Bullet"), role_of("Normal")
('subhead', 'list', None)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dateline.indexer.readers.flow import Role

__all__ = ["role_of"]

_ROLES: Final[tuple[tuple[Role, re.Pattern[str]], ...]] = (
    ("title", re.compile(r"title|titel|headline", re.I)),
    (
        "contents",
        re.compile(
            r"toc \d|(?:toc|contents|index) heading|table of (?:figures|authorities)|contents \d", re.I
        ),
    ),
    ("standfirst", re.compile(r"subtitle|untertitel|standfirst|lead|vorspann|chapeau", re.I)),
    (
        "subhead",
        re.compile(r"(?:heading|überschrift|titre|kop) \d+|(?:sub)?heading|subhead(?:line)?|chapter.*", re.I),
    ),
    ("caption", re.compile(r"caption|beschriftung|légende|illustration", re.I)),
    ("quote", re.compile(r"(?:intense |block ?)?quot(?:e|ations?)", re.I)),
    ("list", re.compile(r"list (?:bullet|number|continue)(?: \d)?|list \d", re.I)),
)


def role_of(name: str) -> Role | None:
    """The role that a style of a name gives; None where it says nothing of it."""
    return next((role for role, named in _ROLES if named.fullmatch(name)), None)
