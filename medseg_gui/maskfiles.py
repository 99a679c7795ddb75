"""Masks in and out of the open case: files of another grid are asked about, exports are verified and certified.

Qt-free, part of the session.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medseg_gui.core.answers import named_like
from medseg_gui.core.case import Case
from medseg_gui.core.errors import MedsegError, OtherGrid
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.segmenter import Progress
from medseg_gui.workers.job import Done, Failed, Job, Outcome, Steps

if TYPE_CHECKING:
    from medseg_gui.session import Session
    from medseg_gui.workers.export import Exported
    from medseg_gui.workers.export_plan import Plan


class MaskDesk:
    """All methods run on the UI thread."""

    def __init__(self, session: Session, chosen: Callable[[str], None]) -> None:
        self._session = session
        self._tell = chosen
        self._last: Exported | None = None
        self.folder: Path | None = None
        """Where masks were exported last; not kept in settings, since folders often name patients."""
        session.case_opened.connect(lambda _: self._keep(None))

    # ----- in --------------------------------------------------------------------------------------
    def open(self, path: str | Path, reference: bool) -> None:
        """Loads masks from a file: as manual labels to measure against, or as the masks to edit (one undo step).

        A mask of another grid is resampled, and used only if the person wants it so, told what that costs.
        """
        path, case = Path(path), self._session.the_case()

        def ended(outcome: Outcome[LabelMap]) -> None:
            other = outcome.error if isinstance(outcome, Failed) else None
            if isinstance(other, OtherGrid) and self._session.ask is not None:
                what = other.what
                self._read(case, path, True, lambda moved: asked(moved, what))
            elif (labels := self._fresh(case, outcome)) is not None:
                self._use(case, path, labels, reference)

        def asked(outcome: Outcome[LabelMap], what: str) -> None:
            labels, ask = self._fresh(case, outcome), self._session.ask
            if labels is None or ask is None:
                return
            cost = "\n".join(n.text for n in labels.notes)
            text = f"{what}.\n\n{mark('It can be used resampled, at this cost:')}\n{cost}"
            if ask.confirm(mark("Mask of another grid"), text, mark("Resample")):
                self._use(case, path, labels, reference)
            else:
                self._session.say(mark("The mask lies on another grid and was not loaded."), "warning")

        self._read(case, path, False, ended)

    def _read(self, case: Case, path: Path, resample: bool, ended: Callable[[Outcome[LabelMap]], None]) -> None:
        from medseg_gui.workers import open_case

        name = mark("Resampling mask") if resample else mark("Reading mask")
        start = lambda: open_case.open_labels(path, like=case.volume, resample=resample)  # noqa: E731
        self._session.submit(name, start, ended)

    def _fresh(self, case: Case, outcome: Outcome[LabelMap]) -> LabelMap | None:
        """The labels; None, and the reason said, when there are none or another case is open by now."""
        if not isinstance(outcome, Done):
            self._session.report(outcome)
            return None
        if self._session.case is not case:
            self._session.say(mark("Another image was opened meanwhile: the mask was not loaded."), "warning")
            return None
        return outcome.value

    def _use(self, case: Case, path: Path, labels: LabelMap, reference: bool) -> None:
        if reference:
            case.add_reference(path.name, labels)
            self._session.say(mark("Manual labels loaded: {name}").format(name=path.name))
            self._session.evaluate()
        else:
            self._session.apply(named_like(labels, case.labelmap), mark("Load mask"), f"file {path.name}")
        for note in labels.notes:
            self._session.say(note.text, "warning")

    # ----- out -------------------------------------------------------------------------------------
    def export(self, path: str | Path) -> None:
        """Writes all masks, reads them back with a second reader, and says what was compared.

        A name that ends in .rtstruct.dcm is a structure set; the settings say whether a certificate goes beside it.
        """
        from medseg_gui.workers import export

        path, case = Path(path), self._session.the_case()
        labels, volume, save_it = case.labelmap.frozen(), case.volume, self._session.settings.certificates
        self._run(lambda: export.export(labels, path, volume, save_it=save_it), whole=True)

    def export_as(
        self, plan: Plan, ended: Callable[[Outcome[Exported]], None], news: Callable[[Progress], None] | None = None
    ) -> Job[Any]:
        """The same for what was chosen in the dialog, which hears of each step and of the end."""
        from medseg_gui.workers import export_plan

        case = self._session.the_case()
        labels, volume = case.labelmap.frozen(), case.volume
        self.folder = plan.path.parent
        settings = self._session.settings
        settings.export_kind, settings.certificates = plan.kind.id, plan.certificate
        settings.save()
        self._tell("certificates")
        whole = plan.segments == {s.key for s in labels.segments}
        return self._run(lambda: export_plan.write(labels, plan, volume), whole, ended, news)

    def _run(
        self,
        start: Callable[[], Steps[Exported]],
        whole: bool,
        then: Callable[[Outcome[Exported]], None] | None = None,
        news: Callable[[Progress], None] | None = None,
    ) -> Job[Any]:
        """``whole``: the export holds all there is, so that nothing is unsaved after it."""
        case = self._session.the_case()
        place = case.history.place

        def ended(outcome: Outcome[Exported]) -> None:
            if isinstance(outcome, Done):
                done = outcome.value
                if whole:
                    self._session.keep.mark_saved(case, place)
                if self._session.case is case:
                    self._keep(done)
                what = "; ".join(done.report.verified)
                text = mark("Written and verified: {path} ({what})")
                self._session.say(text.format(path=done.report.path, what=what))
            elif then is None:
                self._session.report(outcome)
            if then is not None:
                then(outcome)

        return self._session.submit(mark("Exporting"), start, ended, news=news)

    @property
    def exported(self) -> Path | None:
        """What was exported last from the open case."""
        return self._last.report.path if self._last else None

    def save_certificate(self, then: Callable[[bool], None] | None = None) -> None:
        """Puts the certificate of the last export beside it; ``then`` hears if it is there. Raises MedsegError."""
        from medseg_gui.workers import certify

        last = self._last
        if last is None:
            raise MedsegError(mark("Nothing was exported yet"), todo=mark("Export the mask first."))

        def steps() -> Steps[Path]:
            yield Progress("Certifying")
            return certify.save(last.certificate, last.report.path)

        def ended(outcome: Outcome[Path]) -> None:
            if isinstance(outcome, Done):
                self._session.say(mark("Certificate written: {path}").format(path=outcome.value))
            else:
                self._session.report(outcome)
            if then is not None:
                then(isinstance(outcome, Done))

        self._session.submit(mark("Certifying"), steps, ended)

    def certify_all(self, wanted: bool) -> None:
        """Whether each export gets its certificate."""
        self._session.settings.certificates = wanted
        self._session.settings.save()
        self._tell("certificates")

    def _keep(self, last: Exported | None) -> None:
        self._last = last
        self._tell("exported")
