"""Verbs of the program itself."""

from __future__ import annotations

from pathlib import Path

from medseg_gui.cli.base import Options, Parser, Verb, say, show, table

DEMO_OUT = "medseg-demo"


def commands(options: Options) -> int:
    from medseg_gui.commands import COMMANDS

    data = [{"id": c.id, "title": c.title, "shortcut": c.shortcut, "help": c.help} for c in COMMANDS]
    show(
        options,
        data,
        table([["id", "shortcut", "title", "help"], *([c.id, c.shortcut, c.title, c.help] for c in COMMANDS)]),
    )
    return 0


def demo(options: Options) -> int:
    from medseg_gui import demo as story

    figures = story.run(
        Path(options.out), say if not options.json else (lambda text: None), window=not options.no_window
    )
    if options.json:
        show(options, figures, "")
    return 0


def selftest(options: Options) -> int:
    from medseg_gui import demo as story

    figures = story.registries() if options.registries else story.selftest()
    show(options, figures, "\n".join(f"{key}: {value}" for key, value in figures.items()))
    return 0


def trainer(options: Options) -> int:
    """Hidden: the trainer process."""
    from medseg_gui.workers.trainer import trainer_main

    return trainer_main(options.job)


def _demo_arguments(parser: Parser) -> None:
    parser.add_argument("--out", default=DEMO_OUT)
    parser.add_argument("--no-window", action="store_true", help="do not open the window at the end")


def _selftest_arguments(parser: Parser) -> None:
    parser.add_argument("--registries", action="store_true", help="only list what the program can do")


COMMANDS_VERB = Verb("commands", commands, "Every user command of the window", "medseg commands --json")
DEMO = Verb(
    "demo",
    demo,
    "The whole job on the built-in sample study",
    "medseg demo --no-window --out demo",
    _demo_arguments,
)
SELFTEST = Verb("selftest", selftest, "What a frozen install must pass", "medseg selftest", _selftest_arguments)
