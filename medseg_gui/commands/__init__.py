"""The table of user commands. Menus, toolbar, keys, help and tests are all made from it; a new command is one row."""

from __future__ import annotations

from medseg_gui.commands.ai import AI_COMMANDS
from medseg_gui.commands.base import Command
from medseg_gui.commands.cases import CASES
from medseg_gui.commands.editing import EDITING
from medseg_gui.commands.files import FILES
from medseg_gui.commands.helping import HELPING
from medseg_gui.commands.measuring import MEASURING
from medseg_gui.commands.operations import OPERATING
from medseg_gui.commands.segments import SEGMENTS
from medseg_gui.commands.studies import STUDIES
from medseg_gui.commands.viewing import VIEWING
from medseg_gui.core.errors import MedsegError
from medseg_gui.session import Session

__all__ = ["COMMANDS", "Command", "command", "run"]

COMMANDS: tuple[Command, ...] = (
    *FILES,
    *CASES,
    *EDITING,
    *SEGMENTS,
    *OPERATING,
    *AI_COMMANDS,
    *STUDIES,
    *MEASURING,
    *VIEWING,
    *HELPING,
)

_BY_ID = {c.id: c for c in COMMANDS}


def run(session: Session, command_id: str) -> None:
    """Runs the command of that id. Raises MedsegError when there is none or it is disabled now."""
    command(command_id).run_in(session)


def command(command_id: str) -> Command:
    """The command of that id. Raises MedsegError when there is none."""
    try:
        return _BY_ID[command_id]
    except KeyError:
        raise MedsegError(f"There is no command {command_id!r}", todo="`medseg commands` lists them.") from None
