"""Opening, loading, exporting."""

from __future__ import annotations

from collections.abc import Callable

from medseg_gui.commands.base import Command, wish
from medseg_gui.core.i18n import mark
from medseg_gui.reasons import needs_case, needs_export, needs_mask, needs_no_save
from medseg_gui.session import Session

FILE = mark("File")


def _open_folder(s: Session) -> None:
    path = s.ask.folder(mark("Open DICOM folder")) if s.ask else None
    if path:
        s.open(path)


def _open_file(s: Session) -> None:
    from medseg_gui.workers.open_case import volume_filters

    path = s.ask.open_file(mark("Open image"), volume_filters()) if s.ask else None
    if path:
        s.open(path)


def _load_labels(reference: bool) -> Callable[[Session], None]:
    def run(s: Session) -> None:
        from medseg_gui.workers.open_case import label_filters

        title = mark("Load manual labels") if reference else mark("Load mask to edit")
        path = s.ask.open_file(title, label_filters()) if s.ask else None
        if path:
            s.open_labels(path, reference)

    return run


FILES: tuple[Command, ...] = (
    Command(
        "file.open_folder",
        mark("Open DICOM folder…"),
        mark("Finds the series in a folder and opens one"),
        _open_folder,
        "Ctrl+O",
        FILE,
    ),
    Command(
        "file.open_file",
        mark("Open image file…"),
        mark("Opens a saved case or a DICOM, NIfTI, NRRD or MHA file"),
        _open_file,
        "Ctrl+Shift+O",
        FILE,
    ),
    Command(
        "file.pacs",
        mark("PACS…"),
        mark("Finds studies on a PACS, retrieves and opens them, and sends masks back"),
        wish("pacs"),
        "",
        FILE,
    ),
    Command(
        "file.deidentify",
        mark("De-identify…"),
        mark("Copies DICOM files without identity, by the standard's profile, and reports what was changed"),
        wish("deidentify"),
        "",
        FILE,
    ),
    Command(
        "file.open_sample",
        mark("Open sample study"),
        mark("Opens the built-in CT phantom"),
        lambda s: s.open_sample(),
        "",
        FILE,
    ),
    Command(
        "file.clear_recent",
        mark("Clear recent list"),
        mark("Forgets every recently opened path"),
        lambda s: s.forget_recent(),
        "",
        FILE,
        lambda s: "" if s.settings.recent else mark("The recent list is empty."),
    ),
    Command(
        "file.keep_recent",
        mark("Keep a recent list"),
        mark("Remembers opened paths on this computer only"),
        lambda s: s.keep_recent(not s.settings.keep_recent),
        "",
        FILE,
        checkable=True,
        checked=lambda s: s.settings.keep_recent,
    ),
    Command(
        "file.load_labels",
        mark("Load mask to edit…"),
        mark("Loads a mask file into the segments, as one undo step"),
        _load_labels(False),
        "Ctrl+M",
        FILE,
        needs_case,
    ),
    Command(
        "file.load_reference",
        mark("Load manual labels…"),
        mark("Loads a mask file to measure against"),
        _load_labels(True),
        "Ctrl+R",
        FILE,
        needs_case,
    ),
    Command(
        "file.export",
        mark("Export mask…"),
        mark("Writes the masks, reads them back and compares before anything is replaced"),
        wish("export"),
        "Ctrl+E",
        FILE,
        needs_mask,
    ),
    Command(
        "file.save_certificate",
        mark("Save certificate"),
        mark("Saves beside the last export what was compared, with hashes, UIDs and versions"),
        lambda s: s.masks.save_certificate(),
        "",
        FILE,
        needs_export,
    ),
    Command(
        "file.certificates",
        mark("Certificate with each export"),
        mark("Saves a certificate beside each exported file"),
        lambda s: s.masks.certify_all(not s.settings.certificates),
        "",
        FILE,
        checkable=True,
        checked=lambda s: s.settings.certificates,
    ),
    Command(
        "file.save_case",
        mark("Save case"),
        mark("Saves masks, prompts and history; the image stays where it is"),
        lambda s: s.keep.save(),
        "Ctrl+S",
        FILE,
        needs_no_save,
    ),
    Command(
        "file.save_case_as",
        mark("Save case as…"),
        mark("Saves the case under another name"),
        lambda s: s.keep.save_elsewhere(),
        "Ctrl+Shift+S",
        FILE,
        needs_no_save,
    ),
    Command(
        "file.save_case_with_image",
        mark("Save case with image…"),
        mark("Saves the case with a copy of the image and the patient's name, to be opened anywhere"),
        lambda s: s.keep.save_elsewhere(with_image=True),
        "",
        FILE,
        needs_no_save,
    ),
    Command("file.quit", mark("Quit"), mark("Closes the program"), wish("quit"), "Ctrl+Q", FILE),
)
