"""Help: keys, pictures, what is needed when something went wrong."""

from __future__ import annotations

from medseg_gui.commands.base import Command, wish
from medseg_gui.core.i18n import mark

HELP = mark("Help")

HELPING: tuple[Command, ...] = (
    Command(
        "help.palette",
        mark("Command palette…"),
        mark("Finds a command by its name"),
        wish("command_palette"),
        "Ctrl+Shift+P",
        HELP,
    ),
    Command(
        "help.keys",
        mark("Keys and mouse"),
        mark("All keys, made from the command table"),
        wish("cheat_sheet"),
        "F1",
        HELP,
    ),
    Command(
        "help.shortcuts",
        mark("Change keys…"),
        mark("Other keys for commands; keymaps of 3D Slicer, ITK-SNAP and OHIF"),
        wish("shortcuts"),
        "Ctrl+,",
        HELP,
    ),
    Command(
        "help.clicking",
        mark("Pointing at objects"),
        mark("The click tool step by step, with pictures"),
        wish("clicking"),
        "Shift+F1",
        HELP,
    ),
    Command("help.log", mark("Open log folder"), mark("Shows where the log file is"), wish("log_folder"), "", HELP),
    Command(
        "help.diagnostic",
        mark("Copy diagnostic"),
        mark("Copies versions, hardware and settings, to be sent to who helps; no patients, names or folders"),
        wish("copy_diagnostic"),
        "",
        HELP,
    ),
    Command("help.about", mark("About medseg"), mark("Version, licence, research use"), wish("about"), "", HELP),
)
