"""Takes the pictures of uncertainty.md: medseg-gui HIPPOCAMPUS_IMAGE --python-script docs/doubt_pictures.py"""

import time
from pathlib import Path

here = Path(__file__).resolve().parent


def settle(until=lambda: False, seconds=0.6) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not until():
        app.processEvents()


def shot(name: str, widget) -> None:
    settle()
    widget.grab().save(str(here / "uncertainty" / name), quality=88)


(here / "uncertainty").mkdir(exist_ok=True)
window.resize(1360, 800)
session.wait(60)
session.models.choose("hippocampus")
session.run("ai.segment")
session.wait(120)
session.run("view.entropy")
session.doubts.plane = "axial"  # wherever the mouse is
for _ in range(4):
    session.run("ai.next_doubtful")
    session.doubts.review(0, session.crosshair[0])
session.run("ai.next_doubtful")
settle(seconds=1)
shot("window.jpg", window)
session.run("view.variation")
settle(lambda: session.doubts.overlay() is not None, 120)
axial = window.views.views["axial"]
shot("variation.jpg", axial)
session.run("ai.explain")
session.wait(200)
shot("why.jpg", axial)
session.run("ai.reject")
session.run("view.variation")
app.quit()
