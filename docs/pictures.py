"""Takes the picture of the README: medseg-gui FOLDER_OF_THE_ABDOMEN_CT --python-script docs/pictures.py

The liver in one slice, drawn by the click model from five clicks; nothing was corrected by hand.
"""

from pathlib import Path

from medseg_gui.core.prompts import Click

ORGANS = {"Liver": [(270, 170, True), (200, 220, True), (300, 150, True), (240, 270, False), (235, 315, False)]}
SLICE = 21
here = Path(__file__).resolve().parent
window.resize(1600, 1000)
session.wait(60)
session.run("tool.click")
for name, clicks in ORGANS.items():
    session.add_segment(name)
    for row, column, positive in clicks:
        session.point(Click((SLICE, row, column), positive, "axial"))
        session.wait(60)
session.set_crosshair((SLICE, 230, 190))
window.live.count_now()
window.grab().save(str(here / "window-abdomen.png"))
app.quit()
