"""The array engine: a query tree in, ranked passages and articles out, on the arrays of an index."""
