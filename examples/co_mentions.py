"""How often, year by year? The articles that answer each of several queries, counted into a CSV table.

    python co_mentions.py Tokayev "Tokayev w/p Rahmon" "Tokayev w/p Putin" > mentions.csv

`w/p` asks for both names in one paragraph. A row is a year; articles without one are in the row "undated".
"""

import csv
import sys

from dateline import Archive

queries = sys.argv[1:]
if not queries:
    sys.exit(__doc__)

columns = []
with Archive.open("index") as archive:
    for query in queries:
        for warning in archive.search(query, limit=1, passages=0).warnings:  # nothing has all of its words
            print(f"{query}: {warning}", file=sys.stderr)
        years = archive.facets(query, "year")
        columns.append({facet.value or "undated": facet.articles for facet in years})

table = csv.writer(sys.stdout, lineterminator="\n")
table.writerow(["year", *queries])
for year in sorted({year for column in columns for year in column}):
    table.writerow([year, *(column.get(year, 0) for column in columns)])
