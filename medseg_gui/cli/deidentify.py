"""The verb of de-identification."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from medseg_gui.cli.base import Options, Parser, Verb, report, show
from medseg_gui.core.errors import BadInput, MedsegError

if TYPE_CHECKING:
    from medseg_gui.core.deidentify import Rectangle


def deidentify(options: Options) -> int:
    from medseg_gui.core.deidentify import Choice
    from medseg_gui.workers import deidentify as worker
    from medseg_gui.workers.job import run_now

    rectangles = tuple(_rectangle(text) for text in options.blank)
    choice = Choice(
        options.dates, options.keep_uids, options.keep_device, options.keep_institution, options.keep_patient,
        options.clean_descriptions, options.safe_private, "blank" if rectangles else options.burned_in, rectangles,
    )  # fmt: skip
    key = Path(options.key) if options.key else None
    out = Path(options.out)
    done = run_now(worker.deidentify([Path(options.source)], out, choice, key), report)
    data = done.data() | {"folder": str(out), "left_out_files": [[str(path), why] for path, why in done.left_out]}
    show(options, data, f"{done.text()}\nThe copies and this report are in {out}." if done.files else "")
    for path, why in done.left_out:
        sys.stderr.write(f"left out: {path}: {why}\n")
    if not done.files:
        raise BadInput("No file could be de-identified", options.source, "The lines above say why.")
    return 0


def _rectangle(text: str) -> Rectangle:
    try:
        r0, c0, r1, c1 = (int(part) for part in text.split(","))
    except ValueError:
        raise MedsegError(f"{text!r} is no rectangle", todo="Write --blank ROW0,COLUMN0,ROW1,COLUMN1.") from None
    return r0, c0, r1, c1


def _arguments(parser: Parser) -> None:
    parser.add_argument("source", metavar="SRC", help="DICOM file, folder or ZIP; nothing in it is changed")
    parser.add_argument("out", metavar="DST", help="folder of the copies, apart from SRC; it may hold earlier ones")
    parser.add_argument(
        "--dates", choices=("remove", "shift", "keep"), default="remove",
        help="shift: all dates of a patient by the same number of days (%(default)s)",
    )  # fmt: skip
    parser.add_argument("--keep-uids", action="store_true", help="else mapped: the same for the same key")
    parser.add_argument("--keep-device", action="store_true", help="stations, serial numbers, detectors")
    parser.add_argument("--keep-institution", action="store_true")
    parser.add_argument("--keep-patient", action="store_true", help="age (at most 90), sex, size, weight and the like")
    parser.add_argument(
        "--clean-descriptions", action="store_true", help="keep the words of descriptions that are known to be harmless"
    )
    parser.add_argument("--safe-private", action="store_true", help="keep the private attributes that DICOM calls safe")
    parser.add_argument(
        "--burned-in", choices=("refuse", "looked"), default="refuse",
        help="images that may have text burned in: leave out, or take them as they are: you looked (%(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--blank", action="append", default=[], metavar="R0,C0,R1,C1",
        help="take such images with this rectangle blackened (0-based, inclusive); may repeat",
    )  # fmt: skip
    parser.add_argument("--key", default="", metavar="FILE", help="the project's key, made if missing (else your own)")


DEIDENTIFY = Verb(
    "deidentify",
    deidentify,
    "Copies without identity, by DICOM PS3.15 annex E, with a report of what was changed",
    "medseg deidentify /data/study /data/clean --dates shift --keep-patient",
    _arguments,
)
