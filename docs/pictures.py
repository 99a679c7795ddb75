"""Takes the picture of the README: medseg-gui FOLDER_OF_THE_ABDOMEN_CT --python-script docs/pictures.py

The liver in one slice, drawn by the click model from five clicks; nothing was corrected by hand.
"""

from pathlib import Path

from medseg_gui.core.prompts import Click

ORGANS = {"Liver": [(270, 170, True), (200, 220, True), (300, 150, True), (240, 270, False), (235, 315, False)]}
SLICE = 21
here = Path(__file__).resolve().parent
window.resize(1600, 1000)  # noqa: F821
session.wait(60)  # noqa: F821
session.run("tool.click")  # noqa: F821
for name, clicks in ORGANS.items():
    session.add_segment(name)  # noqa: F821
    for row, column, positive in clicks:
        session.point(Click((SLICE, row, column), positive, "axial"))  # noqa: F821
        session.wait(60)  # noqa: F821
session.set_crosshair((SLICE, 230, 190))  # noqa: F821
window.live.count_now()  # noqa: F821
window.grab().save(str(here / "window-abdomen.png"))  # noqa: F821
app.quit()  # noqa: F821
