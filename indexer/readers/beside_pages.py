"""What do browsers save beside a page?

Its pictures, scripts and frames, in a folder named after the page in the browser's language.

>>> is_beside_page("2013/page_files/ad.html", {"2013/page.html"}), is_beside_page("my_files/a.html", set())
(True, False)
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

__all__ = ["is_beside_page", "is_page", "page_of"]

_ENDINGS: Final = (
    "_files", ".files", "-files", "_Dateien", "-Dateien", "_fichiers", "_archivos", "_bestanden",
    "_arquivos", "_pliki", "_filer", "_tiedostot", "_soubory", "_dosyalar",
)  # fmt: skip
_PAGES: Final = (".html", ".htm", ".xhtml", ".shtml", ".php")


def page_of(folder: str) -> tuple[str, ...]:
    """The pages that a folder of this name may lie beside; none for most."""
    if not folder.endswith(_ENDINGS):
        return ()
    stem = next(folder.removesuffix(ending) for ending in _ENDINGS if folder.endswith(ending))
    return tuple(stem + suffix for suffix in _PAGES)


def is_page(name: str) -> bool:
    """Whether a file of this name may have such a folder beside it."""
    return name.endswith(_PAGES)


def is_beside_page(name: str, names: Collection[str]) -> bool:
    """Whether a file of an archive lies in such a folder; `names` are those of the archive that are known."""
    end = name.find("/")
    while end >= 0:
        if any(page in names for page in page_of(name[:end])):
            return True
        end = name.find("/", end + 1)
    return False
