"""Takes the pictures of tools.md: medseg-gui FOLDER_OF_THE_ABDOMEN_CT --python-script docs/tool_pictures.py

Real mouse events on the axial view of a CT; each picture shows the tool at work, or what it has just done.
"""

import time
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

FOLDER = Path(__file__).resolve().parent / "tools"
NONE, LEFT = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
window.resize(1480, 920)
session.wait(60)
view = window.views.views["axial"]
liver, other = session.add_segment("Liver"), session.add_segment("Beside it")
session.set_window(350, 60)


def mouse(kind, place, button, held, modifiers=PLAIN):
    at = view.place_of((view.slice_index, *place))
    QApplication.sendEvent(view, QMouseEvent(kind, at, view.mapToGlobal(at), button, held, modifiers))


def press(place, modifiers=PLAIN):
    mouse(QEvent.Type.MouseButtonPress, place, LEFT, LEFT, modifiers)


def move(place, held=LEFT):
    mouse(QEvent.Type.MouseMove, place, NONE, held)


def release(place):
    mouse(QEvent.Type.MouseButtonRelease, place, LEFT, NONE)


def click(place, modifiers=PLAIN):
    press(place, modifiers)
    release(place)


def drag(*places, shot=""):
    press(places[0])
    for place in places[1:]:
        move(place)
    if shot:
        take(shot)
    release(places[-1])


def key(which):
    QApplication.sendEvent(view, QKeyEvent(QEvent.Type.KeyPress, which, PLAIN))


def take(name):
    session.wait(120)
    end = time.monotonic() + 0.2
    while time.monotonic() < end:
        QApplication.processEvents()
    top, bottom = (round(view.place_of((30, row, 250)).y()) for row in (110, 420))
    shown = view.grab().copy(0, top, view.width(), bottom - top)
    picture = shown.scaledToWidth(520, Qt.TransformationMode.SmoothTransformation)
    picture.save(str(FOLDER / f"{name}.jpg"), quality=85)


def use(tool, **values):
    session.choose_segment(liver)
    session.set_crosshair((30, 250, 250))
    session.run(f"tool.{tool}")
    for name, value in values.items():
        setattr(session.tools.chosen, name, value)
    session.tools.told()


def undo_all():
    session.wait(120)
    session.go_to_step(2)


use("brush", radius_mm=20.0)
drag((210, 150), (230, 160), (250, 190), shot="brush")
undo_all()
use("brush", radius_mm=25.0)
click((220, 180), Qt.KeyboardModifier.AltModifier)
drag((210, 150), (230, 160), (250, 190), shot="range")
undo_all()
use("smart_brush", radius_mm=25.0)
drag((200, 140), (220, 134), (240, 132), (260, 138), shot="smart_brush")
undo_all()
use("polygon")
for corner in ((180, 150), (172, 220), (230, 260), (300, 200)):
    click(corner)
move((300, 140), NONE)
take("polygon")
key(Qt.Key.Key_Escape)
use("freehand")
drag((200, 150), (180, 180), (185, 230), (240, 250), (280, 210), (260, 160), shot="freehand")
undo_all()
use("livewire")
for corner in ((165, 180), (225, 112), (304, 160)):
    click(corner)
    move((corner[0] + 3, corner[1] + 3), NONE)
move((300, 215), NONE)
take("livewire")
click((300, 215))
key(Qt.Key.Key_Return)
use("scissors")
drag((200, 100), (195, 180), (240, 185), (245, 100), shot="scissors")
undo_all()
use("level")
press((280, 262))
move((280, 273))
take("level")
key(Qt.Key.Key_Escape)
release((280, 273))
use("fill", tolerance=40.0)
click((280, 262))
take("fill")
undo_all()
use("grow")
click((230, 170))
take("grow")
undo_all()
use("threshold", preset="bone")
session.tools.chosen.taken("preset")
session.tools.told()
take("threshold")
use("seeds", radius_mm=6.0)
for number in (28, 30, 32):
    session.set_crosshair((number, 250, 250))
    session.choose_segment(liver)
    drag((200, 150), (240, 150), (270, 200), (220, 250))
    session.choose_segment(other)
    drag((150, 130), (200, 80), (260, 80))
    drag((160, 240), (190, 330), (280, 350))
    drag((300, 260), (330, 260))
    drag((340, 150), (345, 215))
session.set_crosshair((30, 250, 250))
session.run("tool.grow_seeds")
take("seeds")
undo_all()
use("distance")
drag((228, 122), (228, 200), (228, 262))
use("angle")
drag((355, 215), (322, 232), (292, 250))
move((355, 290), NONE)
click((355, 290))
use("ellipse")
drag((210, 290), (225, 320), (245, 350))
session.run("tool.pointer")
take("measures")
session.run("measure.remove_all")
use("brush", radius_mm=20.0)
drag((215, 150), (230, 160), (250, 190))
session.run("measure.diameters")
session.set_crosshair((30, 250, 250))
take("diameters")
session.run("measure.remove_all")
undo_all()
session.run("tool.pointer")
session.slab.set("mip", 30.0)
take("mip")
session.run("view.slab_off")
app.quit()
