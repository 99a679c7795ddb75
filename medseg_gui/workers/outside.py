"""Programs of other makers that the user has installed: the image goes over in a file, the mask comes back in one.

They are called as programs of their own, never imported: their licences, libraries and weights stay theirs.
Source: TotalSegmentator 2 (Wasserthal et al., Radiology AI 2023), ``TotalSegmentator --help``; with ``--ml`` it writes
one label map, with the names in a Caret extension of the NIfTI header.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from medseg_gui.core.errors import ModelError
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.segmenter import ModelCard, Progress
from medseg_gui.core.volume import Volume
from medseg_gui.workers.job import Steps

KIND = "outside"
STOP_S, LOOK_S = 3.0, 0.1
# So much of what a program said last is shown when it fails.
_LAST = 4000


@dataclass(frozen=True)
class Program:
    """``command``: the program and its arguments, with {image} and {mask} in the places of the files."""

    card: ModelCard
    command: tuple[str, ...]

    @property
    def found(self) -> str | None:
        """Where it is installed, if it is."""
        return shutil.which(self.command[0])


def _total(name: str, modality: str, *options: str) -> Program:
    card = ModelCard(
        name,
        "2",
        KIND,
        (modality,),
        trained_on="CT and MR of many sites (Wasserthal et al. 2023); its own publication has the figures.",
        limits="A program of its own on this computer, called with the image in a temporary file. It may fetch its "
        "weights from the internet when it is first used. Not for clinical use.",
        licence="Apache-2.0 (program and this task's weights)",
    )
    return Program(card, ("TotalSegmentator", "-i", "{image}", "-o", "{mask}", "--ml", *options))


# A further program is one row.
PROGRAMS: Mapping[str, Program] = {
    p.card.name: p
    for p in (
        _total("totalsegmentator", "CT", "--task", "total"),
        _total("totalsegmentator-fast", "CT", "--task", "total", "--fast"),
        _total("totalsegmentator-mr", "MR", "--task", "total_mr"),
    )
}


def cards() -> list[ModelCard]:
    """Cards of the programs that are installed."""
    return [program.card for program in PROGRAMS.values() if program.found]


def segment(volume: Volume, name: str) -> Steps[LabelMap]:
    """The program's label map on the volume's grid. Cancelling ends it and all that it started. Raises ModelError."""
    program = PROGRAMS[name]
    where = program.found
    if where is None:
        raise ModelError(f"{program.command[0]} is not installed", todo="Install it so that it is found on the PATH.")
    from medseg_gui.workers import export, open_case

    with tempfile.TemporaryDirectory(prefix="medseg-outside-", ignore_cleanup_errors=True) as folder:
        image, mask = Path(folder) / "image.nii.gz", Path(folder) / "mask.nii.gz"
        yield Progress("Writing the image")
        # nothing of the patient goes along: voxels and grid alone
        yield from export.convert(Volume(volume.voxels, volume.geometry, volume.modality), image)
        files = {"image": str(image), "mask": str(mask)}
        yield from _run([where, *(part.format(**files) for part in program.command[1:])], Path(folder), name)
        if not mask.is_file():
            raise ModelError(f"{name} ended without an answer", where)
        return (yield from open_case.open_labels(mask, like=volume))


def _run(command: list[str], folder: Path, name: str) -> Steps[None]:
    """Runs the program to its end. Raises ModelError with what it said last when it fails."""
    said = folder / "said.txt"
    with said.open("wb") as out:
        try:
            child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=folder,
                # a group of its own, so that what it starts can be ended with it
                start_new_session=os.name == "posix",
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise ModelError(f"{name} could not be started: {error.strerror}", command[0]) from error
    began = time.monotonic()
    try:
        while child.poll() is None:
            yield Progress(f"{name} is at work ({time.monotonic() - began:.0f} s)")
            time.sleep(LOOK_S)
    finally:
        _end(child)
    if child.returncode:
        text = said.read_bytes()[-_LAST:].decode(errors="replace").replace(str(folder), "").strip()
        last = text.splitlines()[-1][:300] if text else "without a word"
        raise ModelError(f"{name} failed (exit code {child.returncode}): {last}", command[0])


def _end(child: subprocess.Popen[bytes]) -> None:
    """Asks the program and all that it started to stop, then makes them."""
    if child.poll() is not None:
        return
    if os.name == "posix":
        for how in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(STOP_S)
                break
    else:
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(child.pid)], capture_output=True, check=False)
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(STOP_S)
