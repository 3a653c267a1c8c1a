"""Where the leaves of a query occur, on the arrays of a segment."""
