"""What de-identification keeps, pseudonyms that stay the same for one key, and the report of what was changed.

Source: DICOM PS3.15 annex E (Basic Application Level Confidentiality Profile and its options), PS3.16 CID 7050.
"""

from __future__ import annotations

import hmac
import re
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from medseg_gui.core.errors import MedsegError

Dates = Literal["remove", "shift", "keep"]
Burned = Literal["refuse", "looked", "blank"]
Rectangle = tuple[int, int, int, int]
"""First row, first column, last row, last column, 0-based, inclusive."""

PROFILE = ("113100", "Basic Application Confidentiality Profile")
KEY_BYTES = 32
_MOST_DAYS = 3650


@dataclass(frozen=True)
class Choice:
    """Which options of the profile are taken; without any the Basic Profile alone."""

    dates: Dates = "remove"
    """"shift": every date of a patient by the same number of days, times of day as they are."""
    keep_uids: bool = False
    device: bool = False
    institution: bool = False
    patient: bool = False
    """Age (90 and more as 90), sex, size, weight and what else the standard counts as characteristics."""
    descriptors: bool = False
    """Descriptions are kept as far as their words are known to be harmless."""
    private: bool = False
    """Private attributes that the standard calls safe are kept."""
    burned: Burned = "refuse"
    """Of images that may have text burned in: left out, taken as looked at, or taken with ``blank`` blackened."""
    blank: tuple[Rectangle, ...] = ()

    def __post_init__(self) -> None:
        if (self.burned == "blank") != bool(self.blank):
            raise MedsegError("Blanking needs rectangles", todo="Give them as ROW0,COLUMN0,ROW1,COLUMN1.")
        for r0, c0, r1, c1 in self.blank:
            if not (0 <= r0 <= r1 and 0 <= c0 <= c1):
                raise MedsegError(f"{r0},{c0},{r1},{c1} is no rectangle", todo="Write ROW0,COLUMN0,ROW1,COLUMN1.")

    @property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """(code, meaning) of the profile and its options (PS3.16, CID 7050)."""
        taken = (
            (bool(self.blank), "113101", "Clean Pixel Data Option"),
            (self.descriptors, "113105", "Clean Descriptors Option"),
            (self.dates == "keep", "113106", "Retain Longitudinal Temporal Information Full Dates Option"),
            (self.dates == "shift", "113107", "Retain Longitudinal Temporal Information Modified Dates Option"),
            (self.patient, "113108", "Retain Patient Characteristics Option"),
            (self.device, "113109", "Retain Device Identity Option"),
            (self.keep_uids, "113110", "Retain UIDs Option"),
            (self.private, "113111", "Retain Safe Private Option"),
            (self.institution, "113112", "Retain Institution Identity Option"),
        )
        return (PROFILE, *((code, meaning) for on, code, meaning in taken if on))


class Pseudonyms:
    """Names, UIDs and shifts that follow from the originals and a secret key (HMAC-SHA256): the same each time.

    Without the key neither direction can be computed; with it whoever knows an original finds its pseudonym.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) < KEY_BYTES:
            raise MedsegError("The key is too short", todo=f"A key has {KEY_BYTES} bytes, as the program makes them.")
        self._key = key

    def _digest(self, kind: str, text: str) -> bytes:
        return hmac.digest(self._key, f"{kind}\0{text}".encode(), "sha256")

    def uid(self, uid: str) -> str:
        """A UUID-derived UID (PS3.5, B.2; RFC 9562 version 8)."""
        raw = bytearray(self._digest("uid", uid)[:16])
        raw[6], raw[8] = raw[6] & 0x0F | 0x80, raw[8] & 0x3F | 0x80
        return f"2.25.{uuid.UUID(bytes=bytes(raw)).int}"

    def patient(self, patient: str) -> str:
        """What stands for the patient's ID and name; no letters that can be mixed up."""
        number = int.from_bytes(self._digest("patient", patient)[:8], "big")
        letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
        out = ""
        for _ in range(10):
            number, rest = divmod(number, len(letters))
            out += letters[rest]
        return f"P-{out}"

    def short(self, kind: str, text: str) -> str:
        """For names of files and folders: 16 hexadecimal digits."""
        return self._digest(f"name {kind}", text)[:8].hex()

    def days(self, patient: str) -> int:
        """How many days the patient's dates go back: 1 to 10 years less a day."""
        return 365 + int.from_bytes(self._digest("days", patient)[:8], "big") % (_MOST_DAYS - 365)

    @property
    def mark(self) -> str:
        """By which two runs with the same key know each other; says nothing about the key."""
        return self._digest("mark", "")[:4].hex()


