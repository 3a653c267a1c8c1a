"""numpy, loaded when something is computed with it.

Loading it takes a third of what a cold search costs, and whoever looks single numbers up needs none of it. So
what may be a part of such a command takes `np` from here, which is numpy from its first use on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["np"]

if TYPE_CHECKING:
    import numpy as np
else:

    class _Later:
        """Stands for numpy; what is asked of it is kept, so that each name is asked for once."""

        def __getattr__(self, name: str) -> object:
            import numpy

            value = getattr(numpy, name)
            setattr(self, name, value)
            return value

    np = _Later()
