"""What can be wrong with an address?"""

from __future__ import annotations

__all__ = ["Missing", "WrongAddress"]


class WrongAddress(Exception):
    """An address asks for what can't be: which part of it, and what to put there."""


class Missing(Exception):
    """There is nothing at an address."""
