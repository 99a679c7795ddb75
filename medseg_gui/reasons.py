"""Why a command is not possible now: one line that says what to do first, or an empty string."""

from __future__ import annotations

from medseg_gui.core.i18n import mark
from medseg_gui.session import Session


def needs_case(s: Session) -> str:
    if s.opening.coming is not None:
        return mark("The image is still being read: wait, or press Escape to stop.")
    return "" if s.case else mark("Open an image first.")


def needs_ct(s: Session) -> str:
    known = s.volume.modality if s.volume else ""
    return needs_case(s) or ("" if known in ("CT", "") else mark("These windows are in HU, and this is no CT."))


def needs_segment(s: Session) -> str:
    return needs_case(s) or ("" if s.segment else mark("Add or choose a segment first."))


def needs_free_segment(s: Session) -> str:
    reason = needs_segment(s)
    if not reason and s.segment is not None and s.segment.locked:
        reason = mark("The segment {name} is locked: unlock it first.").format(name=s.segment.name)
    return reason


def needs_export(s: Session) -> str:
    return needs_case(s) or ("" if s.masks.exported else mark("Export the mask first."))


def needs_mask(s: Session) -> str:
    reason = needs_case(s)
    if not reason and s.case is not None and not s.case.labelmap.segments:
        reason = mark("There is no segment yet: add one or run a model.")
    return reason


def needs_model(s: Session) -> str:
    if not needs_case(s) and s.models.clicks:
        return mark("The click model answers clicks: take the click tool.")
    return needs_case(s) or ("" if s.models.name else mark("Choose a model in the models panel first."))


def needs_fitting_model(s: Session) -> str:
    """A model of the image's modality, where both are known."""
    reason, known, made_for = needs_model(s), s.volume.modality if s.volume else "", s.models.made_for
    if not reason and known and made_for and known not in made_for:
        text = mark("The model {name} is made for {made_for}, and this image is {known}: choose another one.")
        reason = text.format(name=s.models.name, made_for=", ".join(made_for), known=known)
    return reason


def needs_quiet(s: Session) -> str:
    """No stroke is under way."""
    under_way = s.case is not None and s.case.editing
    return needs_case(s) or (mark("Finish the stroke, or press Escape.") if under_way else "")


def needs_undo(s: Session) -> str:
    return needs_quiet(s) or ("" if s.case and s.case.history.done else mark("There is nothing to undo."))


def needs_redo(s: Session) -> str:
    return needs_quiet(s) or ("" if s.case and s.case.history.undone else mark("There is nothing to redo."))


def needs_no_save(s: Session) -> str:
    return needs_quiet(s) or (mark("The case is being saved: wait a moment.") if s.keep.saving else "")


def needs_radius(s: Session) -> str:
    has = hasattr(s.tools.chosen, "radius_mm")
    return needs_case(s) or ("" if has else mark("This tool has no radius: take the brush or the eraser."))


def needs_several(s: Session) -> str:
    """Two segments at least."""
    several = s.labels is not None and len(s.labels.segments) > 1
    return needs_segment(s) or ("" if several else mark("There is only one segment."))


def needs_hidden(s: Session) -> str:
    hidden = s.labels is not None and not all(segment.visible for segment in s.labels.segments)
    return needs_mask(s) or ("" if hidden else mark("Every segment is shown already."))


def needs_pending(s: Session) -> str:
    return "" if s.models.pending else mark("No newly trained model is waiting.")


def needs_jobs(s: Session) -> str:
    return "" if s.runner.active else mark("Nothing is under way.")


def needs_no_training(s: Session) -> str:
    if s.models.pending is not None:
        return mark("Accept or discard the model trained before.")
    return mark("A training is under way.") if any(job.key == "train" for job in s.runner.active) else ""


def needs_training_data(s: Session) -> str:
    if reason := needs_no_training(s):
        return reason
    if not s.models.teachable:
        return mark("This kind of model can be run, not taught.")
    return needs_mask(s) or ("" if s.models.name else mark("Choose a model in the models panel first."))


def needs_training(s: Session) -> str:
    """One that has come as far as to be paused."""
    return "" if s.models.samples else mark("No training is under way.")


def needs_offer(s: Session) -> str:
    """A new model that is better than the old one."""
    refused = s.models.pending is not None and not s.models.offered
    return needs_pending(s) or (mark("It is not surely better: the old model stays.") if refused else "")


def needs_parent(s: Session) -> str:
    return "" if s.models.parent else mark("The chosen model was not made from another one that is still here.")


