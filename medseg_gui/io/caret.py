"""Names of segments in a NIfTI header: the Caret extension that TotalSegmentator and Connectome Workbench write.

Source: NIfTI-1 header extensions; XML with ``<Label Key="1" ...><![CDATA[spleen]]></Label>``. It is searched, not
parsed: an XML parser would follow the entities of a hostile file. TotalSegmentator writes it under the code 0.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

_LABEL = re.compile(
    r'<Label\b[^>]{0,500}\bKey="(\d{1,5})"[^>]{0,500}>\s*(?:<!\[CDATA\[(.*?)\]\]>|([^<]*))\s*</Label>', re.S
)
_LONGEST = 1 << 22


def label_names(path: Path) -> dict[int, str]:
    """Value → name, as far as the header says; empty where it says nothing that can be read."""
    import nibabel

    try:
        texts = [e.content for e in nibabel.load(path).header.extensions]  # type: ignore[attr-defined]
    except Exception:  # noqa: BLE001 - names are a courtesy: whatever is wrong with them, the mask itself was read
        return {}
    names = {}
    for text in texts:
        plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
        for key, data, bare in _LABEL.findall(plain[:_LONGEST]):
            name = data or html.unescape(bare)
            if name.strip():
                names[int(key)] = " ".join(name.split())[:100]
    return names
