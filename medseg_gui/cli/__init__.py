"""The verbs of the program without a window: ``medseg VERB``. A new verb is one row of ``VERBS``.

Exit code 0 on success, 2 on bad arguments, 1 on a failure. Errors are one line on stderr, tracebacks go to the log.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Sequence

from medseg_gui import __version__
from medseg_gui.cli.authorship import STATISTICS
from medseg_gui.cli.base import Options, Verb
from medseg_gui.cli.batch import BATCH, worker
from medseg_gui.cli.conformance import CONFORMANCE
from medseg_gui.cli.deidentify import DEIDENTIFY
from medseg_gui.cli.files import CONVERT, EXPORT, SERIES
from medseg_gui.cli.measuring import BENCHMARK, EVALUATE, MEASURE
from medseg_gui.cli.models import FINETUNE, MODELS, TRAIN
from medseg_gui.cli.pacs import PACS
from medseg_gui.cli.program import COMMANDS_VERB, DEMO, SELFTEST, trainer
from medseg_gui.cli.ranking import RANK
from medseg_gui.cli.segmenting import CLICK, SEGMENT
from medseg_gui.core.errors import MedsegError
from medseg_gui.process import keep_log, prepare_process

log = logging.getLogger(__name__)

VERBS: tuple[Verb, ...] = (
    SERIES,
    CONVERT,
    SEGMENT,
    CLICK,
    BATCH,
    BENCHMARK,
    EVALUATE,
    MEASURE,
    STATISTICS,
    FINETUNE,
    TRAIN,
    EXPORT,
    MODELS,
    RANK,
    CONFORMANCE,
    DEIDENTIFY,
    PACS,
    COMMANDS_VERB,
    DEMO,
    SELFTEST,
)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="medseg", description="Look at, segment and measure medical images.")
    top.add_argument("--version", action="version", version=f"medseg {__version__}")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb in VERBS:
        sub = verbs.add_parser(
            verb.name,
            help=verb.help,
            description=verb.help,
            epilog=f"Example: {verb.example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        sub.set_defaults(run=verb.run)
        sub.add_argument("--json", action="store_true", help="figures as JSON")
        verb.arguments(sub)
    hidden = verbs.add_parser("_trainer")
    hidden.set_defaults(run=trainer, json=False)
    hidden.add_argument("job")
    verbs.add_parser("_worker").set_defaults(run=worker, json=False)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    prepare_process()
    options = parser().parse_args(argv)
    run: Callable[[Options], int] = options.run
    path = keep_log()
    try:
        return run(options)
    except MedsegError as error:
        log.info("%s failed: %s", options.verb, type(error).__name__, exc_info=True)
        sys.stderr.write(f"medseg: {error}\n")
    except KeyboardInterrupt:
        sys.stderr.write("medseg: stopped\n")
    except Exception as error:
        log.exception("%s failed", options.verb)
        sys.stderr.write(f"medseg: unexpected {type(error).__name__}: {error}. The details are in {path}\n")
    return 1
