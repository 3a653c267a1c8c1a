"""The room that knows Whoosh: our index as a genuine whoosh.index.Index."""
