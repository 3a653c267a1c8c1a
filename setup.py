"""What setup.cfg can't say: the kernels, which are optional, and for which Pythons one build of them does.

Without a compiler everything is installed but them, and numpy computes what they would.
"""

import re
import sys
import sysconfig
from pathlib import Path

from setuptools import Extension, setup

KERNELS = Path("indexer/format/kernels")
# The limited API has buffers since 3.11: one build is for that and all later ones, but free-threaded ones.
LIMITED = sys.version_info >= (3, 11) and not sysconfig.get_config_var("Py_GIL_DISABLED")

found = re.search(r'VERSION: Final = "(.+)"', (KERNELS / "version.py").read_text("utf-8"))
assert found is not None
MACROS = [("DATELINE_VERSION", f'"{found[1]}"')]
if LIMITED:
    MACROS.append(("Py_LIMITED_API", "0x030B0000"))

setup(
    ext_modules=[
        Extension(
            "dateline.indexer.format.kernels._kernels",
            sorted(path.as_posix() for path in KERNELS.glob("*.c")),
            depends=sorted(path.as_posix() for path in KERNELS.glob("*.h")),
            define_macros=MACROS,
            # No product and sum in one rounding: scores are those of numpy, bit for bit.
            extra_compile_args=[] if sys.platform == "win32" else ["-O3", "-ffp-contract=off"],
            py_limited_api=LIMITED,
            optional=True,
        )
    ],
    options={"bdist_wheel": {"py_limited_api": "cp311"}} if LIMITED else {},
)
