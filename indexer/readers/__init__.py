"""Files as raw articles: one module a kind of file, and the registry that tells which.

Nothing is imported here: help asks the registry, cleaning knows the raw articles, and neither opens a file.
"""
