"""Where the frozen program begins: ``medseg-gui`` is the window, every other name the program without one."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path


def clean_environment() -> None:
    """Programs that are called (a browser, dcm2niix) get the user's libraries, not ours.

    PyInstaller's starter sets the search path to this program's folder; by now all of ours is found without it.
    """
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        before = os.environ.pop(f"{name}_ORIG", None)
        if before:
            os.environ[name] = before
        else:
            os.environ.pop(name, None)
    # the trainer, a second window, …: each finds its libraries anew, as it would not as a part of this process
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"


def main() -> int:
    multiprocessing.freeze_support()
    clean_environment()
    os.environ.setdefault("NUMBA_CACHE_LOCATOR_CLASSES", "numba_place.Place")
    if Path(sys.argv[0]).stem == "medseg-gui":
        from medseg_gui import app

        return app.main()
    from medseg_gui import cli

    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
