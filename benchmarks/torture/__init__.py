"""Harnesses that do to an index what a person's machine may do to it, and count what it survives."""
