"""Every article on a subject as references for Zotero, EndNote (RIS) or LaTeX (BibTeX), the oldest first.

    python export_bibliography.py '"collective security" after:2013' references.ris
    python export_bibliography.py '"collective security" after:2013' references.bib

The ending of the file says which. Each reference in RIS has the best three passages as notes.
"""

import sys
from pathlib import Path

from dateline import Archive
from dateline.search.output.references import bibtex, ris

if len(sys.argv) != 3 or not sys.argv[2].endswith((".ris", ".bib")):
    sys.exit(__doc__)
query, file = sys.argv[1], Path(sys.argv[2])

with Archive.open("index") as archive:
    found = archive.search(query, sort="oldest", limit=10_000)
    references = (ris if file.suffix == ".ris" else bibtex)(found)
    file.write_text("".join(references), encoding="utf-8")
print(f"references in {file}: {len(found)}")
