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

window.resize(1480, 900)  # noqa: F821
session.open_sample()  # noqa: F821
session.wait(120)  # noqa: F821
session.settings.show_crosshair = session.settings.show_overlay_text = False  # noqa: F821
session.chosen.emit("display")  # noqa: F821
session.set_crosshair((SLICE, 130, 128))  # noqa: F821
session.add_segment("Liver")  # noqa: F821
session.run("tool.click")  # noqa: F821
session.wait_until(lambda: worker.is_loaded("click"), 300)  # noqa: F821
view = window.views.views["axial"]  # noqa: F821


def place(at: tuple[int, int]) -> QPoint:
    where = view.place_of((view.slice_index, *at))
    return QPoint(round(where.x()), round(where.y()))


def move(at: tuple[int, int]) -> None:
    QTest.mouseMove(view, place(at))


def preview(at: tuple[int, int]) -> None:
    move(at)
    session.wait_until(lambda: session.clicks.preview.shown is not None, 120)  # noqa: F821


def click(at: tuple[int, int], button: Qt.MouseButton = LEFT) -> None:
    QTest.mouseClick(view, button, Qt.KeyboardModifier.NoModifier, place(at))
    session.wait(120)  # noqa: F821


def take(name: str) -> None:
    """The tool's bar and the axial view below it."""
    corner = view.mapTo(window, QPoint(view.width(), view.height()))  # noqa: F821
    bar = window.bar.mapTo(window, QPoint(0, 0)).y()  # noqa: F821
    picture = window.grab(QRect(0, bar, corner.x(), corner.y() - bar))  # noqa: F821
    small = picture.scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
    small.toImage().convertToFormat(small.toImage().Format.Format_RGB888).save(str(HERE / f"click-{name}.png"))


HERE.mkdir(exist_ok=True)
preview(LIVER)
take("1-preview")
click(LIVER)
move(AWAY)
take("2-answer")
session.run("ai.next_guess")  # noqa: F821
move(AWAY)
take("3-other")
session.run("ai.previous_guess")  # noqa: F821
click(LESION, RIGHT)
move(AWAY)
take("4-negative")
session.run("view.probability")  # noqa: F821
take("5-probability")
session.run("view.probability")  # noqa: F821
for _ in range(2):
    session.run("ai.influence")  # noqa: F821
    session.wait(120)  # noqa: F821
take("6-influence")
session.run("ai.accept")  # noqa: F821
session.add_segment("Lesion")  # noqa: F821
click(LESION)
move(AWAY)
take("7-next")
app.quit()  # noqa: F821
