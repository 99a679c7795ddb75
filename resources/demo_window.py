"""Run by ``medseg demo`` inside the window (``--python-script``): loads mask and manual labels, takes the pictures."""

import os
from pathlib import Path

out = Path(os.environ["MEDSEG_DEMO_OUT"])
window.resize(1600, 1000)  # noqa: F821
session.wait(60)  # noqa: F821
session.open_labels(os.environ["MEDSEG_DEMO_MASK"], reference=False)  # noqa: F821
session.wait(60)  # noqa: F821
session.open_labels(os.environ["MEDSEG_DEMO_MANUAL"], reference=True)  # noqa: F821
session.wait(120)  # noqa: F821
window.grab().save(str(out / "window-overview.png"))  # noqa: F821
session.run("view.window_2")  # noqa: F821
window.grab().save(str(out / "window-lung.png"))  # noqa: F821
app.quit()  # noqa: F821
