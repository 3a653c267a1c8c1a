"""Who wrote it first? The earliest dated article that has a phrase, and where.

    python first_mention.py "collective security"

Exit status 1 when no dated article has it.
"""

import sys

from dateline.search import search

if len(sys.argv) != 2:
    sys.exit(__doc__)
phrase = sys.argv[1].replace('"', " ")

found = search(f'"{phrase}"', index="index", sort="oldest", limit=1, passages=1)
if not found or found[0].date is None:  # those without a date come last
    sys.exit(f"no dated article has: {phrase}")

article = found[0]
print(f"{article.date}  {article.heading}")
for passage in article.passages:
    print(passage.snippet(max_chars=200).render("plain"))
    print(passage.cite)
print(f"{found.total} articles have it in all")
