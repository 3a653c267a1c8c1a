"""What people are rather than who: the roles, offices and staff that stand in a byline beside names.

>>> name = "Staff writer Ann Lee, correspondent"
>>> start, end = without_roles(name, 0, len(name), shouted=False)
>>> name[start:end].strip(" ,")
'Ann Lee'
>>> is_about_somebody("professor of history at Yale", shouted=False)
True
"""

from __future__ import annotations

import re
from typing import Final

from dateline.indexer.analysis.patterns import lazy_pattern
from dateline.indexer.facts.outlets import ends_as_outlet, is_acronym, is_outlet, is_place, is_title_word

__all__ = ["is_about_somebody", "is_cjk", "is_staff", "without_roles"]

_FLAGS: Final = re.IGNORECASE
_CJK: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ROLE: Final = (
    r"(?:(?:our|the|a)\s+)?(?:(?:senior|chief|special|foreign|political|diplomatic|business|economics?|defen[cs]e|"
    r"staff|contributing|associate|assistant|managing|deputy|news|national|regional|freelance|guest|web|"
    r"executive|bureau)\s+)*"
    r"(?:staff|writers?|reporters?|correspondents?|editors?(?:[- ]in[- ]chief)?|journalists?|columnists?|"
    r"contributors?|analysts?|bureau(?:\s+chief)?|desk|newsroom|team|editorial(?:\s+board)?|admin(?:istrator)?|"
    r"photographers?|redaktion|redakteur(?:in)?|korrespondent(?:in)?|rédaction|redacción|redazione|"
    r"корреспондент\w*|журналист\w*|редактор\w*|редакция|обозреватель|тілші\w*|редакциясы|кабарчы\w*|muxbir\w*|"
    r"muhabir\w*|editör\w*|기자|특파원|記者|记者)"
)
# Not "Contributors to Wikimedia projects" and "Letters to the Editor", which are of one piece.
_ROLE_FIRST: Final = lazy_pattern(rf"{_ROLE}(?:\s+(?!to\s)(?=\S)|$)", _FLAGS)
_ROLE_LAST: Final = lazy_pattern(
    rf"(?<!\sto)(?<!\sthe)\s(?P<role>{_ROLE})(?:\s+(?:at|of|for|in)\b.*)?$", _FLAGS
)
# As the last word of a name these are family names too: Tom Writer, E. Staff, Mary Ann Desk.
_ALSO_NAMES: Final = frozenset(["writer", "staff", "desk", "team", "admin", "editor", "bureau"])
# What somebody named before is; the last word of it may be a family name only if it is one below.
_OFFICE: Final = lazy_pattern(
    r"(?:.*[\s-])?(?:minister|president|secretary|director(?:[\s-]general)?|professor|ceo|cfo|cto|chairman|"
    r"chairwoman|chairperson|chairs?|founder|co-founder|ambassador|spokesman|spokeswoman|spokesperson|senator|"
    r"lecturer|economist|researcher|historian|scientist|strategist|lawyer|attorney|officer|manager|executive|"
    r"author|novelist|expert|specialist|fellow|head|coordinator|producer|broadcaster|blogger|student|intern|"
    r"adviser|advisor|analyst|correspondent|reporter|journalist|columnist|contributor|editor|editor-in-chief|"
    r"photographer|bureau(?:\schief)?|newsroom|министр|директор|профессор|эксперт|политолог|экономист|"
    r"президент|депутат|посол|[\w-]*minister(?:in)?|professorin|directeur|ministre|directora?)"
    r"(?:\s(?:at|of|for|in|to|on|the|de|du|von|des|der)\b.*)?",
    _FLAGS | re.DOTALL,
)
_OFFICES_ALSO_NAMES: Final = frozenset(
    ("author", "chair", "chairs", "fellow", "head", "lawyer")
)  # Edith Head
_ABOUT_FIRST: Final = lazy_pattern(
    r"(?:who|which|whose|is|was|an?|our|now|former(?:ly)?|based|reporting\s+from|writing\s+from|live\s+from|"
    r"(?:[Uu]niversity|[Ii]nstitute|[Mm]inistry|[Dd]epartment|[Cc]ollege)\s+of)\s",
)
_SMALL_ROLE: Final = lazy_pattern(r".*\s(?:writer|staff|desk|team|editor|bureau|service|chief|press)")
_STAFF: Final = lazy_pattern(
    r"(?P<whose>.+?)\s+(?:staff(?:\s+writers?)?|writers?|team|desk|newsroom)", _FLAGS
)


def without_roles(piece: str, start: int, end: int, *, shouted: bool) -> tuple[int, int]:
    """The slice `[start, end)` of a piece without the roles before and after the name in it.

    A role that is a family name too stays where a name of one word stands before it: A. Reporter.
    """
    while role := _ROLE_FIRST.match(piece, start, end):
        start = role.end()
    if role := _ROLE_LAST.search(piece[:end], start):
        named = piece[start : role.start()].strip()
        doubtful = (
            role["role"].lower() in _ALSO_NAMES and not role["role"].islower() and role.end("role") == end
        )
        if is_outlet(named, shouted=shouted) or (not doubtful and (" " in named or is_cjk(named))):
            end = role.start()
    return start, end


def is_staff(name: str, shouted: bool) -> bool:
    """Whether it is the staff of an outlet: Times staff writers."""
    staff = _STAFF.fullmatch(name)
    return staff is not None and (is_outlet(staff["whose"], shouted=shouted) or is_title_word(staff["whose"]))


def is_cjk(name: str) -> bool:
    """Whether it is Chinese, Japanese or Korean, where a name may be one word."""
    return _CJK.search(name) is not None


def is_about_somebody(piece: str, shouted: bool) -> bool:
    """Whether a piece after a name says what somebody is, whom they work for or where they are."""
    first, last = (piece.split()[0], piece.split()[-1]) if piece.strip() else ("", "")
    if is_place(piece) or ends_as_outlet(piece) or _ABOUT_FIRST.match(piece):
        return True
    if _OFFICE.fullmatch(piece) and (last.islower() or last.casefold() not in _OFFICES_ALSO_NAMES):
        return True
    if " " in piece and is_acronym(first) and not shouted:
        return True  # BBC Persian
    return _SMALL_ROLE.fullmatch(piece) is not None
