"""The indexer: files in, an index out."""
