"""Figures kept by commit: one small file a run, and a page that plots them. README.md has the format."""
