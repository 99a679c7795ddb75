"""What a segment is, in codes: items of DICOM's code sequences and 3D Slicer's terminology tags ↔ ``Code``.

Source: DICOM PS3.3 8.8 and C.8.20.2 (segment description), PS3.16 CID 7150 (categories); 3D Slicer's
vtkSlicerTerminologiesModuleLogic (context~category~type~modifier~anatomic context~region~modifier).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from medseg_gui.core.labelmap import Code

ANATOMY = Code("123037004", "SCT", "Anatomical Structure")
_ABNORMAL = Code("49755003", "SCT", "Morphologically Abnormal Structure")
# neoplasm, primary neoplasm, mass, lesion, nodule, tumour cavity, cyst, oedema, necrosis, metastasis
_ABNORMAL_TYPES = {
    "108369006", "86049000", "4147007", "52988006", "27925004", "367643001", "267038008", "6574001", "14799000",
}  # fmt: skip
_TYPE_MODIFIER, _REGION_MODIFIER = "SegmentedPropertyTypeModifierCodeSequence", "AnatomicRegionModifierSequence"


def category_of(code: Code | None) -> Code:
    """The category that is written with a type: its own, or the one that follows from it."""
    if code is not None and code.category is not None:
        return code.category
    return _ABNORMAL if code is not None and code.value in _ABNORMAL_TYPES else ANATOMY


def _qualified(code: Code | None, category: Code | None, region: Code | None) -> Code | None:
    """The type with what was read beside it; a category that follows from the type goes without saying."""
    if code is None:
        return None
    return replace(code, category=None if category == category_of(code) else category, region=region)


# ----- DICOM ----------------------------------------------------------------------------------------------------
def from_item(item: Any, kind: str, category: str, region: str) -> Code | None:
    """The code in the sequences of those names, None without a type. ANATOMY alone says nothing, and is None too."""
    code = _first(item, kind, _TYPE_MODIFIER)
    found = _qualified(code, _first(item, category), _first(item, region, _REGION_MODIFIER))
    return None if found == ANATOMY else found


def to_items(code: Code | None, kind: str, category: str, region: str) -> dict[str, list[Any]]:
    """Keyword → one item for each sequence that ``from_item`` reads."""
    found = {kind: code or ANATOMY, category: category_of(code)}
    if code is not None and code.region is not None:
        found[region] = code.region
    return {k: [_item(c, _REGION_MODIFIER if k == region else _TYPE_MODIFIER)] for k, c in found.items()}


def _first(item: Any, keyword: str, modifier: str = "") -> Code | None:
    items = item.get(keyword)
    if not items:
        return None
    value = next((str(items[0][k].value) for k in _VALUES if items[0].get(k)), "")
    if not value:
        return None
    code = Code(value, str(items[0].get("CodingSchemeDesignator") or ""), str(items[0].get("CodeMeaning") or ""))
    return replace(code, modifier=_first(items[0], modifier)) if modifier else code


# A code has one of these, by its length and kind (PS3.3 8.1).
_VALUES = ("CodeValue", "LongCodeValue", "URNCodeValue")


def _item(code: Code, modifier: str = "") -> Any:
    from pydicom.dataset import Dataset

    item = Dataset()
    setattr(item, _VALUES[0] if len(code.value) <= 16 else _VALUES[1], code.value)
    item.CodingSchemeDesignator, item.CodeMeaning = code.scheme[:16], code.meaning[:64]
    if code.modifier is not None:
        setattr(item, modifier, [_item(code.modifier)])
    return item


# ----- 3D Slicer --------------------------------------------------------------------------------------------------
_LISTS = ("Segmentation category and type - DICOM master list", "Anatomic codes - DICOM master list")


def to_tags(code: Code | None) -> str:
    """The value of Slicer's key SegmentN_Tags."""
    if code is None:
        return "|"
    region = code.region
    parts = [_LISTS[0], *map(_triple, (category_of(code), code, code.modifier))]
    parts += [_LISTS[1], _triple(region), _triple(region.modifier if region else None)]
    return f"TerminologyEntry:{'~'.join(parts)}|"


def from_tags(text: str) -> Code | None:
    """The code in the value of Slicer's key SegmentN_Tags, None where it names no type."""
    for tag in text.split("|"):
        if tag.startswith("TerminologyEntry:"):
            parts = [_code(part) for part in tag.removeprefix("TerminologyEntry:").split("~")] + [None] * 7
            _, category, kind, modifier, _, region, region_modifier = parts[:7]
            if kind is not None:
                where = replace(region, modifier=region_modifier) if region else None
                return _qualified(replace(kind, modifier=modifier), category, where)
    return None


def _triple(code: Code | None) -> str:
    return f"{code.scheme}^{code.value}^{code.meaning}" if code else "^^"


def _code(text: str) -> Code | None:
    scheme, _, rest = text.partition("^")
    value, _, meaning = rest.partition("^")
    return Code(value, scheme, meaning) if scheme and value and meaning else None
