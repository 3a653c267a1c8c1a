"""What does a program do to the files of a folder, operation by operation?

`Watch` stands between Python and the system while it is entered: every operation that changes files below a
folder is shown to a function first, which may let it pass, fail it, cut a write short, or kill the process;
what was done is kept in a list. Files written by C code of a library are not seen; an index has none.
"""

from __future__ import annotations

import io
import os
import pathlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

__all__ = ["Before", "Operation", "Watch"]


@dataclass(frozen=True, slots=True)
class Operation:
    """One change: its kind, the path, and what it needs besides.

    Kinds: mkdir, create, write (file, offset, data), truncate (file, offset: the size), sync (file), sync
    folder, replace (target), unlink. `file` numbers the files in the order they were created: a name may pass
    from one to another.
    """

    kind: str
    path: str
    target: str = ""
    file: int = -1
    offset: int = 0
    data: bytes = b""


# May raise; of a write it may return how many bytes of it are to be written.
Before = Callable[[Operation], "int | None"]


class _File(io.FileIO):
    """A file that is written to, unbuffered."""

    watch: Watch

    def write(self, data: Any) -> int:
        raw = bytes(data)
        return self.watch.write(self.fileno(), raw, self.tell(), super().write)


class Watch:
    """Watches what is changed below `folder`; `before` sees each operation that is about to be done."""

    def __init__(self, folder: Path, before: Before | None = None) -> None:
        self.folder = os.path.abspath(folder)
        self.before: Before = before or (lambda _: None)
        self.done: list[Operation] = []
        self._files = 0
        self._opened: dict[int, tuple[int, str]] = {}  # descriptor: number of the file, path it was opened by
        self._numbers: dict[str, int] = {}  # file by its path of now
        self._real: list[tuple[Any, str, Any]] = []

    def _below(self, path: Any) -> str | None:
        name = os.path.abspath(os.fsdecode(path)) if not isinstance(path, int) else ""
        return name if name == self.folder or name.startswith(self.folder + os.sep) else None

    def _do(self, operation: Operation, function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        self.before(operation)
        result = function(*arguments, **options)
        self.done.append(operation)
        return result

    def write(self, descriptor: int, raw: bytes, offset: int, function: Callable[[bytes], int]) -> int:
        file, path = self._opened.get(descriptor, (-1, ""))
        most = self.before(Operation("write", path, file=file, offset=offset, data=raw))
        written = function(raw if most is None else raw[:most])
        self.done.append(Operation("write", path, file=file, offset=offset, data=raw[:written]))
        return written

    def _created(self, name: str) -> int:
        self._numbers[name] = self._files
        self._files += 1
        return self._numbers[name]

    def _number(self, name: str) -> int:
        return self._numbers[name] if name in self._numbers else self._created(name)

    def _open_file(self, path: Any, mode: str = "r", buffering: int = -1, *more: Any, **options: Any) -> Any:
        name = self._below(path)
        if name is None or not set(mode) & set("wax+"):
            return self._os_open_file(path, mode, buffering, *more, **options)
        new = not os.path.lexists(name)
        kind = "create" if new else "truncate"
        number = self._files if new else self._number(name)
        raw = self._do(Operation(kind, name, file=number), _File, name, mode.replace("b", ""))
        if new:
            self._created(name)
        raw.watch = self
        self._opened[raw.fileno()] = (number, name)
        return io.BufferedWriter(raw, buffering if buffering > 0 else io.DEFAULT_BUFFER_SIZE)

    def _os_open(self, path: Any, flags: int, *more: Any, **options: Any) -> int:
        name = self._below(path)
        real = self._get(os, "open")
        if name is None:
            return int(real(path, flags, *more, **options))
        if flags & os.O_CREAT and not os.path.lexists(name):
            operation = Operation("create", name, file=self._files)
            descriptor = int(self._do(operation, real, path, flags, *more, **options))
            self._opened[descriptor] = (self._created(name), name)
        else:
            descriptor = int(real(path, flags, *more, **options))
            self._opened[descriptor] = (-1 if os.path.isdir(name) else self._number(name), name)
        return descriptor

    def _sync(self, descriptor: int) -> None:
        file, path = self._opened.get(descriptor, (-1, ""))
        kind = "sync" if file >= 0 else "sync folder"
        self._do(Operation(kind, path, file=file), self._get(os, "fsync"), descriptor)

    def _os_write(self, descriptor: int, data: bytes) -> int:
        real = self._get(os, "write")
        if descriptor not in self._opened or self._opened[descriptor][0] < 0:
            return int(real(descriptor, data))
        offset = os.lseek(descriptor, 0, os.SEEK_CUR)
        return self.write(descriptor, bytes(data), offset, lambda raw: int(real(descriptor, raw)))

    def _truncate(self, descriptor: int, size: int) -> None:
        file, path = self._opened.get(descriptor, (-1, ""))
        real = self._get(os, "ftruncate")
        self._do(Operation("truncate", path, file=file, offset=size), real, descriptor, size)

    def _replace(self, source: Any, target: Any, **options: Any) -> None:
        old, new = self._below(source), self._below(target)
        real = self._get(os, "replace")
        if old is None or new is None:
            real(source, target, **options)
            return
        number = self._number(old)
        self._do(Operation("replace", old, new, number), real, source, target, **options)
        self._numbers[new] = self._numbers.pop(old)

    def _unlink(self, path: Any, **options: Any) -> None:
        name = self._below(path)
        real = self._get(os, "unlink")
        if name is None or not os.path.lexists(name):
            real(path, **options)
            return
        self._do(Operation("unlink", name), real, path, **options)
        self._numbers.pop(name, None)

    def _mkdir(self, path: Any, *more: Any, **options: Any) -> None:
        name = self._below(path)
        real = self._get(os, "mkdir")
        if name is None:
            real(path, *more, **options)
        else:
            self._do(Operation("mkdir", name), real, path, *more, **options)

    def _get(self, owner: Any, name: str) -> Callable[..., Any]:
        found: Callable[..., Any] = next(real for o, n, real in self._real if (o, n) == (owner, name))
        return found

    def _os_open_file(self, *arguments: Any, **options: Any) -> Any:
        return self._get(io, "open")(*arguments, **options)

    def __enter__(self) -> Watch:
        ours = {
            "open": self._os_open,
            "fsync": self._sync,
            "write": self._os_write,
            "ftruncate": self._truncate,
            "replace": self._replace,
            "unlink": self._unlink,
            "mkdir": self._mkdir,
        }
        places: list[tuple[Any, str, Any]] = [(os, name, function) for name, function in ours.items()]
        places.append((io, "open", self._open_file))
        accessor = getattr(pathlib, "_NormalAccessor", None)  # Python 3.10 keeps the functions there
        if accessor is not None:
            places += [
                (accessor, name, _as_static(ours[name])) for name in ("replace", "unlink", "mkdir")
            ] + [(accessor, "open", _as_static(self._open_file))]
        for owner, name, function in places:
            self._real.append((owner, name, owner.__dict__[name]))
            setattr(owner, name, function)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._real:
            owner, name, real = self._real.pop()
            setattr(owner, name, real)


def _as_static(function: Any) -> Any:
    """A function as a class keeps it that is not to be given the instance."""
    return staticmethod(function)
