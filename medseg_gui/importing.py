"""Models brought into the library from the window: asked for, converted in the background, then chosen.

Qt-free, part of the session.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from medseg_gui.core.errors import NeedsTrust
from medseg_gui.core.i18n import mark
from medseg_gui.workers.job import Done, Failed, Outcome

if TYPE_CHECKING:
    from medseg_gui.session import Session

FILES = "Models (*.zip *.onnx *.ts *.torchscript *.jit *.pt *.json);;All files (*)"


class ImportDesk:
    """All methods run on the UI thread."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def ask(self) -> None:
        """Asks for a folder or a file, then imports it."""
        ask = self._session.ask
        if ask is None:
            return
        title = mark("Import model")
        text = mark(
            "A model folder of this program, an nnU-Net v2 trained-model folder, the weights of nnInteractive, a MONAI "
            "bundle, a ZIP of one of them, or an ONNX or TorchScript file with its description beside it."
        )
        kind = ask.choice(title, text, [mark("Folder…"), mark("File…")])
        path = None if kind is None else ask.folder(title) if kind == 0 else ask.open_file(title, FILES)
        if path:
            self.bring(path)

    def bring(self, path: str | Path, trusted: bool = False) -> None:
        """Imports a model in the background and chooses it; a program among them only on the person's word."""
        from medseg_gui.workers import importing

        def ended(outcome: Outcome[Any]) -> None:
            session = self._session
            if isinstance(outcome, Done):
                session.models.choose(outcome.value.name)
                session.say(mark("Model {name} was imported.").format(name=outcome.value.name))
            elif isinstance(outcome, Failed) and isinstance(outcome.error, NeedsTrust) and session.ask is not None:
                text = mark(
                    "{name} is a TorchScript model, which is a program: it can do to your files what you can. "
                    "Let it run only if you trust who made it."
                )
                if session.ask.confirm(
                    mark("Run this program?"), text.format(name=Path(path).name), mark("Let it run")
                ):
                    self.bring(path, trusted=True)
                else:
                    session.say(mark("The model was not imported."))
            else:
                session.report(outcome)

        self._session.submit(
            mark("Importing {name}").format(name=Path(path).name),
            lambda: importing.import_model(path, trusted=trusted),
            ended,
            key="import_model",
        )
