"""Which of two spellings is used, and by whom? Counts both, letter by letter as typed, by source.

    python two_spellings.py Organisation Organization

`=` before a word takes it as it is written: no stemming, no British for American.
"""

import sys

from dateline import Archive

if len(sys.argv) != 3:
    sys.exit(__doc__)
one, other = (f'="{spelling}"' for spelling in sys.argv[1:])

with Archive.open("index") as archive:
    sources_of_one = {facet.value: facet.articles for facet in archive.facets(one, "source")}
    sources_of_other = {facet.value: facet.articles for facet in archive.facets(other, "source")}
    both = archive.count(f"{one} AND {other}").articles

print(f"{sys.argv[1]:>16} {sys.argv[2]:>16}  source")
for source in sorted(sources_of_one | sources_of_other, key=lambda source: source or ""):
    print(f"{sources_of_one.get(source, 0):16} {sources_of_other.get(source, 0):16}  {source or '(none)'}")
print(f"{both} articles have both")
