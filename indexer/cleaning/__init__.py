"""How does raw text, or a page, become articles?"""
