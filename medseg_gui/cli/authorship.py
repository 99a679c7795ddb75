"""The verb of a saved case's provenance: what it has cost, and who drew what of it."""

from __future__ import annotations

from pathlib import Path

from medseg_gui.cli.base import Options, Parser, Verb, report, show, table


def statistics(options: Options) -> int:
    from medseg_gui import api
    from medseg_gui.workers import authorship

    found = api.case_statistics(options.case, report)
    if options.out:
        authorship.write(found, Path(options.out))
    if options.authors:
        api.save_labels(api.case_authors(options.case, report), options.authors, progress=report)
    effort = [f"{key.replace('_', ' ')}: {value:g}" for key, value in found.to_json()["effort"].items()]
    rows: list[list[object]] = [["segment", "kind", "author", "version", "voxels", "ml", "share"]]
    rows += [[s.segment, s.kind, s.name, s.version, s.voxels, s.volume_ml, s.share] for s in found.shares]
    volumes = [[v.name, v.volume_ml, v.low_ml, v.high_ml, v.why] for v in found.volumes]
    if volumes:
        head = ["segment", "volume_ml", f"{found.volumes[0].level:.0%} from", "to", "note"]
        effort = [*effort, table([head, *volumes])]
    show(options, found.to_json(), "\n".join([*effort, table(rows)]))
    return 0


def _arguments(parser: Parser) -> None:
    parser.add_argument("case", help="a saved case (.medseg)")
    parser.add_argument("--out", metavar="FILE", help="the same as a file: .json, or .csv for the table alone")
    parser.add_argument("--authors", metavar="MASK", help="a mask file that holds each voxel's author as its value")


STATISTICS = Verb(
    "statistics",
    statistics,
    "What a saved case has cost, and who drew how much of each segment",
    "medseg statistics liver.medseg --out liver.json --authors who.seg.nrrd",
    _arguments,
)
