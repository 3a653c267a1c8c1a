"""The query language: from typed text to a query tree, and back into words."""
