"""One small chart as SVG: a line an engine over commits, from zero, each line named at its end.

Colours and strokes are the page's (`engine-0` is Dateline); the chart only says which is which.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10
from typing import Final

from benchmarks.results.tables import number

__all__ = ["Line", "Point", "chart", "nice_top"]

WIDTH, HEIGHT = 320, 190
LEFT, RIGHT, TOP, BOTTOM = 36, 94, 10, 24
ROW: Final = 12  # between two names
MOST_NAMES: Final = 4  # commits named below the axis


@dataclass(frozen=True, slots=True)
class Point:
    """What was measured at a commit: its place in the row of commits, and where half of the rounds lie.

    `machine` is what it was measured on: points of two machines are not joined.
    """

    place: int
    value: float
    low: float
    high: float
    machine: str


Line = Sequence[Point]


def chart(title: str, commits: Sequence[str], lines: Mapping[str, Line], numbers: Mapping[str, int]) -> str:
    """The chart. `numbers` are the engines' numbers, for the same look in all charts of a page."""
    top = nice_top(max(point.high for line in lines.values() for point in line))
    frame = _Frame(len(commits), top)
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">',
        *_axes(frame, commits),
    ]
    for engine, line in lines.items():
        parts += _line(frame, commits, engine, line, numbers[engine])
    parts += _names(frame, lines, numbers)
    return "\n".join((*parts, "</svg>"))


def nice_top(largest: float) -> float:
    """The end of an axis from zero: 1, 2, 3, 4, 5, 6, 8 or 10 times a power of ten, not below `largest`."""
    if largest <= 0:
        return 1.0
    unit = 10.0 ** floor(log10(largest))
    return next(step * unit for step in (1, 2, 3, 4, 5, 6, 8, 10, 20) if step * unit >= largest)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things are in the drawing."""

    commits: int
    top: float

    def x(self, place: int) -> float:
        room = WIDTH - LEFT - RIGHT
        return LEFT + room * (place / (self.commits - 1) if self.commits > 1 else 0.5)

    def y(self, value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / self.top)


def _axes(frame: _Frame, commits: Sequence[str]) -> Iterator[str]:
    end = WIDTH - RIGHT
    for value in (0.0, frame.top / 2, frame.top):
        y = frame.y(value)
        yield f'<line class="grid" x1="{LEFT}" y1="{y:.1f}" x2="{end}" y2="{y:.1f}"/>'
        yield f'<text class="tick" x="{LEFT - 5}" y="{y + 3.5:.1f}" text-anchor="end">{number(value)}</text>'
    step = -(-len(commits) // MOST_NAMES)
    for place, commit in enumerate(commits):
        if (len(commits) - 1 - place) % step == 0:
            x = frame.x(place)
            place_of = f'x="{x:.1f}" y="{HEIGHT - 8}" text-anchor="middle"'
            yield f'<text class="tick" {place_of}>{escape(commit)}</text>'


def _line(
    frame: _Frame, commits: Sequence[str], engine: str, line: Line, engine_number: int
) -> Iterator[str]:
    look = f"engine-{engine_number}"
    path = []
    for before, point in zip((None, *line), line, strict=False):
        joined = before is not None and before.machine == point.machine
        path.append(f"{'L' if joined else 'M'}{frame.x(point.place):.1f} {frame.y(point.value):.1f}")
    yield f'<path class="{look}" d="{" ".join(path)}"/>'
    for point in line:
        x, y = frame.x(point.place), frame.y(point.value)
        if point.low < point.high:
            low, high = frame.y(point.low), frame.y(point.high)
            yield f'<line class="{look} spread" x1="{x:.1f}" y1="{low:.1f}" x2="{x:.1f}" y2="{high:.1f}"/>'
        said = f"{engine}, {commits[point.place]}: {number(point.value)}"
        said += f" ({number(point.low)}–{number(point.high)}); {point.machine}"
        yield f'<circle class="{look}" cx="{x:.1f}" cy="{y:.1f}" r="3"><title>{escape(said)}</title></circle>'


def _names(frame: _Frame, lines: Mapping[str, Line], numbers: Mapping[str, int]) -> Iterator[str]:
    """The engines' names and newest values at the right, apart from each other, the highest first."""
    ends = sorted((frame.y(line[-1].value), engine) for engine, line in lines.items() if line)
    floor_y = HEIGHT - BOTTOM - 4
    rows: list[float] = []
    for y, _ in ends:
        rows.append(max(y, rows[-1] + ROW) if rows else max(y, TOP))
    for i in range(len(rows) - 1, -1, -1):  # those pushed below the axis push the others up
        rows[i] = min(rows[i], floor_y - ROW * (len(rows) - 1 - i))
    for row, (_, engine) in zip(rows, ends, strict=True):
        value = number(lines[engine][-1].value)
        yield (
            f'<text class="name engine-{numbers[engine]}" x="{WIDTH - RIGHT + 8}" y="{row + 3.5:.1f}">'
            f"{escape(engine)} {value}</text>"
        )
