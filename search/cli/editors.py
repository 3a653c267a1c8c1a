"""How is an editor told at which line to open a file?

>>> editor_command("vim -n", "/news/a.txt", 12), editor_command("code --wait", "/news/a.txt", 12)
(['vim', '-n', '+12', '/news/a.txt'], ['code', '--wait', '--goto', '/news/a.txt:12'])
>>> editor_command("unheard-of", "/news/a.txt", 12)
['unheard-of', '/news/a.txt']
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from typing import Final

__all__ = ["editor_command", "persons_editor"]

# What stands for the line and the file, by the names of editors.
_FORMS: Final = (
    (
        "vi vim nvim gvim mvim view ex vim.basic vim.tiny nano pico rnano emacs emacsclient mg zile jed joe "
        "ne mcedit micro kak ed less gedit pluma xed gnome-text-editor editor",
        ("+{line}", "{path}"),
    ),
    ("subl sublime_text hx helix zed zeditor", ("{path}:{line}",)),
    ("code code-insiders code-oss codium vscodium cursor windsurf", ("--goto", "{path}:{line}")),
    ("kate kwrite mate idea pycharm", ("--line", "{line}", "{path}")),
    ("notepad++", ("-n{line}", "{path}")),
)


def persons_editor() -> str | None:
    """The editor of this person: `$VISUAL`, `$EDITOR`, else one that is there."""
    for name in ("VISUAL", "EDITOR"):
        if os.environ.get(name, "").strip():
            return os.environ[name]
    usual = ("notepad",) if os.name == "nt" else ("sensible-editor", "nano", "vim", "vi")
    return next((name for name in usual if shutil.which(name)), None)


def editor_command(editor: str, path: str, line: int | None) -> list[str]:
    """The words of a command that opens a file, at its line where the editor is known. ValueError."""
    words = shlex.split(editor, posix=os.name != "nt")
    if not words:
        raise ValueError("no editor is named")
    name = re.sub(r"\.(?:exe|cmd|bat)\Z", "", os.path.basename(words[0]).lower())
    form = next((form for names, form in _FORMS if line and name in names.split()), ("{path}",))
    return [*words, *(part.replace("{line}", str(line)).replace("{path}", path) for part in form)]