def shifted(value: str, days: int) -> str:
    """A DA or DT value so many days back, its time as it was; empty when it is no full date."""
    found = re.match(r"\s*(\d{4})\.?(\d{2})\.?(\d{2})(.*)$", value, re.DOTALL)
    if not found:
        return ""
    try:
        there = date(int(found[1]), int(found[2]), int(found[3])) - timedelta(days)
    except (ValueError, OverflowError):
        return ""
    return f"{there:%Y%m%d}".rjust(8, "0") + found[4].rstrip()


def capped_age(value: str) -> str:
    """An age of 90 years or more as 090Y (so few are older that it names them); others as they are."""
    found = re.fullmatch(r"\s*(\d{1,3})Y\s*", value)
    return "090Y" if found and int(found[1]) > 90 else value


def cleaned(text: str, harmless: frozenset[str], identity: frozenset[str] = frozenset()) -> str:
    """The text with the harmless words alone, and short figures like 5, T2, 3D or B30f; nothing of ``identity``."""
    kept = []
    for token in re.findall(r"\d+\.\d+|\w+", text.replace("_", " ")):
        low = token.lower()
        figure = re.fullmatch(r"[A-Za-z]{0,2}\d{1,3}[A-Za-z]{0,2}|\d{1,3}\.\d{1,3}|b\d{1,4}", token)
        if low not in identity and (low in harmless or figure):
            kept.append(token)
    return " ".join(kept)


@dataclass
class Report:
    """What was done to which attributes, and what was left out. It holds no value of any attribute."""

    choice: Choice
    key_mark: str = ""
    files: int = 0
    there_before: int = 0
    """Of ``files``: the same file stood in the folder already."""
    changes: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """(tag, keyword, what was done) → how many times."""
    left_out: list[tuple[Path, str]] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    checked: Counter[str] = field(default_factory=Counter)

    def data(self) -> dict[str, Any]:
        """For JSON. Left out files are counted by reason: their names may be patients'."""
        why = Counter(reason for _, reason in self.left_out)
        return {
            "report": "medseg de-identification 1",
            "profile": "DICOM PS3.15 2026c, annex E",
            "options": [{"code": code, "meaning": meaning} for code, meaning in self.choice.codes],
            "burned_in": self.choice.burned,
            "blanked": [list(r) for r in self.choice.blank],
            "key": self.key_mark,
            "files": self.files,
            "there_before": self.there_before,
            "left_out": [{"why": reason, "files": n} for reason, n in sorted(why.items())],
            "notes": [{"note": text, "files": n} for text, n in sorted(self.notes.items())],
            "checked": dict(sorted(self.checked.items())),
            "changes": [
                {"tag": tag, "keyword": keyword, "done": done, "count": n}
                for (tag, keyword, done), n in sorted(self.changes.items())
            ],
        }

    def text(self) -> str:
        """For people, without names of files."""
        data = self.data()
        lines = [f"{self.files} files de-identified ({data['profile']})"]
        lines += [f"  {option['meaning']}" for option in data["options"]]
        lines += [f"{self.there_before} of them were there before"] if self.there_before else []
        for title, rows in (("Left out", data["left_out"]), ("Notes", data["notes"])):
            if rows:
                lines += ["", title, *(f"  {row['files']} × {row.get('why') or row.get('note')}" for row in rows)]
        lines += ["", "Checked, file by file", *(f"  {n} × {what}" for what, n in data["checked"].items())]
        lines += ["", "Changed"]
        lines += [f"  {c['tag']} {c['keyword']:<44} {c['done']:<9} {c['count']}" for c in data["changes"]]
        return "\n".join(lines) + "\n"
