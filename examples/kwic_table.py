"""Every use of a word or phrase in its context, as an HTML table to paste into a document.

    python kwic_table.py '"security council"' > contexts.html

The lines are ordered by what follows, so that the same continuations stand together.
"""

import sys
from html import escape

from dateline import Archive

if len(sys.argv) != 2:
    sys.exit(__doc__)

with Archive.open("index") as archive:
    lines = archive.kwic(sys.argv[1], limit=500, sort="right", width=50)

print("<meta charset='utf-8'>\n<table>")
for line in lines:
    print(
        f"<tr><td align='right'>{escape(line.left)}</td><td><b>{escape(line.match)}</b></td>"
        f"<td>{escape(line.right)}</td><td>{escape(line.date or '')}</td><td>{escape(line.cite)}</td></tr>"
    )
print("</table>")
