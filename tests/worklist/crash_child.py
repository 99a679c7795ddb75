"""Runs inside the real program (--python-script): goes to a case, says what it finds, then works until it is killed."""

from __future__ import annotations

import os
import random
import sys
import zlib
from typing import Any

import numpy as np

from medseg_gui.core.geometry import Box

app: Any
window: Any
session: Any
rng = random.Random(int(os.environ["CRASH_SEED"]))
desk = session.worklist


def tell(word: str) -> None:
    """The word, the open case, its masks, and how far all are."""
    case = session.the_case()
    crc = zlib.crc32(repr(case.labelmap.segments).encode(), zlib.crc32(case.labelmap.voxels))
    far = ",".join(desk.standing(n).status for n in range(len(desk.items)))
    sys.stdout.write(f"{word} {desk.current} {crc} {far}\n")
    sys.stdout.flush()


def settle() -> None:
    for _ in range(4):
        session.wait(60)


def begin() -> None:
    sys.stdout.write("begin\n")
    sys.stdout.flush()


desk.open(os.environ["CRASH_LIST"])
settle()
if not desk.state.folder:
    desk.keep_in(os.environ["CRASH_OUT"])
wanted = int(os.environ["CRASH_AT"])
if desk.current != wanted:
    desk.go(wanted)
    settle()
for offer in session.keep.offers.all:
    if offer.actions[0][0] == "Restore" and desk.items[wanted].name in offer.text:
        session.keep.offers.answer(offer, 0)
        settle()
        break
tell("opened")
while True:
    begin()
    kind = rng.random()
    if kind < 0.7:
        lo = [rng.randrange(n - 3) for n in session.volume.geometry.shape]
        segment = session.segment or session.add_segment("Liver")
        with session.the_case().edit("Brush") as edit:
            edit.paint(segment, Box(tuple(lo), tuple(n + 2 for n in lo)), np.ones((2, 2, 2), bool))
    elif kind < 0.85:
        desk.toggle("flagged" if rng.random() < 0.5 else "done")
    else:
        desk.go((desk.current + 1) % len(desk.items))
        settle()
    tell("end")
    app.processEvents()
