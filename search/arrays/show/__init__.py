"""What is told about an answer: marks, facets, words."""
