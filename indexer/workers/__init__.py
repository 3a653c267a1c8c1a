"""The processes that read files: each a fresh interpreter, which may be killed and costs one file then."""
