"""A model's report as files: one list of parts, written as self-contained HTML and as PDF; figures as CSV and JSON."""

from __future__ import annotations

import base64
import csv
import html
import io
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from medseg_gui.core.casescore import CaseScore
from medseg_gui.core.errors import WriteFailed
from medseg_gui.core.modeladvice import advice
from medseg_gui.core.modelscores import ModelScores, to_rows
from medseg_gui.io.reportparts import About, Bullets, Charts, Heading, Part, Pictures, Table, Text, parts_of
from medseg_gui.io.safewrite import beside_of, reason, replace_text


@dataclass(frozen=True)
class Files:
    """What was written, and the advice that stands in it."""

    html: Path
    pdf: Path
    table: Path
    figures: Path
    advice: tuple[str, ...]


def write(
    out: Path, about: About, scores: ModelScores, cases: Sequence[CaseScore], pictures: Mapping[str, Path]
) -> Files:
    """report.html, report.pdf, cases.csv and figures.json in ``out``, each put in place in one step.

    ``pictures``: PNG files by the case's key. Raises WriteFailed.
    """
    steps = tuple(advice(scores, cases))
    parts = parts_of(about, scores, cases, steps, pictures)
    files = Files(out / "report.html", out / "report.pdf", out / "cases.csv", out / "figures.json", steps)
    figures = {"model": about.card.name, "version": about.card.version, "sha256": about.card.sha256,
               "folds": about.folds, "tolerance_mm": about.tolerance_mm, "advice": steps, **scores.to_dict(),
               "per_case": [c.to_dict() for c in cases]}  # fmt: skip
    try:
        replace_text(files.html, to_html(parts, about.title))
        _replace(files.pdf, lambda path: to_pdf(parts, about.title, path))
        replace_text(files.table, _csv(to_rows(cases)))
        replace_text(files.figures, json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    except OSError as error:
        raise WriteFailed(f"The report was not written: {reason(error, out)}", out, "Choose another folder.") from error
    return files


def save_picture(picture: npt.NDArray[np.uint8], path: Path) -> None:
    """An RGB picture (row, column, 3) as PNG. Raises OSError."""
    from PIL import Image

    _replace(path, lambda beside: Image.fromarray(picture).save(beside, "PNG"))


def _replace(path: Path, make: Callable[[Path], None]) -> None:
    beside = beside_of(path)
    try:
        make(beside)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _csv(rows: Sequence[Mapping[str, Any]]) -> str:
    out = io.StringIO()
    table = csv.DictWriter(out, list(dict.fromkeys(k for row in rows for k in row)), restval="", lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return out.getvalue()


# ----- HTML ---------------------------------------------------------------------------------------------------------
_STYLE = """
body{font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;color:#222;background:#fff;max-width:1000px;
margin:2em auto;padding:0 1.2em}
h1{font-size:1.7em;margin-bottom:.1em}h2{font-size:1.2em;margin:1.8em 0 .5em;border-bottom:1px solid #ccc}
p{margin:.4em 0}table{border-collapse:collapse;font-size:.85em;margin:.6em 0;display:block;overflow-x:auto}
th,td{padding:.3em .7em;text-align:right;border-bottom:1px solid #e4e4e4;white-space:nowrap;vertical-align:top}
th{background:#f3f5f7;font-weight:600}th:first-child,td:first-child{text-align:left}
.next{background:#fff8e6;border-left:4px solid #f0ad00;padding:.6em 1em .6em 2em}
.note{color:#666;font-size:.85em}figure{display:inline-block;margin:.4em 1em .6em 0;vertical-align:top;max-width:300px}
figure img{width:300px;height:300px;object-fit:contain;background:#000;display:block}
figcaption{font-size:.82em;color:#444;margin-top:.3em}svg{margin:.3em 1em .3em 0}
"""


def to_html(parts: Sequence[Part], title: str) -> str:
    """One file that needs no other: pictures and charts are inside, there is no script."""
    body = "\n".join(_html(part) for part in parts)
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{_e(title)}</title>'
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head>{head}<style>{_STYLE}</style></head>\n<body>\n{body}\n</body></html>\n'
    )


def _e(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def _html(part: Part) -> str:
    match part:
        case Heading(text, level):
            return f"<h{level}>{_e(text)}</h{level}>"
        case Text(text, note):
            return f'<p class="note">{_e(text)}</p>' if note else f"<p>{_e(text)}</p>"
        case Bullets(lines):
            return '<ul class="next">' + "".join(f"<li>{_e(line)}</li>" for line in lines) + "</ul>"
        case Table(rows):
            first, *rest = ("".join(f"<{t}>{_e(c)}</{t}>" for c in row) for t, row in _tags(rows))
            body = "".join(f"<tr>{row}</tr>" for row in rest)
            return f"<table><thead><tr>{first}</tr></thead><tbody>{body}</tbody></table>"
        case Charts(drawings):
            return "<div>" + "".join(_svg(d) for d in drawings) + "</div>"
        case Pictures(items):
            return "<div>" + "".join(_figure(path, text) for path, text in items) + "</div>"


def _tags(rows: Sequence[Sequence[str]]) -> list[tuple[str, Sequence[str]]]:
    return [("th" if i == 0 else "td", row) for i, row in enumerate(rows)]


def _svg(drawing: Any) -> str:
    from reportlab.graphics import renderSVG

    text: str = renderSVG.drawToString(drawing)
    return text[text.index("<svg") :]


def _figure(path: Path, text: str) -> str:
    data = base64.b64encode(path.read_bytes()).decode("ascii")
    image = f'<img alt="{_e(text.splitlines()[0])}" src="data:image/png;base64,{data}">'
    return f"<figure>{image}<figcaption>{_e(text)}</figcaption></figure>"


# ----- PDF ----------------------------------------------------------------------------------------------------------
def to_pdf(parts: Sequence[Part], title: str, path: Path) -> None:
    """The same parts on A4 pages with page numbers."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    from medseg_gui.io.reportcharts import FONT, plain
    from medseg_gui.io.reportpages import pages

    def footer(canvas: Any, document: Any) -> None:
        canvas.setFont(FONT, 8)
        canvas.setFillGray(0.45)
        canvas.drawRightString(A4[0] - 15 * mm, 9 * mm, f"{document.page}")
        canvas.drawString(15 * mm, 9 * mm, plain(title))

    edges = {f"{side}Margin": 15 * mm for side in ("left", "right", "top")} | {"bottomMargin": 17 * mm}
    document = SimpleDocTemplate(str(path), pagesize=A4, title=title, **edges)
    document.build(pages(parts, document.width), onFirstPage=footer, onLaterPages=footer)
