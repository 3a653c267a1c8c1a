"""Settings of all tests: a busy machine is no fault of the code, so examples have no deadline."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("dateline", deadline=None)
settings.load_profile("dateline")
