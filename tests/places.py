"""Where the tests find what they read: the checkout, and what lies beside it on some machines."""

from __future__ import annotations

from pathlib import Path
from typing import Final

HOUSE: Final = Path(__file__).parent.parent
SEEDS: Final = HOUSE / "seeds"
DOCS: Final = HOUSE / "docs"
SHARED: Final = HOUSE.parent / "shared"  # a user has none: what needs it skips, with the reason
