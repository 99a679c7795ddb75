"""Takes the pictures of the README: medseg-gui PATH_OF_AN_ABDOMEN_CT --python-script docs/pictures.py

The masks are the first draft of the model ``body-phantom``, which never saw a patient: what a reader then corrects.
"""

from pathlib import Path

here = Path(__file__).resolve().parent
window.resize(1600, 1000)  # noqa: F821
session.wait(60)  # noqa: F821
session.run_model("body-phantom")  # noqa: F821
session.wait(120)  # noqa: F821
session.set_crosshair((21, 250, 200))  # noqa: F821
window.grab().save(str(here / "window-abdomen.png"))  # noqa: F821
app.quit()  # noqa: F821
