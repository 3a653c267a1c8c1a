"""How are numbers over time drawn, without anything that draws?

`bar_chart` writes an SVG: it needs nothing, holds no script and no style, and its colours stand out on white
and on black. What a page wants otherwise it says of the classes (`timeline`, `timeline-bars`,
`timeline-text`, `timeline-line`), which win over what is written here.

>>> bars = [Bar("2013", 3, "3 articles"), Bar("2014", 0, "none")]
>>> chart = bar_chart([Series("oil", bars)], title="Oil", legend=False)
>>> chart.count("<rect"), chart.count("<title>")
(1, 2)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final, NamedTuple

from dateline.indexer.shown.printable import printable

__all__ = ["COLORS", "Bar", "Series", "bar_chart"]

# 3:1 and more on white and on black, and apart for the colour-blind (Okabe and Ito 2008, two of them darker).
COLORS: Final = ("#0072b2", "#d55e00", "#009e73", "#b5679b", "#8a7a00", "#767676")
_GREY: Final = "#767676"  # 4.5:1 on white and on black

_TOP: Final = 12
_BOTTOM: Final = 24  # what stands below the bars
_LEFT: Final = 48
_LEGEND: Final = 18  # a line of it
_LABEL: Final = 64  # how far labels stand apart, at least
_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000)
_LONGEST: Final = 70  # code points of a name in the legend


class Bar(NamedTuple):
    """One bar: what stands below it, how high it is, what is said of it, and where it leads."""

    label: str
    value: int
    title: str
    href: str | None = None


class Series(NamedTuple):
    """Bars of one colour, and the name they have in the legend."""

    name: str
    bars: Sequence[Bar]


def bar_chart(
    series: Sequence[Series],
    *,
    title: str,
    description: str = "",
    legend: bool = True,
    width: int = 800,
    height: int = 240,
) -> str:
    """The bars of each series side by side, as one `<svg>`, to stand alone or in a page.

    All series have a bar for each label, in one order. `title` is its name and `description` what is said of
    it, for who can't see it; what is said of a bar is shown over it. Of bars that lead somewhere the whole
    column does, empty ones too.
    """
    above = _TOP + _LEGEND * len(series) * legend
    frame = _Frame(_LEFT, above, width - _LEFT - 8, height - above - _BOTTOM)
    linked = any(bar.href for one in series for bar in one.bars)
    role = "group" if linked else "img"  # what is in an image is not read out
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="timeline" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="{role}" aria-label="{_safe(title)}" '
        'font-family="system-ui, sans-serif" font-size="11">\n',
        f"<title>{_safe(title)}</title>\n",
    ]
    if description:
        parts.append(f"<desc>{_safe(description)}</desc>\n")
    if legend:
        parts += _legend([one.name for one in series])
    highest = max((bar.value for one in series for bar in one.bars), default=0)
    top = _rounded_up(highest)
    parts += _scale(frame, top, width)
    for number, one in enumerate(series):
        parts.append(f'<g class="timeline-bars" fill="{COLORS[number % len(COLORS)]}">\n')
        parts += _bars(frame, one.bars, top, number, len(series))
        parts.append("</g>\n")
    if series and series[0].bars:
        parts += _labels(frame, [bar.label for bar in series[0].bars])
    return "".join([*parts, "</svg>\n"])


class _Frame(NamedTuple):
    """Where the bars stand."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height


def _bars(frame: _Frame, bars: Sequence[Bar], top: int, number: int, several: int) -> Iterator[str]:
    slot = frame.width / max(len(bars), 1)
    space = slot * 0.15 if slot > 4 else 0.0
    size = (slot - space) / several
    for place, bar in enumerate(bars):
        left = frame.left + place * slot + space / 2 + number * size
        high = max(bar.value / top * frame.height, 1.0) if bar.value else 0.0
        drawn = _rect(left, frame.bottom - high, size, high) if high else ""
        said = f"<title>{_safe(bar.title)}</title>"
        if bar.href:
            column = _rect(left, frame.top, size, frame.height, ' fill="none" pointer-events="all"')
            yield f'<a href="{_safe(bar.href)}">{said}{column}{drawn}</a>\n'
        elif drawn:
            yield f"<g>{said}{drawn}</g>\n"


def _rect(left: float, top: float, width: float, height: float, more: str = "") -> str:
    return f'<rect x="{left:.4g}" y="{top:.4g}" width="{width:.3g}" height="{height:.4g}"{more}/>'


def _legend(names: Sequence[str]) -> Iterator[str]:
    for number, name in enumerate(names):
        top, color = 4 + number * _LEGEND, COLORS[number % len(COLORS)]
        yield (
            f'<rect x="{_LEFT}" y="{top}" width="10" height="10" fill="{color}"/>'
            f'<text class="timeline-text" x="{_LEFT + 16}" y="{top + 9}" fill="{_GREY}">'
            f"{_short(name)}</text>\n"
        )


def _scale(frame: _Frame, top: int, width: int) -> Iterator[str]:
    """Lines at nothing, half and all, with the numbers."""
    for value in sorted({0, top // 2, top} if top % 2 == 0 else {0, top}):
        y = frame.bottom - value / top * frame.height
        yield (
            f'<line class="timeline-line" x1="{_LEFT}" x2="{width - 8}" y1="{y:.4g}" y2="{y:.4g}" '
            f'stroke="{_GREY}" stroke-opacity="{1 if not value else 0.35}"/>'
            f'<text class="timeline-text" x="{_LEFT - 6}" y="{y + 4:.4g}" text-anchor="end" fill="{_GREY}">'
            f"{value:,}</text>\n"
        )


def _labels(frame: _Frame, labels: Sequence[str]) -> Iterator[str]:
    """As many labels as there is room for, at the beginning of a year or month where there is one."""
    slot = frame.width / max(len(labels), 1)
    step = next((step for step in _STEPS if step * slot >= _LABEL), _STEPS[-1])
    ends = ("-01", "-W01") if "-" in labels[0] else ("0",)
    first = next((number for number, label in enumerate(labels) if label.endswith(ends)), 0) % step
    for number in range(first, len(labels), step):
        x = frame.left + (number + 0.5) * slot
        anchor = "start" if x < frame.left + 24 else "end" if x > frame.left + frame.width - 24 else "middle"
        yield (
            f'<text class="timeline-text" x="{x:.4g}" y="{frame.bottom + 16:.4g}" text-anchor="{anchor}" '
            f'fill="{_GREY}">{_safe(labels[number])}</text>\n'
        )


def _rounded_up(value: int) -> int:
    """
    The number a scale ends with: 1, 2, 4, 5, 6 or 8 and noughts.

    >>> [_rounded_up(value) for value in (0, 1, 3, 7, 12, 61, 1234)]
    [1, 1, 4, 8, 20, 80, 2000]
    """
    power: int = 10 ** (len(str(value)) - 1)
    return next(step * power for step in (1, 2, 4, 5, 6, 8, 10) if step * power >= value)


def _short(name: str) -> str:
    """A name as a legend has it: safe in markup, and cut where it is long."""
    name = printable(name)
    return _safe(name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…")


def _safe(text: str) -> str:
    """The text escaped, quotes too, without what acts and the two code points that XML has not."""
    return escape(printable(text)).replace("\ufffe", "").replace("\uffff", "")