def needs_series(s: Session, by: int = 0) -> str:
    """Several series, and one so many rows further on."""
    reason = needs_case(s) or ("" if len(s.rows) > 1 else mark("There is only one series."))
    uids = [row.uid for row in s.rows]
    if not reason and s.series_uid in uids and not 0 <= uids.index(s.series_uid) + by < len(uids):
        reason = mark("This is the first series.") if by < 0 else mark("This is the last series.")
    return reason


def needs_click_model(s: Session) -> str:
    from medseg_gui.workers import models

    return needs_case(s) or ("" if models.has(s.clicks.model) else mark("The click model is not installed."))


def needs_object(s: Session) -> str:
    return needs_case(s) or ("" if s.clicks.under_way(s.case) else mark("Click on an object first."))


def needs_prompt(s: Session) -> str:
    return needs_case(s) or ("" if s.case and len(s.case.prompts) else mark("There is no prompt: click on an object."))


def needs_object_in_slices(s: Session) -> str:
    if s.case is not None and s.case.prompts.whole:
        return mark("The whole object is drawn: click where it is wrong.")
    return needs_prompt(s)


def needs_guesses(s: Session) -> str:
    return needs_object(s) or ("" if s.clicks.guesses(s.case) > 1 else mark("There is no other answer."))


def needs_other_segment(s: Session) -> str:
    return needs_free_segment(s) or ("" if s.operations.others() else mark("There is no other segment."))


def needs_two_segments(s: Session) -> str:
    free = [x for x in s.labels.segments if x.visible and not x.locked] if s.labels else []
    return needs_segment(s) or ("" if len(free) > 1 else mark("It takes two segments, shown and not locked."))


def needs_ranged_tool(s: Session) -> str:
    return needs_case(s) or ("" if s.tools.ranged else mark("Take the brush, the eraser or the threshold first."))


def needs_range(s: Session) -> str:
    has = s.tools.ranged and s.tools.limits is None  # the threshold is nothing but a range
    return needs_case(s) or ("" if has else mark("Take the brush or the eraser first."))


def needs_other_tool(s: Session) -> str:
    return needs_case(s) or ("" if s.tools.last != s.tool_id else mark("There was no other tool yet."))


def needs_doubt(s: Session) -> str:
    """An answer in several slices, with how sure the model is of each voxel."""
    if s.doubts.doubts() is not None:
        return ""
    return needs_case(s) or mark("Run an automatic model, or draw a whole object with the click model, first.")


def needs_explained(s: Session) -> str:
    return needs_case(s) or s.explaining.why_not()


def needs_threshold(s: Session) -> str:
    return needs_case(s) or ("" if s.tools.limits else mark("Take the threshold first."))


def needs_proposal(s: Session) -> str:
    """A tool shows something that can be applied to a segment."""
    if needs_case(s) or s.tools.proposal is not None:
        return needs_case(s)
    return needs_free_segment(s) if s.tools.pending else mark("Take the threshold, or grow from seeds, first.")


def needs_answer(s: Session) -> str:
    """An open operation, an object of the click model, or what a tool shows."""
    if s.operations.current is not None:
        return s.operations.problem
    return needs_proposal(s) if s.tools.pending else needs_object(s)


def needs_dropped(s: Session) -> str:
    dropped = s.explaining.active or s.operations.current is not None or s.tools.proposal is not None
    return "" if dropped else needs_object(s)


def needs_seeds(s: Session) -> str:
    if s.labels is not None and sum(segment.visible for segment in s.labels.segments) >= 2:
        return ""
    return needs_case(s) or mark("Paint into two visible segments first: the object, and what is beside it.")


def needs_shown(s: Session) -> str:
    return "" if s.tools.proposal is not None else mark("Nothing is proposed.")


def needs_measure(s: Session) -> str:
    return needs_case(s) or ("" if s.measures.all else mark("There is no measurement yet."))


def needs_chosen_measure(s: Session) -> str:
    chosen = s.measures.chosen is not None
    return needs_measure(s) or ("" if chosen else mark("Click a measurement in a view or in the panel first."))


def needs_figures(s: Session) -> str:
    found = bool(s.measures.all or (s.labels is not None and s.labels.segments))
    return needs_case(s) or ("" if found else mark("There is nothing measured and no segment yet."))


def needs_slab(s: Session) -> str:
    return needs_case(s) or ("" if s.slab.thick.mode != "off" else mark("Show a slab first (MIP, MinIP or mean)."))
