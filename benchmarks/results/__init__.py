"""Figures kept by commit: one small file a run, and a page that plots them (README.md says what is in a file)."""
