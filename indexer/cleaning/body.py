"""Tells which blocks of a page are the article.

Elements named for what is no article are struck out first (`struck`). Of what is left, the run that holds the
article is taken (`holding`): the `article` with the title, the element that says it is the body, or the one
that holds nearly all of the running text. The blocks in it that are links, repeats of the title, bylines or
promotions are dropped by rules with names, and what follows the article under a heading of its own is cut off
(`ending`). Every block is either kept or dropped by a rule; a model (`model`), trained on what the rules say
and on pages whose articles are known, has the last word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from dateline.indexer.cleaning.above import above, says_title
from dateline.indexer.cleaning.characters import folded, is_data
from dateline.indexer.cleaning.elements import HEADINGS
from dateline.indexer.cleaning.ending import trimmed
from dateline.indexer.cleaning.furniture import is_furniture, is_time
from dateline.indexer.cleaning.holding import Holding, column, hold
from dateline.indexer.cleaning.kinds import is_captioned
from dateline.indexer.cleaning.model import Clues, Verdict, decide
from dateline.indexer.cleaning.naming import is_pull_quote
from dateline.indexer.cleaning.outline import Block, Outline
from dateline.indexer.cleaning.repeats import repeats
from dateline.indexer.cleaning.stating import as_stated
from dateline.indexer.cleaning.struck import struck
from dateline.indexer.cleaning.teasers import teasers
from dateline.indexer.facts.headers import is_header
from dateline.indexer.facts.promotions import read_promotion
from dateline.indexer.facts.titles import ends_sentence

__all__ = ["Choice", "choose_body", "weight_of"]

_LINKED: Final = 0.7  # of its characters: then a block is a link
_SHORT_LINK: Final = 150  # characters, but for an item of a list
_MANY_LINKS: Final = 4
_ALL_AT_ONCE: Final = 2000  # characters of one block
_CELLS: Final = HEADINGS | frozenset(("dd", "dt", "li", "td", "tr"))  # a year or a figure may be all they say
_SENTENCE: Final = 30  # characters


@dataclass(frozen=True, slots=True)
class Choice:
    """The blocks taken for the article, by number and in order, and all others, each with its rule.

    `standfirst` are those of the kept that stand between title and text and say what it is about; `kicker`
    is the printed headline where the title is another.
    """

    kept: tuple[int, ...]
    dropped: tuple[tuple[int, str], ...]
    promoted: str | None = None
    standfirst: frozenset[int] = frozenset()
    kicker: int | None = None


def choose_body(page: Outline, clues: Clues) -> Choice:
    """The body of a page, as the rules and then the model say; `clues` are what its metadata state.

    A block that the model drops against the rules has the rule "model"; others keep the rules' reason.
    A line of date or byline above the text is told in the fields, and never text.
    """
    choice = _ruled(page, clues.title, clues.body, clues.description)
    settled = choice.standfirst if choice.kicker is None else choice.standfirst | {choice.kicker}
    kept = frozenset(decide(page, Verdict(choice.kept, choice.dropped, settled), clues))
    rules = dict.fromkeys(choice.kept, "model") | dict(choice.dropped)
    text = min(frozenset(choice.kept) - settled, default=0)
    kept -= {number for number, rule in choice.dropped if rule == "header" and number < text}
    dropped = tuple((number, rules[number]) for number in sorted(rules) if number not in kept)
    return replace(choice, kept=tuple(sorted(kept)), dropped=dropped)


def _ruled(page: Outline, title: str | None, stated: str | None, described: str | None) -> Choice:
    """The body by the rules.

    `title` is not repeated in it; `stated` is the text that JSON-LD claims it is, `described` the description
    that the page's metadata give, which is often its standfirst.
    """
    weights = [weight_of(block) for block in page.blocks]
    rules = struck(page, weights)
    live = [0.0 if rule else weight for weight, rule in zip(weights, rules, strict=True)]
    totals = [0.0, *accumulate(live)]
    holding = hold(page, totals, title)
    for number, place in enumerate(holding.places):
        if rules[number] is None and place != "inside":
            rules[number] = place
    for number in teasers(page, totals):
        rules[number] = rules[number] or "links"
    return _filtered(page, weights, rules, holding, title, stated, described)


def weight_of(block: Block) -> float:
    """How much running text a block is, in characters: headings, links and fragments count for little."""
    if block.tag in HEADINGS or is_data(block.text):
        return 0.0
    own = len(block.text) * (1 - block.link_share) ** 2 if block.linked else float(len(block.text))
    if len(block.text) < 40 and not ends_sentence(block.text):
        own *= 0.2
    return own * (0.5 if block.tag == "li" else 1.0)


def _filtered(
    page: Outline,
    weights: Sequence[float],
    rules: list[str | None],
    holding: Holding,
    title: str | None,
    stated: str | None,
    described: str | None,
) -> Choice:
    blocks = page.blocks
    standfirst, kicker = above(page, rules, holding, title, described)
    columns = [-1 if rule else column(page, number) for number, rule in enumerate(rules)]
    story = _story_column(weights, rules, columns)
    seen: dict[str, int] = {}
    begun = False
    promoted: str | None = None
    for number, block in enumerate(blocks):
        if rules[number] is not None or number in standfirst or number == kicker:
            continue
        promotion = read_promotion(block.text)
        if promotion is not None:
            promoted = promoted or promotion.source
        again = seen.get(block.text, -1)
        said = again >= 0 and (
            len(block.text) < _SHORT_LINK
            or _are_apart(page, columns[again], columns[number])
            or any(page.elements[place].hidden for place in page.around(number))
        )
        rules[number] = "promotion" if promotion else _rule(block, title, said, begun)
        begun = begun or (rules[number] is None and weights[number] > 0)
        seen.setdefault(block.text, number)
        if rules[number] is None and _is_link(block) and not _is_told(page, number, weights, columns, story):
            rules[number] = "links"
    kept = [number for number, rule in enumerate(rules) if rule is None]
    linked = frozenset(number for number, rule in enumerate(rules) if rule == "links")
    kept, cut = trimmed(blocks, kept, linked, columns)
    doubtful = [number for number in kept if _is_set_apart(page, number)]
    repeated = repeats(blocks, kept, doubtful) if doubtful else set()
    cut += [(number, "repeat") for number in repeated]
    kept = [number for number in kept if number not in repeated]
    kept, unstated = as_stated(blocks, kept, stated)
    for number, rule in (*cut, *unstated):
        rules[number] = rule
    name = folded(title) if title else None
    for number, told in enumerate(rules):
        if told == "outside" and name is not None and folded(blocks[number].text) == name:
            rules[number] = "title"
    for number in (*standfirst, *(() if kicker is None else (kicker,))):
        rules[number] = None
    return Choice(
        tuple(number for number, rule in enumerate(rules) if rule is None),
        tuple((number, rule) for number, rule in enumerate(rules) if rule is not None),
        promoted,
        standfirst,
        kicker,
    )


def _rule(block: Block, title: str | None, said: bool, begun: bool) -> str | None:
    """Why a block of the body is none of the article's words; None when it may be.

    `said`: it was said before, in another part of the page or in few words; `begun`: some of the story was.
    """
    text = block.text
    if (block.tag == "h1" and not begun) or (title and text.casefold() == title.casefold()):
        return "title"
    if title and not begun and block.tag in HEADINGS and says_title(text, title):
        return "title"
    if not any(character.isalnum() for character in text):
        return "separator"
    if is_data(text):
        return "data"
    if said and len(text) > 40 and block.tag not in HEADINGS:
        return "repeat"
    if is_furniture(text):
        return "furniture"
    if is_header(text) or (block.tag not in _CELLS and is_time(text)):
        return "header"
    return None


def _is_set_apart(page: Outline, number: int) -> bool:
    """Whether a block is no paragraph among others: a pull quote, a caption, a box, a text all at once."""
    block = page.blocks[number]
    if block.tag not in ("li", "p", "tr") and len(block.text) > _ALL_AT_ONCE:
        return True
    around = [page.elements[place] for place in page.around(number, 4)]
    return is_captioned(page, number) or any(
        element.tag in ("aside", "blockquote", "figure") or is_pull_quote(element.label) for element in around
    )


def _story_column(weights: Sequence[float], rules: Sequence[str | None], columns: Sequence[int]) -> int:
    """The element that most of the running text stands in."""
    held: dict[int, float] = {}
    for number, weight in enumerate(weights):
        if rules[number] is None:
            held[columns[number]] = held.get(columns[number], 0.0) + weight
    return max(held, key=lambda element: held[element], default=-1)


def _are_apart(page: Outline, one: int, other: int) -> bool:
    """Whether two columns are different parts of a page; side by side without names they are of one text."""
    if one == other or min(one, other) < 0:
        return one != other
    elements = page.elements[one], page.elements[other]
    return any(element.label for element in elements) or elements[0].parent != elements[1].parent


def _is_link(block: Block) -> bool:
    return block.link_share > _LINKED and (
        len(block.text) < _SHORT_LINK or block.tag == "li" or block.links >= _MANY_LINKS
    )


def _is_told(
    page: Outline, number: int, weights: Sequence[float], columns: Sequence[int], story: int
) -> bool:
    """Whether a block that is one link stands among the paragraphs of the story as part of it."""
    blocks = page.blocks
    block = blocks[number]
    if columns[number] != story:
        return False
    if block.tag in HEADINGS:
        after = number + 1
        return after < len(blocks) and columns[after] == story and weights[after] >= _SENTENCE
    if block.tag == "li":
        first = number
        while first and blocks[first].tag == "li":
            first -= 1
        return columns[first] == story and blocks[first].text.endswith(":")
    return block.tag == "p" and block.text.rstrip("”\"'»").endswith(".") and len(block.text) >= _SENTENCE
