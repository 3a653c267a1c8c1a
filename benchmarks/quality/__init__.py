"""How well does Dateline rank? Judged collections, measures, and floors that are not quietly lowered."""
