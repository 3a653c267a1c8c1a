"""A model over the rules: which blocks of a page are its article.

The rules of `cleaning/body.py` judge first. What they say, and some hundred numbers of each block beside it,
goes through trees that were trained on pages whose articles are known. `ancestry` tells which elements are
around a block; `words`, `places` and `names` measure it; `features` makes a table of that; `forest` walks the
trees; `smoothing` closes gaps; `stored` reads what was trained; `deciding` is all of it in one call.
"""

from __future__ import annotations

from dateline.indexer.cleaning.model.deciding import decide
from dateline.indexer.cleaning.model.records import Clues, Verdict

__all__ = ["Clues", "Verdict", "decide"]
