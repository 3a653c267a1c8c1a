"""In which order are the blocks of a printed page read?

Lines that stand close under each other are a block. Columns are read one after the other; what runs across
them, a headline or a picture's text, parts the page: all above it comes before, all below it after.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from dateline.indexer.readers.pdf_pieces import MOST_PIECES, Piece

__all__ = ["Block", "blocks_in_order"]

_CLOSE: Final = 0.75  # heights of a line between two of a block: lines twice as far apart as they are high
_ALIKE: Final = 1.18  # times as high as others are the letters of another block
_SHARED: Final = 0.5  # of the narrower one's width
_SAME_LINE: Final = 0.6  # of the height
_BESIDE: Final = 2.5  # heights between pieces of one line
_MOST_BLOCKS: Final = 250  # of a page that is taken apart; more are a map, a table or a form
_HEADLINE: Final = 1.3  # times the height of the body
_SUBHEAD: Final = 1.1
_TOLERANCE: Final = 2.0  # points by which columns may touch
_CELL_WORDS: Final = 2.5  # the narrowest columns of a newspaper have more than three in a line
_NUMBERS: Final = 0.4  # of the lines of a table have one


@dataclass(slots=True, eq=False)
class Block:
    """Lines that stand close under each other, from above, each as its pieces; or a `row` of a table."""

    left: float
    right: float
    top: float
    bottom: float
    lines: list[list[Piece]] = field(default_factory=list)
    row: bool = False

    @property
    def height(self) -> float:
        """That of the letters of its last line."""
        return max(piece.height for piece in self.lines[-1])

    def take(self, piece: Piece, *, new_line: bool) -> None:
        """Add a piece, as a line or beside those of the last."""
        if new_line:
            self.lines.append([piece])
        else:
            self.lines[-1].append(piece)
        self.left, self.right = min(self.left, piece.left), max(self.right, piece.right)
        self.top, self.bottom = min(self.top, piece.top), max(self.bottom, piece.bottom)


def blocks_in_order(pieces: Sequence[Piece], *, from_right: bool = False) -> list[Block]:
    """The blocks of a page in the order they are read; `from_right`: the first column is the rightmost.

    Of more than MOST_PIECES each line across the page is a block: letters are strewn about there.
    """
    if len(pieces) > MOST_PIECES:
        return _rows([Block(0, 0, 0, 0, [list(pieces)])])
    blocks = _blocks(pieces)
    if len(blocks) > _MOST_BLOCKS:
        return sorted(blocks, key=lambda block: (block.top, block.left))
    return _ordered(blocks, from_right)


def _blocks(pieces: Sequence[Piece]) -> list[Block]:
    blocks: list[Block] = []
    growing: list[Block] = []
    for piece in sorted(pieces, key=lambda piece: (round(piece.bottom), piece.left)):
        growing = [
            block for block in growing if piece.top - block.bottom < 3 * max(block.height, piece.height)
        ]
        beside = [block for block in growing if _is_beside(block, piece)]
        above = [block for block in growing if _is_under(block, piece)]
        if beside:
            beside[0].take(piece, new_line=False)
        elif len(above) == 1 and not _is_shared(above[0], piece, growing):
            above[0].take(piece, new_line=True)
        else:
            block = Block(piece.left, piece.right, piece.top, piece.bottom, [[piece]])
            blocks.append(block)
            growing.append(block)
    return blocks


def _is_beside(block: Block, piece: Piece) -> bool:
    """Whether a piece goes on the last line of a block: a list's sign and its words, other letters."""
    last = block.lines[-1][-1]
    shared = min(last.bottom, piece.bottom) - max(last.top, piece.top)
    gap = max(piece.left - last.right, last.left - piece.right)
    height = min(last.height, piece.height)
    is_sign = len(last.text.strip()) <= 3
    return shared > _SAME_LINE * height and gap < (_BESIDE if is_sign else _CLOSE) * height


def _is_under(block: Block, piece: Piece) -> bool:
    """Whether a piece is the next line of a block."""
    height, other = piece.height, block.height
    if max(height, other) > _ALIKE * min(height, other):
        return False
    gap = piece.top - block.bottom
    if not -0.5 * height < gap < _CLOSE * height:
        return False
    if block.lines[-1][-1].bottom - piece.top > 0.5 * height:
        return False
    return _overlap(block, piece) > _SHARED * min(block.right - block.left, piece.right - piece.left)


def _is_shared(block: Block, piece: Piece, growing: Sequence[Block]) -> bool:
    """Whether a line runs on under a block's neighbour: then it begins another."""
    return any(
        other is not block
        and -0.5 * piece.height < piece.top - other.bottom < _CLOSE * piece.height
        and _overlap(other, piece) > _TOLERANCE
        for other in growing
    )


