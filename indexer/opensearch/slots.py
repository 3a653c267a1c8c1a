"""How is an analysed text told to a server that must not analyse it again?

As one word a position: all that stands there, parted by `|`. The server cuts at blanks and bars and does no
more, so that both sides always agree on what a text says. What may stand in a slot, by its first sign:

- `:term`, a term of the index;
- `~form`, a written form as patterns compare it, folded;
- `=form`, the same as written, and without its capitals, without its accents, without both, each with the
  term after it: one of them is what a word asked for letter by letter has to be equal to (forms.same_form);
- `<s` and `>s`, `<p` and `>p`: here a sentence or a paragraph of several words begins, or ends;
- `<o`: this slot is the passage's own, and not of the others that its paragraph was cut into.

>>> [slot.replace(OF, " of ") for slot in read("Led", "en").slots]
[':led|~led|=Led of led|=led of led']
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from dateline.indexer.analysis.folding import fold, fold_accents
from dateline.indexer.analysis.forms import plain_marks
from dateline.indexer.analysis.tokens import TOKEN, analyzer

__all__ = [
    "EXACT",
    "FORM",
    "GAP",
    "OF",
    "OWN",
    "TERM",
    "Slots",
    "Unit",
    "marked",
    "owned",
    "read",
    "safe",
    "terms_alone",
    "unit_marks",
]

OF: Final = "\x02"
"""Between a form as it is written and its term."""

TERM: Final = ":"
FORM: Final = "~"
EXACT: Final = "="
OWN: Final = "<o"
_BAR: Final = "|"
GAP: Final = 2000
"""Positions between the values of a field: farther than anything that is near."""

Unit = str  # "s" or "p"
_CACHED: Final = 1 << 17  # surface tokens


class Slots(NamedTuple):
    """The slots of a text, and the code points at which they begin."""

    slots: tuple[str, ...]
    starts: tuple[int, ...]


def read(text: str, language: str) -> Slots:
    """A text by the rules of a language."""
    slots: list[str] = []
    starts: list[int] = []
    for match in TOKEN.finditer(text):
        here = match.start()
        for slot, offset in _slots_of(language, match[0]):
            slots.append(slot)
            starts.append(here + offset)
    return Slots(tuple(slots), tuple(starts))


@lru_cache(_CACHED)
def _slots_of(language: str, surface: str) -> tuple[tuple[str, int], ...]:
    """The slots of a surface token, each with the code points before it."""
    found: list[tuple[dict[str, None], int]] = []
    for entry in analyzer(language).entries(surface):
        while len(found) <= entry.position:
            found.append(({}, entry.start))
        slot = found[entry.position][0]
        for sign, text in ((TERM, entry.term), (FORM, fold(entry.form))):
            if text:
                slot[sign + safe(text)] = None
        plain = plain_marks(entry.form)
        small = plain.lower()
        for written in (plain, small, fold_accents(plain), fold_accents(small)):
            slot[f"{EXACT}{safe(written)}{OF}{safe(entry.term)}"] = None
    return tuple([(_BAR.join(slot), start) for slot, start in found])


def safe(text: str) -> str:
    """The text without what a slot is cut at: blanks and bars."""
    return "".join(["\ufffd" if sign == _BAR or sign.isspace() else sign for sign in text])


def marked(slots: Sequence[str], begins: Iterable[int], unit: Unit) -> list[str]:
    """The slots, marked where a unit of several words begins and ends; `begins` are positions.

    The first slot begins one anyway. In a unit of one word nothing is together with anything.
    """
    found = list(slots)
    for first, after in pairwise(sorted({0, len(found), *begins})):
        if after - first > 1:
            found[first] += f"{_BAR}<{unit}"
            found[after - 1] += f"{_BAR}>{unit}"
    return found


def owned(slots: Sequence[str], own: range) -> list[str]:
    """The slots, those of these numbers marked as a passage's own."""
    return [f"{slot}{_BAR}{OWN}" if number in own else slot for number, slot in enumerate(slots)]


def unit_marks(unit: Unit) -> tuple[str, str]:
    """What marks the first and the last word of a unit."""
    return f"<{unit}", f">{unit}"


def terms_alone(slots: Iterable[str]) -> str:
    """A text of the terms of these slots, of which only is asked how often which is there."""
    return " ".join([_BAR.join([part for part in slot.split(_BAR) if part[0] == TERM]) for slot in slots])
