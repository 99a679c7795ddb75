"""``python -m medseg_gui.cli VERB``: what the trainer process is started with, too."""

import sys

from medseg_gui.cli import main

if __name__ == "__main__":
    sys.exit(main())
