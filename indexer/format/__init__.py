"""The on-disk half: what an index looks like, writing it, reading it."""
