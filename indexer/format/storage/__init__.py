"""Typed arrays in one checked file, and the compressed things that are kept in them."""
