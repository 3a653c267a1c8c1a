"""A spreadsheet of articles becomes an archive: one row, one article.

    python archive_from_csv.py articles.csv

The header names the columns. Those called id, title, date, source, place, author, language, url and text are
used, in any order, and only text has to be there. Run it again and rows with the same id are replaced.
"""

import csv
import sys

from dateline import build

KEYS = ("id", "title", "date", "source", "place", "author", "language", "url", "text")

if len(sys.argv) != 2:
    sys.exit(__doc__)

with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:  # -sig: Excel writes a byte order mark
    rows = ({key: row[key] for key in KEYS if row.get(key)} for row in csv.DictReader(file))
    report = build(rows, index="index")

print(f"{report.new} new, {report.changed} replaced; the archive has {report.articles} articles")
for skipped in report.skipped:
    print(f"left out: {skipped.path}: {skipped.reason}", file=sys.stderr)
