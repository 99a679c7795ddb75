"""Measuring, windows, what the views show."""

from __future__ import annotations

from collections.abc import Callable

from medseg_gui.commands.authors import AUTHORS
from medseg_gui.commands.base import Command, flip, wish
from medseg_gui.commands.doubt import OVERLAYS
from medseg_gui.core.i18n import mark
from medseg_gui.core.windows import CT_PRESETS, Preset, automatic_window, default_window
from medseg_gui.reasons import needs_case, needs_ct, needs_mask, needs_series
from medseg_gui.session import Session

VIEW = mark("View")
MEASURE = mark("Measure")
OPACITY_STEP = 0.1


def _step_series(by: int) -> Callable[[Session], None]:
    def run(s: Session) -> None:
        uids = [row.uid for row in s.rows]
        if s.series_uid in uids:
            to = uids.index(s.series_uid) + by
            if 0 <= to < len(uids):
                s.open_series(uids[to])

    return run


def _window(width: float, level: float) -> Callable[[Session], None]:
    return lambda s: s.set_window(width, level)


def _own_window(s: Session) -> None:
    s.set_window(*default_window(s.the_case().volume))


def _automatic_window(s: Session) -> None:
    s.set_window(*automatic_window(s.the_case().volume))


def _toggle(command_id: str, title: str, key: str, help_text: str, setting: str) -> Command:
    run, checked = flip(setting)
    return Command(command_id, title, help_text, run, key, mark("View"), checkable=True, checked=checked)


def _preset(preset: Preset) -> Command:
    return Command(
        f"view.window_{preset.key}",
        preset.title,
        mark("Window {width:g}, level {level:g} HU").format(width=preset.width, level=preset.level),
        _window(preset.width, preset.level),
        preset.key,
        mark("View"),
        needs_ct,
    )


def _moves(command_id: str, title: str, key: str, help_text: str) -> Command:
    return Command(f"view.{command_id}", title, help_text, wish(command_id), key, VIEW, needs_case)


def _opacity(by: float) -> Callable[[Session], None]:
    def run(s: Session) -> None:
        s.settings.label_opacity = round(min(max(s.settings.label_opacity + by, 0.0), 1.0), 2)
        s.settings.save()
        s.chosen.emit("display")

    return run


MOVING: tuple[Command, ...] = (
    _moves("slice_previous", mark("Previous slice"), "Up", mark("One slice back, in the view that the mouse is in")),
    _moves("slice_next", mark("Next slice"), "Down", mark("One slice on, in the view that the mouse is in")),
    _moves("slice_back", mark("Ten slices back"), "Shift+Up", mark("Ten slices back, in the view of the mouse")),
    _moves("slice_on", mark("Ten slices on"), "Shift+Down", mark("Ten slices on, in the view of the mouse")),
    _moves("slice_first", mark("First slice"), "Home", mark("The first slice, in the view of the mouse")),
    _moves("slice_last", mark("Last slice"), "End", mark("The last slice, in the view of the mouse")),
    _moves("zoom_in", mark("Zoom in"), "+; =", mark("Enlarges the view that the mouse is in")),
    _moves("zoom_out", mark("Zoom out"), "-", mark("Makes the view that the mouse is in smaller")),
    _moves("maximise", mark("One view alone"), "Z", mark("The view of the mouse fills the window, and back")),
)

VIEWING: tuple[Command, ...] = (
    Command(
        "measure.evaluate",
        mark("Measure"),
        mark("Volumes, and all figures against the manual labels"),
        lambda s: s.evaluate(),
        "Ctrl+D",
        MEASURE,
        needs_mask,
    ),
    Command(
        "view.reset",
        mark("Reset views"),
        mark("Fits the image into each view"),
        wish("reset_views"),
        "R",
        VIEW,
        needs_case,
    ),
    Command(
        "view.window_0",
        mark("Window of the file"),
        mark("The window that the file asks for; the automatic one where that makes no sense"),
        _own_window,
        "0",
        VIEW,
        needs_case,
    ),
    Command(
        "view.window_auto",
        mark("Automatic window"),
        mark("A window that suits the image: of MR and the like what lies above the air"),
        _automatic_window,
        "9",
        VIEW,
        needs_case,
    ),
    *(_preset(preset) for preset in CT_PRESETS),
    *MOVING,
    _toggle("view.overlay", mark("Show masks"), "G", mark("Shows or hides the masks"), "show_masks"),
    Command(
        "view.less_opaque",
        mark("Masks more transparent"),
        mark("Shows more of the image through the masks"),
        _opacity(-OPACITY_STEP),
        "Ctrl+Down",
        VIEW,
    ),
    Command(
        "view.more_opaque",
        mark("Masks more opaque"),
        mark("Shows less of the image through the masks"),
        _opacity(OPACITY_STEP),
        "Ctrl+Up",
        VIEW,
    ),
    _toggle("view.outline", mark("Outlines"), "O", mark("Draws the border of each segment"), "outline"),
    _toggle(
        "view.reference",
        mark("Manual labels"),
        "M",
        mark("Draws the border of the manual labels as a dashed white line"),
        "show_reference",
    ),
    *OVERLAYS,
    *AUTHORS,
    _toggle("view.text", mark("Corner texts"), "I", mark("Shows or hides the corner texts"), "show_overlay_text"),
    _toggle("view.identity", mark("Patient identity"), "Shift+I", mark("Shows or hides who it is"), "show_identity"),
    _toggle("view.crosshair", mark("Crosshair"), "H", mark("Shows or hides the crosshair"), "show_crosshair"),
    _toggle("view.interpolate", mark("Smooth pixels"), "Shift+N", mark("Interpolates between pixels"), "interpolate"),
    Command(
        "view.previous_series",
        mark("Previous series"),
        mark("Opens the series before this one"),
        _step_series(-1),
        "PgUp",
        VIEW,
        lambda s: needs_series(s, -1),
    ),
    Command(
        "view.next_series",
        mark("Next series"),
        mark("Opens the series after this one"),
        _step_series(1),
        "PgDown",
        VIEW,
        lambda s: needs_series(s, 1),
    ),
)
