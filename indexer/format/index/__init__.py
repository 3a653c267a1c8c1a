"""An index: segments under a table of contents, written by one and read by many."""
