"""Models: the automatic ones, the click model's answers, learning."""

from __future__ import annotations

from medseg_gui.clickasks import METHODS
from medseg_gui.commands.base import Command, flip, wish
from medseg_gui.commands.doubt import DOUBT
from medseg_gui.core.i18n import mark
from medseg_gui.reasons import (
    needs_answer,
    needs_case,
    needs_dropped,
    needs_fitting_model,
    needs_guesses,
    needs_no_training,
    needs_object,
    needs_object_in_slices,
    needs_offer,
    needs_parent,
    needs_pending,
    needs_prompt,
    needs_training,
    needs_training_data,
)
from medseg_gui.session import Session

AI = mark("AI")

_flip_preview, _preview_on = flip("preview")


def _method(name: str) -> Command:
    return Command(
        f"ai.method_{name.replace('-', '_')}",
        METHODS[name],
        mark("Answers clicks"),
        lambda s: s.clicks.use(s.case, name),
        "",
        AI,
        checkable=True,
        checked=lambda s: s.clicks.method == name,
    )


def _accept(s: Session) -> None:
    """Enter: the open operation comes first, then what a tool shows, then the object."""
    if s.operations.current is not None:
        s.operations.apply()
    elif s.tools.pending:
        s.tools.apply()
    else:
        s.clicks.accept(s.the_case())


def _reject(s: Session) -> None:
    """Escape: what is shown goes first, then the object."""
    if s.explaining.active:
        s.explaining.end()
    elif s.operations.current is not None:
        s.operations.close()
    elif s.tools.proposal:
        s.tools.drop()
    else:
        s.clicks.reject(s.the_case())


AI_COMMANDS: tuple[Command, ...] = (
    Command(
        "ai.segment",
        mark("Segment image"),
        mark("Runs the chosen model on the whole image in the background"),
        lambda s: s.models.run(s.the_case()),
        "Ctrl+Return; Ctrl+Enter",
        AI,
        needs_fitting_model,
    ),
    Command(
        "ai.next_guess",
        mark("Other answer"),
        mark("The next of the answers to the last click: part, object, whole"),
        lambda s: s.clicks.next_guess(s.the_case()),
        "Tab",
        AI,
        needs_guesses,
    ),
    Command(
        "ai.previous_guess",
        mark("Other answer, backwards"),
        mark("The answer before this one"),
        lambda s: s.clicks.next_guess(s.the_case(), -1),
        "Shift+Tab",
        AI,
        needs_guesses,
    ),
    Command(
        "ai.accept",
        mark("Accept object"),
        mark("Keeps the object; the next click begins another"),
        _accept,
        "Return; Enter",
        AI,
        needs_answer,
    ),
    Command(
        "ai.reject",
        mark("Reject object"),
        mark("Takes the object under way and its clicks away"),
        _reject,
        "Esc",
        AI,
        needs_dropped,
    ),
    Command(
        "ai.next_object",
        mark("Next object"),
        mark("Keeps the object and adds a segment for the next one"),
        lambda s: s.next_object(),
        "N",
        AI,
        needs_object,
    ),
    Command(
        "ai.influence",
        mark("Which prompt did what"),
        mark("Hatches the area that exists because of one prompt; again for the next prompt"),
        lambda s: s.influence.next(s.the_case()),
        "J",
        AI,
        needs_object,
    ),
    *DOUBT,
    Command(
        "ai.next_method",
        mark("Other click method"),
        mark("The click model, random walker or region growing answers; the object under way is asked for anew"),
        lambda s: s.clicks.next_method(s.case),
        "Shift+C",
        AI,
        needs_case,
    ),
    *(_method(name) for name in METHODS),
    Command(
        "ai.preview",
        mark("Preview where the mouse rests"),
        mark("Shows as a dashed line what a click here would draw"),
        _flip_preview,
        "",
        AI,
        checkable=True,
        checked=_preview_on,
    ),
    Command(
        "ai.remove_prompt",
        mark("Remove prompt"),
        mark("Takes away the prompt under the pointer, else the last one; the answer is made anew"),
        lambda s: s.clicks.remove(s.the_case(), s.clicks.pointed),
        "Del; Backspace",
        AI,
        needs_prompt,
    ),
    Command(
        "ai.whole_object",
        mark("Whole object"),
        mark("Draws the object in all slices, from the prompts in one or a few"),
        lambda s: s.clicks.whole(s.the_case()),
        "Shift+Return; Shift+Enter",
        AI,
        needs_object_in_slices,
    ),
    Command(
        "ai.import_model",
        mark("Import model…"),
        mark("Brings in a model folder, ZIP or file: nnU-Net v2, nnInteractive, MONAI bundle, ONNX"),
        lambda s: s.imports.ask(),
        "",
        AI,
    ),
    Command(
        "ai.finetune",
        mark("Learn from this case"),
        mark("Fine-tunes a copy of the chosen model on the corrected masks"),
        lambda s: s.models.finetune(s.the_case()),
        "",
        AI,
        needs_training_data,
    ),
    Command(
        "ai.learn_quickly",
        mark("Learn from this case in seconds"),
        mark("A short fine-tuning between two slices, from what is corrected so far"),
        lambda s: s.models.finetune(s.the_case(), size="quick"),
        "",
        AI,
        needs_training_data,
    ),
    Command(
        "ai.learn_project",
        mark("Learn from all my cases"),
        mark("A long fine-tuning in the background on all cases corrected for the chosen model, this one included"),
        lambda s: s.models.finetune(s.the_case(), size="project"),
        "",
        AI,
        needs_training_data,
    ),
    Command(
        "ai.train_model",
        mark("Train new model…"),
        mark("A network for your own classes, from this case or a folder of cases, configured by itself"),
        wish("train"),
        "",
        AI,
        needs_no_training,
    ),
    Command(
        "ai.pause_training",
        mark("Pause training"),
        mark("The training waits until you let it go on; nothing is lost"),
        lambda s: s.models.pause_or_resume(),
        "",
        AI,
        needs_training,
        True,
        lambda s: s.models.paused,
    ),
    Command(
        "ai.roll_back",
        mark("Back to the older model"),
        mark("Chooses the model that the chosen one was made from"),
        lambda s: s.models.roll_back(),
        "",
        AI,
        needs_parent,
    ),
    Command(
        "ai.accept_model",
        mark("Accept new model"),
        mark("Keeps the newly trained model beside the others"),
        lambda s: s.models.accept(),
        "",
        AI,
        needs_offer,
    ),
    Command(
        "ai.discard_model",
        mark("Discard new model"),
        mark("Throws the newly trained model away"),
        lambda s: s.models.discard(),
        "",
        AI,
        needs_pending,
    ),
)
