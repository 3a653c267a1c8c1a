"""What is new on a subject since a day, as a markdown list: for the mail on Monday morning.

    python weekly_alert.py "drug trafficking" 2024-11-25 > alert.md

The first argument is any query, the second a date as the query language takes it ("last week" will do).
Articles without a date are not new.
"""

import sys

from dateline import Archive, QueryError

if len(sys.argv) != 3:
    sys.exit(__doc__)
query, since = sys.argv[1:]

with Archive.open("index") as archive:
    try:
        found = archive.search(query, after=since, sort="newest", limit=100, passages=1)
    except QueryError as error:
        sys.exit(f"{error}")

for warning in found.warnings:  # as when no article has all the words, and these have some
    print(warning, file=sys.stderr)
print(f"# {query}: {found.total} new since {since}\n")
for article in found:
    print(f"- {article.date} **{article.heading}** ({article.source or 'no source'})")
    for passage in article.passages:
        print(f"  {passage.snippet(max_chars=200).render('markdown')}")
        print(f"  `{passage.cite}`")
