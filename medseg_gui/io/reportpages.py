"""Parts of a report as reportlab flowables: what stands on the pages of its PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Image, ListFlowable, ListItem, Paragraph, Spacer
from reportlab.platypus import Table as Grid

from medseg_gui.io.reportcharts import FONT, plain
from medseg_gui.io.reportparts import Bullets, Charts, Heading, Part, Pictures, Table, Text

_BODY = ParagraphStyle("body", fontName=FONT, fontSize=9.5, leading=13, spaceAfter=3)
_NOTE = ParagraphStyle("note", _BODY, fontSize=8, leading=10.5, textColor=colors.HexColor("#666666"))
_CELL = ParagraphStyle("cell", _BODY, fontSize=7.2, leading=9, spaceAfter=0, alignment=2)
_FIRST = ParagraphStyle("first", _CELL, alignment=0)
_CAPTION = ParagraphStyle("caption", _NOTE, alignment=0)
_HEADINGS = {
    1: ParagraphStyle("h1", fontName="Helvetica-Bold", fontSize=17, leading=21, spaceAfter=4),
    2: ParagraphStyle("h2", fontName="Helvetica-Bold", fontSize=12, leading=15, spaceBefore=12, spaceAfter=4),
}
_LINE = colors.HexColor("#dddddd")
_PER_ROW = 3


def pages(parts: Sequence[Part], width: float) -> list[Any]:
    """What the parts become on pages of that width in points; a heading and its note stay with what follows."""
    out: list[Any] = []
    for before, part in zip([None, *parts], parts, strict=False):
        made = flowables(part, width)
        if isinstance(before, Heading) and isinstance(part, Text) and part.note:
            made[-1].keepWithNext = True
        out += made
    return out


def flowables(part: Part, width: float) -> list[Any]:
    """What one part becomes."""
    match part:
        case Heading(text, level):
            heading = _paragraph(text, _HEADINGS[level])
            heading.keepWithNext = True
            return [heading]
        case Text(text, note):
            return [_paragraph(text, _NOTE if note else _BODY)]
        case Bullets(lines):
            items = [ListItem(_paragraph(line, _BODY), leftIndent=14) for line in lines]
            return [ListFlowable(items, bulletType="bullet", start="•", bulletFontSize=9)]
        case Table(rows):
            return [_table(rows, width), Spacer(0, 6)]
        case Charts(drawings):
            return _in_rows([[d] for d in drawings], width, 2)
        case Pictures(items):
            side = width / _PER_ROW - 10
            cells = [
                [Image(str(path), side, side, kind="proportional", hAlign="LEFT"), _paragraph(text, _CAPTION)]
                for path, text in items
            ]
            return _in_rows(cells, width, _PER_ROW)


def _paragraph(text: str, style: ParagraphStyle) -> Any:
    return Paragraph(escape(plain(text)).replace("\n", "<br/>"), style)


def _table(rows: Sequence[Sequence[str]], width: float) -> Any:
    cells = [[_paragraph(c, _FIRST if i == 0 else _CELL) for i, c in enumerate(row)] for row in rows]
    count = len(rows[0])
    first = min(max(0.2, 1.6 / count), 0.4) if count > 1 else 1.0
    widths = [first * width] + [(1 - first) * width / (count - 1)] * (count - 1) if count > 1 else [width]
    style = [
        ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#f0f2f5")),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, _LINE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ]
    return Grid(cells, widths, repeatRows=1, style=style, hAlign="LEFT")


def _in_rows(cells: Sequence[Any], width: float, per_row: int) -> list[Any]:
    out = []
    for first in range(0, len(cells), per_row):
        row = [*cells[first : first + per_row]]
        row += [""] * (per_row - len(row))
        style = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
        out.append(Grid([row], [width / per_row] * per_row, style=style, hAlign="LEFT"))
    return out
