"""For which version of the package must a kernel have been built?"""

from __future__ import annotations

from typing import Final

__all__ = ["VERSION"]

# That of setup.cfg, which a test holds it to: to ask the installed package takes longer than a search.
VERSION: Final = "0.1.0"
