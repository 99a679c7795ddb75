"""Verbs of files: what is there, from one format to another."""

from __future__ import annotations

from dataclasses import asdict

from medseg_gui.cli.base import Options, Parser, Verb, pick_series, report, show, table


def series(options: Options) -> int:
    from medseg_gui import api

    rows = api.find_series(options.path, report)
    data = [
        {
            "uid": row.uid,
            "description": row.description,
            "label": row.label,
            "modality": row.modality,
            "size": list(row.size),
            "spacing_mm": [round(s, 6) for s in row.spacing_mm] if row.spacing_mm else None,
            "refusal": row.refusal,
            "notes": [asdict(note) for note in row.notes],
        }
        for row in rows
    ]
    lines: list[list[object]] = [["uid", "modality", "size", "spacing_mm", "description"]]
    for row in data:
        spacing = "×".join(f"{s:.3g}" for s in row["spacing_mm"]) if row["spacing_mm"] else "?"
        lines.append([row["uid"], row["modality"], "×".join(map(str, row["size"])), spacing])
        lines[-1].append(", ".join(t for t in (row["description"], row["label"]) if t))
    notes = [f"{row['uid']}: {note['text']}" for row in data for note in row["notes"]]
    show(options, data, "\n".join([table(lines), *notes]))
    return 0


def convert(options: Options) -> int:
    from medseg_gui import api

    volume = api.open_volume(options.src, options.series, report, options.grid)
    result = api.convert(volume, options.dst, report)
    text = [f"{options.dst}: {volume.geometry.describe()}", *(f"note: {n.text}" for n in volume.notes)]
    text += [f"verified: {v}" for v in result.verified]
    data = {"path": options.dst, "geometry": volume.geometry.describe(), "verified": list(result.verified)}
    show(options, data | {"notes": [asdict(n) for n in volume.notes]}, "\n".join(text))
    return 0


def export(options: Options) -> int:
    from medseg_gui import api

    volume = api.open_volume(options.source, options.series, report, options.grid)
    labels = api.open_labels(options.mask, like=volume, resample=options.resample, progress=report)
    seg = options.seg_type.upper()
    result = api.save_labels(labels, options.out, volume, report, options.rtstruct, options.certificate, seg)
    data: dict[str, object] = {"path": str(result.path), "verified": list(result.verified)}
    data |= {"segments": [asdict(c) for c in result.checks], "notes": [asdict(n) for n in labels.notes]}
    text = [f"note: {n.text}" for n in labels.notes] + [f"verified: {v}" for v in result.verified]
    show(options, data, "\n".join([str(result.path), *text]))
    return 0


def _path(parser: Parser) -> None:
    parser.add_argument("path")


def _convert_arguments(parser: Parser) -> None:
    parser.add_argument("src")
    parser.add_argument("dst", help="a file ending in .nii .nii.gz .nrrd .mha")
    pick_series(parser)


_KINDS = """by suffix: .nii .nii.gz .nrrd .seg.nrrd .mha .dcm, surfaces .stl .obj .ply, .csv (figures), or a new folder
(one PNG for each slice)"""


def _export_arguments(parser: Parser) -> None:
    parser.add_argument("mask")
    parser.add_argument("--source", required=True, help="the image that the mask was drawn on")
    parser.add_argument("--out", required=True, help=_KINDS)
    parser.add_argument("--certificate", action="store_true", help="save FILE.certificate.json: UIDs, hashes, versions")
    dicom = parser.add_mutually_exclusive_group()
    dicom.add_argument("--dicom-seg", action="store_true", help="a .dcm is a DICOM SEG (what it is anyway)")
    dicom.add_argument("--rtstruct", action="store_true", help="a .dcm is a structure set: contours, not voxels")
    parser.add_argument("--seg-type", choices=("binary", "fractional", "labelmap"), default="binary", help="of a SEG")
    parser.add_argument("--resample", action="store_true", help="bring a mask of another grid to the source's grid")
    pick_series(parser)


SERIES = Verb("series", series, "The series found in a folder or file", "medseg series /data/study", _path)
CONVERT = Verb(
    "convert",
    convert,
    "A volume between formats, geometry kept",
    "medseg convert /data/ct ct.nii.gz",
    _convert_arguments,
)
EXPORT = Verb(
    "export",
    export,
    "A mask to another format, verified",
    "medseg export mask.nii.gz --source /data/ct --out mask.nrrd",
    _export_arguments,
)
