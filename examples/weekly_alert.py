"""What came into an archive since a day, on a subject, as a markdown list: for the mail on Monday morning.

    python weekly_alert.py "drug trafficking" 2026-05-28 > alert.md

The first argument is any query, the second a day or a time (2026-05-28T09:30). What was indexed since is new,
whenever it was published; an article that was changed is new again. To have it remembered what you were told,
save the search instead: `dateline saved add drugs drug trafficking`, and each week `dateline saved run`.
"""

import sys

from dateline import Archive, QueryError

if len(sys.argv) != 3:
    sys.exit(__doc__)
query, since = sys.argv[1:]

with Archive.open("index") as archive:
    try:
        found = archive.search(query, indexed_after=since, sort="added", limit=100, passages=1)
    except (QueryError, ValueError) as error:
        sys.exit(f"{error}")

for warning in found.warnings:  # as when no article has all the words, and these have some
    print(warning, file=sys.stderr)
print(f"# {query}: {found.total} new since {since}\n")
for article in found:
    date = article.date or article.date_text or "undated"
    print(f"- {date} **{article.heading}** ({article.source or 'no source'})")
    for passage in article.passages:
        print(f"  {passage.snippet(max_chars=200).render('markdown')}")
        print(f"  `{passage.cite}`")
