"""Which moment is meant by a text, and how is one written?

Moments are milliseconds since 1970, UTC. A text or a datetime without an offset is of the clock of this
machine; a day is its beginning.

>>> read_moment("2026-05-28T09:30:00.5Z")
1779960600500
>>> moment_text(1779960600500)
'2026-05-28T09:30:00.500Z'
"""

from __future__ import annotations

import re
from datetime import date, datetime, timezone
from functools import lru_cache
from typing import Final

__all__ = ["moment_of", "moment_text", "read_moment"]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=timezone.utc)
# Python 3.10 reads neither `Z` nor fractions of other than three or six digits.
_WRITTEN: Final = (  # compiled when it is needed: every search loads this module, and few read a moment
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d\d:?\d\d)?)?"
)


def moment_of(value: date) -> int:
    """The moment of a datetime, or at which a day begins. ValueError where the clock can't tell."""
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    try:
        aware = value.astimezone(timezone.utc)
    except (OverflowError, OSError) as error:  # before 1 or after 9999
        raise ValueError(f"{value} is no time that can be counted") from error
    since = aware - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1000 + since.microseconds // 1000


def read_moment(text: str) -> int | None:
    """The moment that a text means; None for one that means none."""
    match = re.fullmatch(_WRITTEN, text.strip(), re.ASCII)
    if match is None:
        return None
    day, time, seconds, fraction, offset = match.groups()
    iso = f"{day}T{time or '00:00'}:{seconds or '00'}.{(fraction or '').ljust(6, '0')[:6]}"
    if offset:
        iso += "+00:00" if offset == "Z" else f"{offset[:3]}:{offset[-2:]}"
    try:
        return moment_of(datetime.fromisoformat(iso))
    except ValueError:
        return None


@lru_cache(1 << 8)  # the articles of an answer came in a few at a time
def moment_text(moment: int) -> str:
    """The moment in ISO 8601, UTC, to the millisecond; text that sorts as moments do."""
    seconds, thousandths = divmod(moment, 1000)
    return f"{datetime.fromtimestamp(seconds, timezone.utc):%Y-%m-%dT%H:%M:%S}.{thousandths:03}Z"
