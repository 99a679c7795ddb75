"""A DICOM data set without identity: every attribute, nested ones too, as the rules say. Source: PS3.15 annex E."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from medseg_gui import __version__
from medseg_gui.core.deidentify import Choice, Pseudonyms, capped_age, cleaned, shifted
from medseg_gui.io.deid_rules import STRUCTURAL, Action, Rules

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset

PATIENT_NAME, PATIENT_ID, AGE = 0x00100010, 0x00100020, 0x00101010
ROI_NAME, SEGMENT_LABEL, CODE_MEANING = 0x30060026, 0x00620005, 0x00080104
WELL_KNOWN = "1.2.840.10008."
_WORDY = ("AE", "LO", "LT", "PN", "SH", "ST", "UC", "UT", "CS", "UR")
_DUMMIES: dict[str, Any] = {
    "AE": "REMOVED", "AS": "000Y", "CS": "REMOVED", "DA": "19000101", "DT": "19000101000000", "TM": "000000",
    "LO": "REMOVED", "LT": "REMOVED", "SH": "REMOVED", "ST": "REMOVED", "UC": "REMOVED", "UT": "REMOVED",
    "PN": "REMOVED", "DS": "0", "IS": "0", "OB": b"\0\0", "OW": b"\0\0",
    "FL": 0.0, "FD": 0.0, "SL": 0, "SS": 0, "UL": 0, "US": 0, "SV": 0, "UV": 0,
}  # fmt: skip


# What values of these kinds may consist of (PS3.5, 6.2), with some patience; anything else may be anything.
_LEGAL = {
    "DS": r"[-+0-9.eE ]{1,24}", "IS": r"[-+0-9 ]{1,16}", "TM": r"[0-9.: ]{1,28}", "DA": r"[0-9. ]{8,10}",
    "DT": r"[-+0-9. ]{4,30}", "AS": r"[0-9]{1,3}[DWMY]?", "CS": r"[^\x00-\x1f]{1,32}", "UI": r"[0-9.]{1,64}",
}  # fmt: skip


@dataclass
class Known:
    """What an original held that its copy must not hold."""

    words: set[str] = field(default_factory=set)
    """Parts of names, lower case."""
    values: set[str] = field(default_factory=set)
    """IDs, addresses, stations … as a whole."""
    dates: set[str] = field(default_factory=set)
    uids: set[str] = field(default_factory=set)

    def in_text(self, text: str, harmless: frozenset[str] = frozenset()) -> bool:
        """True when the text holds one of the words or values, but not as a part of a longer word."""
        low = text.lower()
        if self.words and any(w in self.words and w not in harmless for w in re.findall(r"[^\W_]+", low)):
            return True
        found = (
            re.search(rf"(?<![^\W_]){re.escape(v.lower())}(?![^\W_])", low) for v in self.values if v.lower() in low
        )
        return any(found)


def text_of(element: DataElement) -> list[str]:
    """The values of an element as text, none of them empty."""
    value = element.value
    several = value if isinstance(value, list) or type(value).__name__ == "MultiValue" else [value]
    return [text for v in several if v is not None and (text := str(v).strip(" \0"))]


def walk(dataset: Dataset) -> Iterator[DataElement]:
    """Every element, those of nested items too."""
    for element in dataset:
        yield element
        if element.VR == "SQ":
            for item in element.value or []:
                yield from walk(item)


def known_of(dataset: Dataset, rules: Rules) -> Known:
    """Everything in the data set that names somebody or something, as far as the choice does not keep it."""
    known, kept, choice = Known(), set[str](), rules.choice
    for element in walk(dataset):
        tag, vr = int(element.tag), str(element.VR)
        public = not element.tag.is_private
        if vr == "PN":
            for text in text_of(element):
                known.words |= {w for w in re.findall(r"[^\W\d_]+", text.lower()) if len(w) > 2 or w > "\u2e80"}
        elif vr == "UI":
            if not choice.keep_uids and not element.keyword.endswith(STRUCTURAL):
                known.uids |= {u for u in text_of(element) if not u.startswith(WELL_KNOWN)}
        elif vr in ("DA", "DT"):
            dates = {d for t in text_of(element) if len(d := re.sub(r"\D", "", t)[:8]) == 8}
            (kept if public and rules.action(tag, vr, element.keyword) == "keep" else known.dates).update(dates)
        elif public and rules.names_someone(tag, vr):
            values = {t for t in text_of(element) if len(t) > 3 and t.strip("0") and t != "REMOVED"}
            (kept if rules.action(tag, vr, element.keyword) == "keep" else known.values).update(values)
    known.dates -= kept | {"19000101"}
    known.values -= kept
    known.words -= {"removed", "anonymous", "anonymized", "unknown"}
    return known


class Scrubber:
    """Takes identity out of data sets in place; counts what it does by attribute."""

    def __init__(self, choice: Choice, pseudonyms: Pseudonyms) -> None:
        self.rules, self.pseudonyms = Rules(choice), pseudonyms
        self.changes: Counter[tuple[str, str, str]] = Counter()
        self._known, self._days, self._patient = Known(), 0, ""

    def scrub(self, dataset: Dataset, others: Known) -> Known:
        """What was known of the original, changed in place. ``others``: of further objects of its study."""
        self._known = known_of(dataset, self.rules)
        self._known.words |= others.words
        self._known.values |= others.values
        patient = patient_of(dataset)
        self._patient, self._days = self.pseudonyms.patient(patient), self.pseudonyms.days(patient)
        self._items(dataset)
        self._declare(dataset)
        return self._known

    def _items(self, dataset: Dataset) -> None:
        safe = self._safe_private(dataset)
        for tag in sorted(dataset.keys()):
            number = int(tag)
            if tag.is_private:
                if number not in safe:
                    self._count(dataset, number, "removed")
                    del dataset[tag]
                continue
            group = number >> 16
            if number & 0xFFFF == 0:  # group lengths: wrong from now on
                del dataset[tag]
            elif group & 0xFF00 in (0x5000, 0x6000):  # curves and overlays, all of them
                self._count(dataset, number, "removed")
                del dataset[tag]
            else:
                self._element(dataset, dataset[tag])

    def _safe_private(self, dataset: Dataset) -> set[int]:
        """Tags of the private attributes to keep, with their creators."""
        kept: set[int] = set()
        if not self.rules.choice.private:
            return kept
        for tag in dataset:
            number = int(tag.tag)
            block = (number >> 8) & 0xFF
            if not tag.tag.is_private or not block:
                continue
            creator = number & 0xFFFF0000 | block
            name = str(dataset[creator].value) if creator in dataset else ""
            short = not isinstance(tag.value, bytes) or len(tag.value) <= 64
            if self.rules.safe_private(name, number) and short and tag.VR != "SQ":
                kept |= {creator, number}
        return kept

    def _element(self, dataset: Dataset, element: DataElement) -> None:
        tag, vr = int(element.tag), str(element.VR)
        known_tag = bool(element.keyword)
        action: Action = self.rules.action(tag, vr, element.keyword) if known_tag else "remove"
        if tag in (PATIENT_NAME, PATIENT_ID):
            element.value = self._patient
            self._count(dataset, tag, "pseudonym")
        elif vr == "SQ" and action in ("keep", "clean", "dummy"):
            for item in element.value or []:
                self._items(item)
        elif action == "uid" or (vr == "UI" and action == "dummy"):
            self._uid(dataset, element)
        elif action == "remove":
            self._count(dataset, tag, "removed")
            del dataset[element.tag]
        elif action == "shift":
            self._shift(dataset, element)
        elif action == "clean":
            self._clean(dataset, element)
        elif action == "keep":
            self._keep(dataset, element)
        else:
            self._replace(dataset, element, dummy=action == "dummy")

    def _replace(self, dataset: Dataset, element: DataElement, dummy: bool) -> None:
        """An empty value, or a dummy one where the object may demand a value."""
        vr, tag = str(element.VR), int(element.tag)
        if tag in (ROI_NAME, SEGMENT_LABEL):  # names that tell items apart
            number = dataset.get("ROINumber" if tag == ROI_NAME else "SegmentNumber", "")
            element.value, dummy = f"{'ROI' if tag == ROI_NAME else 'Segment'} {number}".strip(), True
        elif not element.value and element.value != 0:
            return  # empty as it is
        elif vr == "SQ" or not dummy:
            element.value = [] if vr == "SQ" else None
        elif vr in _DUMMIES:
            element.value = _DUMMIES[vr]
        else:
            del dataset[element.tag]
        self._count(dataset, tag, "dummy" if dummy else "emptied")

    def _uid(self, dataset: Dataset, element: DataElement) -> None:
        old = text_of(element)
        if not old:
            return
        new = [u if u.startswith(WELL_KNOWN) else self.pseudonyms.uid(u) for u in old]
        if new != old:
            element.value = new if len(new) > 1 else new[0]
            self._count(dataset, int(element.tag), "mapped")

    def _shift(self, dataset: Dataset, element: DataElement) -> None:
        if element.VR not in ("DA", "DT"):
            return  # the time of day and its zone stay: shifts are of whole days
        new = [shifted(t, self._days) for t in text_of(element)]
        if not all(new):
            self._replace(dataset, element, dummy=True)
        elif new:
            element.value = new if len(new) > 1 else new[0]
            self._count(dataset, int(element.tag), "shifted")

    def _clean(self, dataset: Dataset, element: DataElement) -> None:
        if str(element.VR) not in _WORDY:
            self._keep(dataset, element)
            return
        identity = frozenset(self._known.words)
        old = text_of(element)
        new = [cleaned(t, self.rules.table.words, identity) for t in old]
        if not any(new):
            self._replace(dataset, element, dummy=True)
        elif new != old:
            element.value = new if len(new) > 1 else new[0]
            self._count(dataset, int(element.tag), "cleaned")

    def _keep(self, dataset: Dataset, element: DataElement) -> None:
        """As it is, unless it holds what names the patient or somebody else."""
        tag, vr = int(element.tag), str(element.VR)
        if tag == AGE and element.value and (age := capped_age(str(element.value))) != element.value:
            element.value = age
            self._count(dataset, tag, "capped")
        if vr in _LEGAL and not all(re.fullmatch(_LEGAL[vr], t) for t in text_of(element)):
            del dataset[element.tag]
            self._count(dataset, tag, "removed")
        if vr not in _WORDY or tag == CODE_MEANING or element.tag not in dataset:
            return
        harmless = self.rules.table.words if vr == "CS" else frozenset[str]()
        if any(self._known.in_text(t, harmless) for t in text_of(element)):
            element.value = None
            self._count(dataset, tag, "emptied")

    def _count(self, dataset: Dataset, tag: int, done: str) -> None:
        keyword = "private" if tag >> 16 & 1 else _keyword(tag)
        shown = f"({tag >> 16:04X},{tag & 0xFFFF:04X})" if keyword != "private" else f"({tag >> 16:04X},----)"
        self.changes[shown, keyword, done] += 1

    def _declare(self, dataset: Dataset) -> None:
        """Says in the object what was done (annex E.1.1; PS3.3, C.7.1.1 and C.12.1)."""
        from pydicom.dataset import Dataset as New
        from pydicom.sequence import Sequence

        choice = self.rules.choice
        dataset.PatientIdentityRemoved = "YES"
        dataset.DeidentificationMethod = [f"medseg {__version__}", "DICOM PS3.15 2026c annex E"]
        items = []
        for code, meaning in choice.codes:
            item = New()
            item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = code, "DCM", meaning
            items.append(item)
        dataset.DeidentificationMethodCodeSequence = Sequence(items)
        words = {"remove": "REMOVED", "shift": "MODIFIED", "keep": "UNMODIFIED"}
        dataset.LongitudinalTemporalInformationModified = words[choice.dates]


def patient_of(dataset: Dataset) -> str:
    """By what the patient is the same one: ID, else name, else the study."""
    for keyword in ("PatientID", "PatientName", "StudyInstanceUID"):
        text = str(dataset.get(keyword) or "").strip()
        if text:
            return text
    return ""


def _keyword(tag: int) -> str:
    from pydicom.datadict import keyword_for_tag

    return keyword_for_tag(tag) or ("overlay or curve" if tag >> 24 in (0x50, 0x60) else "unknown")