def _overlap(one: Block | Piece, other: Block | Piece) -> float:
    return min(one.right, other.right) - max(one.left, other.left)


def _ordered(blocks: list[Block], from_right: bool) -> list[Block]:
    """Blocks in order; what is left to do lies on a stack, so that no page is too deep."""
    body = median(block.height for block in blocks for _ in block.lines) if blocks else 0.0
    done: list[Block] = []
    pending: list[list[Block]] = [blocks]
    while pending:
        some = pending.pop()
        if len(some) < 2 or _are_stacked(some):
            done.extend(sorted(some, key=lambda block: block.top))
            continue
        bands = _bands(some, body)
        if len(bands) > 1:
            pending.extend(reversed(bands))
            continue
        columns = _columns(some)
        if len(columns) > 1:
            if _is_table(columns):
                done.extend(_rows(some))
            else:
                pending.extend(columns if from_right else reversed(columns))
            continue
        parted = _parted(some)
        if parted is None:
            done.extend(sorted(some, key=lambda block: (block.top, block.left)))
        else:
            pending.extend(reversed(parted))
    return done


def _are_stacked(blocks: Sequence[Block]) -> bool:
    """Whether each stands under all before it."""
    ordered = sorted(blocks, key=lambda block: block.top)
    return all(one.bottom <= other.top + _TOLERANCE for one, other in itertools.pairwise(ordered))


def _bands(blocks: Sequence[Block], body: float) -> list[list[Block]]:
    """Blocks parted where nothing runs from above to below, and what stands below begins with a headline."""
    bands: list[list[Block]] = []
    bottom = 0.0
    ordered = sorted(blocks, key=lambda block: block.top)
    for place, block in enumerate(ordered):
        heads = [
            other
            for other in ordered[place : place + 4]
            if other.top < block.top + 2 * max(block.height, body)
        ]
        is_clear = block.top >= bottom - _TOLERANCE
        if not bands or (is_clear and any(head.height > _HEADLINE * body for head in heads)):
            bands.append([])
        bands[-1].append(block)
        bottom = max(bottom, block.bottom)
    # A heading that is the last of its column begins nothing here: it goes on in the next one.
    while len(bands) > 1 and all(block.height > _SUBHEAD * body for block in bands[-1]):
        last = bands.pop()
        bands[-1] += last
    return bands


def _columns(blocks: Sequence[Block]) -> list[list[Block]]:
    """Blocks between which nothing runs, from the left."""
    columns: list[list[Block]] = []
    right = 0.0
    for block in sorted(blocks, key=lambda block: block.left):
        if columns and block.left < right - _TOLERANCE:
            columns[-1].append(block)
            right = max(right, block.right)
        else:
            columns.append([block])
            right = block.right
    return columns


def _is_table(columns: Sequence[Sequence[Block]]) -> bool:
    """Whether columns are those of a table: of few words each, on the same lines."""
    blocks = [block for column in columns for block in column]
    lines = [line for block in blocks for line in block.lines]
    words = sum(len(piece.text.split()) for line in lines for piece in line)
    numbers = sum(any(letter.isdigit() for piece in line for letter in piece.text) for line in lines)
    if words > (_CELL_WORDS if numbers < _NUMBERS * len(lines) else 2 * _CELL_WORDS) * len(lines):
        return False
    first, *others = [
        {round(line[0].bottom / 3) for block in column for line in block.lines} for column in columns
    ]
    return all(len(first & other) >= 0.6 * min(len(first), len(other)) for other in others)


def _rows(blocks: Sequence[Block]) -> list[Block]:
    """The rows of a table, each as a block of one line."""
    rows: dict[int, list[Piece]] = {}
    for piece in sorted(
        (p for block in blocks for line in block.lines for p in line), key=lambda p: p.bottom
    ):
        height = round(piece.bottom)
        rows.setdefault(next((at for at in (height, height - 1) if at in rows), height), []).append(piece)
    return [
        Block(
            min(piece.left for piece in row),
            max(piece.right for piece in row),
            min(piece.top for piece in row),
            max(piece.bottom for piece in row),
            [sorted(row, key=lambda piece: piece.left)],
            row=True,
        )
        for row in rows.values()
    ]


def _parted(blocks: Sequence[Block]) -> list[list[Block]] | None:
    """What stands above the widest block that has none beside it, that block, and what stands below."""
    for widest in sorted(blocks, key=lambda block: block.left - block.right):
        above: list[Block] = []
        below: list[Block] = []
        for block in blocks:
            if block is widest:
                continue
            if block.bottom <= widest.top + _TOLERANCE:
                above.append(block)
            elif block.top >= widest.bottom - _TOLERANCE:
                below.append(block)
            else:
                break
        else:
            return [above, [widest], below]
    return None
