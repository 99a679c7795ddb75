"""Takes the pictures of the guide: medseg-gui --python-script docs/click_pictures.py

The click sequence on the built-in sample study, by the shipped model: preview, answer, correction, other answers,
the next object, and what tells how far to trust it. The pictures go to resources/help, where the window's guide and
docs/clicking.md find them.
"""

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest

from medseg_gui.workers import segment as worker

HERE = Path(__file__).resolve().parent.parent / "resources" / "help"
SLICE, WIDTH = 28, 640
LIVER, LESION, KIDNEY = (130, 100), (111, 93), (153, 168)
AWAY = (20, 20)
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton

window.resize(1480, 900)
session.open_sample()
session.wait(120)
session.settings.show_crosshair = session.settings.show_overlay_text = False
session.chosen.emit("display")
session.set_crosshair((SLICE, 130, 128))
session.add_segment("Liver")
session.run("tool.click")
session.wait_until(lambda: worker.is_loaded("click"), 300)
view = window.views.views["axial"]


def place(at: tuple[int, int]) -> QPoint:
    where = view.place_of((view.slice_index, *at))
    return QPoint(round(where.x()), round(where.y()))


def move(at: tuple[int, int]) -> None:
    QTest.mouseMove(view, place(at))


def preview(at: tuple[int, int]) -> None:
    move(at)
    session.wait_until(lambda: session.clicks.preview.shown is not None, 120)


def click(at: tuple[int, int], button: Qt.MouseButton = LEFT) -> None:
    QTest.mouseClick(view, button, Qt.KeyboardModifier.NoModifier, place(at))
    session.wait(120)


def take(name: str) -> None:
    """The tool's bar and the axial view below it."""
    corner = view.mapTo(window, QPoint(view.width(), view.height()))
    bar = window.bar.mapTo(window, QPoint(0, 0)).y()
    picture = window.grab(QRect(0, bar, corner.x(), corner.y() - bar))
    small = picture.scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
    small.toImage().convertToFormat(small.toImage().Format.Format_RGB888).save(str(HERE / f"click-{name}.png"))


HERE.mkdir(exist_ok=True)
preview(LIVER)
take("1-preview")
click(LIVER)
move(AWAY)
take("2-answer")
session.run("ai.next_guess")
move(AWAY)
take("3-other")
session.run("ai.previous_guess")
click(LESION, RIGHT)
move(AWAY)
take("4-negative")
session.run("view.probability")
take("5-probability")
session.run("view.probability")
for _ in range(2):
    session.run("ai.influence")
    session.wait(120)
take("6-influence")
session.run("ai.accept")
session.add_segment("Lesion")
click(LESION)
move(AWAY)
take("7-next")
app.quit()
