"""Analysis: text in, terms with their places out, by the rules of a language."""
