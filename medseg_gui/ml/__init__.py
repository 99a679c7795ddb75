"""Neural networks: preprocessing and its exact way back, inference, training. The only home of torch."""

import ctypes
import importlib.util
import os
import sys
from pathlib import Path

# Before torch is loaded: spinning OpenMP threads made a network 3 to 10 times slower beside another busy process.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def _load_quietly() -> None:
    """Loads torch's large library without the interpreter's lock: the window goes on while a thread imports torch.

    An import holds the lock through the whole dlopen: all other threads stood still for .34 s; a foreign call does
    not, and .03 to .08 s are left. Does nothing where it is not known to help; the import itself tells of errors.
    """
    found = importlib.util.find_spec("torch")
    if "torch" in sys.modules or found is None or found.origin is None or not sys.platform.startswith("linux"):
        return
    library = Path(found.origin).parent / "lib" / "libtorch_cpu.so"
    if library.exists():
        libc = ctypes.CDLL(None)
        libc.dlopen.argtypes, libc.dlopen.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
        libc.dlopen(str(library).encode(), os.RTLD_LAZY)


_load_quietly()
