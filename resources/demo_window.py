"""Run by ``medseg demo`` inside the window (``--python-script``): loads mask and manual labels, takes the pictures."""

import os
from pathlib import Path

out = Path(os.environ["MEDSEG_DEMO_OUT"])
window.resize(1600, 1000)
session.wait(60)
session.open_labels(os.environ["MEDSEG_DEMO_MASK"], reference=False)
session.wait(60)
session.open_labels(os.environ["MEDSEG_DEMO_MANUAL"], reference=True)
session.wait(120)
window.grab().save(str(out / "window-overview.png"))
session.run("view.window_2")
window.grab().save(str(out / "window-lung.png"))
app.quit()
