"""What was somebody quoted as saying? The quotations in passages that name a person, as CSV.

    python quotes_to_csv.py Nazarbayev > quotes.csv

A quotation here is 20 letters or more between quotation marks. Who said it is for a reader to judge: the
passage names the person, and that is all this script knows. The marks stay, so that no cell is a formula.
"""

import csv
import re
import sys

from dateline import Archive

QUOTATION = re.compile(r"“[^”]{20,}”|«[^»]{20,}»|„[^“]{20,}“|\"[^\"]{20,}\"")

if len(sys.argv) != 2:
    sys.exit(__doc__)
name = sys.argv[1]

table = csv.writer(sys.stdout, lineterminator="\n")
table.writerow(["quotation", "date", "cite"])
with Archive.open("index") as archive:
    for hit in archive.search(f'text:"{name}"', by="passage", limit=1000, sort="oldest"):
        for passage in hit.passages:
            for quotation in QUOTATION.findall(passage.text):
                table.writerow([quotation, hit.date, passage.cite])
