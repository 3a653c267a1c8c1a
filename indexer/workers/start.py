"""How does a fresh interpreter become a worker, with nothing of the folder it was started in?

It runs this file with `-I -S`, so that neither a `json.py` of the current folder nor a start-up file of
somebody else is loaded, and is told in one line of its standard input where Dateline lies and what its
parent imports from. Only the standard library is there before that.
"""

import json
import os
import signal
import sys
from typing import Any, Final

_DIE_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG of Linux's prctl(2)


def _die_with(parent: int) -> None:
    """Be killed when the parent is, however it ends, and also where no code of ours would run then.

    Elsewhere than on Linux the end of standard input has to do: see worker.py.
    """
    if sys.platform != "linux":
        return
    import ctypes

    try:
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    except (OSError, AttributeError):  # no such call: a C library of its own kind
        return
    if os.getppid() != parent:  # it ended before the call
        os._exit(1)


def load_module(name: str, file: str) -> None:
    """Load a module, or a package by its `__init__.py`, from that file, whatever else has its name."""
    from importlib.util import module_from_spec, spec_from_file_location

    inside = [os.path.dirname(file)] if os.path.basename(file) == "__init__.py" else None
    spec = spec_from_file_location(name, file, submodule_search_locations=inside)
    assert spec is not None and spec.loader is not None
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)


def main() -> None:
    """Begin as told, then serve until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the parent says what becomes of us
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)  # a library that reads or prints speaks to nobody
    os.dup2(nowhere, 1)
    order: dict[str, Any] = json.loads(requests.readline())
    _die_with(order["parent"])
    try:
        sys.path += [folder for folder in order["path"] if folder not in sys.path]
        load_module("dateline", order["dateline"])
        from dateline.indexer.workers.worker import serve

        for file in order["modules"]:
            load_module(os.path.splitext(os.path.basename(file))[0], file)
    except Exception as error:  # as when something of the installation is missing
        last = json.dumps({"fault": f"{type(error).__name__}: {error}"}).encode("ascii")
        replies.write(len(last).to_bytes(4, "big") + last)
        replies.flush()
        os._exit(1)
    serve(requests, replies, order)


if __name__ == "__main__":
    main()
