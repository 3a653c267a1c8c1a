"""A segment: the articles and postings of one flush or merge, in one file."""
