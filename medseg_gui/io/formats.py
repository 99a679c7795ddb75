"""The table of file formats: a new format is one row."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.volume import Volume
from medseg_gui.io import itk, mesh, nifti
from medseg_gui.io.safewrite import Compare, ReadBack


@dataclass(frozen=True)
class Format:
    """A kind of file and what can be done with it; None where it cannot.

    ``suffixes``: lower case, the first is the usual one. Writers write raw, without verification: call
    safewrite.save with ``read_back``, which does not share the writer's code.
    """

    id: str
    title: str
    suffixes: tuple[str, ...]
    read_volume: Callable[[Path], Generator[Progress, None, Volume]] | None = None
    write_volume: Callable[[Volume, Path], None] | None = None
    read_labels: Callable[[Path], Generator[Progress, None, LabelMap]] | None = None
    write_labels: Callable[[LabelMap, Path], None] | None = None
    read_back: Callable[[Path], ReadBack] | None = None
    parts_of: Callable[[Path], tuple[int, Geometry]] | None = None
    """(how many 3-D images a file holds, their grid), from its header."""
    read_part: Callable[[Path, int], Generator[Progress, None, Volume]] | None = None
    reader: Callable[[LabelMap], tuple[Callable[[Path], ReadBack], Compare]] | None = None
    """Instead of ``read_back``, where reading back needs to know the grid, and voxels alone do not decide."""
    made_by: tuple[str, str] = ("", "")
    """(what writes masks, what reads them back)"""


FORMATS: tuple[Format, ...] = (
    Format(
        "nifti", mark("NIfTI"), (".nii.gz", ".nii"),
        nifti.read_volume, nifti.write_volume, nifti.read_labels, nifti.write_labels, nifti.read_back,
        nifti.parts_of, nifti.read_volume,
        made_by=("nibabel", "SimpleITK; medseg's own where the grid is sheared"),
    ),
    Format(
        "seg-nrrd", mark("3D Slicer segmentation"), (".seg.nrrd",),
        None, None, itk.read_labels, itk.write_labels, itk.read_back_nrrd,
        made_by=("SimpleITK", "medseg's own NRRD reader"),
    ),
    Format(
        "nrrd", mark("NRRD"), (".nrrd",),
        itk.read_volume, itk.write_volume, itk.read_labels, itk.write_labels, itk.read_back_nrrd,
        itk.parts_of, itk.read_volume,
        made_by=("SimpleITK", "medseg's own NRRD reader"),
    ),
    Format(
        "mha", mark("MetaImage"), (".mha",),
        itk.read_volume, itk.write_volume, itk.read_labels, itk.write_labels, itk.read_back_mha,
        itk.parts_of, itk.read_volume,
        made_by=("SimpleITK", "medseg's own MetaImage reader"),
    ),
    *(
        Format(
            name, title, (f".{name}",), write_labels=mesh.write_labels, reader=mesh.reader,
            made_by=("scikit-image's marching cubes", "medseg's own parser and ray casting"),
        )
        for name, title in (("stl", mark("STL surfaces")), ("obj", mark("OBJ surfaces")), ("ply", mark("PLY surfaces")))
    ),
    Format("mhd", mark("MetaImage with a data file"), (".mhd",), itk.read_volume, None, itk.read_labels, None,
           parts_of=itk.parts_of, read_part=itk.read_volume),
    Format("nhdr", mark("NRRD with a data file"), (".nhdr",), itk.read_volume, None, itk.read_labels, None,
           parts_of=itk.parts_of, read_part=itk.read_volume),
)  # fmt: skip


def format_of(path: Path) -> Format | None:
    """The format of a file by its name, longest suffix first (.seg.nrrd before .nrrd); None for an unknown one."""
    name = Path(path).name.lower()
    fits = [(len(s), f) for f in FORMATS for s in f.suffixes if name.endswith(s)]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


def require_format(path: Path, verb: str) -> Format:
    """The format that can do ``verb`` (a field of Format). Raises BadInput naming the suffixes that can."""
    found = format_of(path)
    if found is None or getattr(found, verb) is None:
        can = ", ".join(s for f in FORMATS if getattr(f, verb) is not None for s in f.suffixes)
        raise BadInput("The file's suffix is not one that can be used here", path, f"Use one of: {can}.")
    return found


def filters(verb: str, dicom: bool = False) -> str:
    """Filters of a file dialog, "Title (*.a *.b);;…", for the formats that can do ``verb``.

    For reading, all together come first, and files of any name last: DICOM files often have no suffix.
    """
    rows = [(f.title, " ".join(f"*{s}" for s in f.suffixes)) for f in FORMATS if getattr(f, verb) is not None]
    if dicom:
        rows.append((mark("DICOM"), "*.dcm"))
    if verb.startswith("read"):
        rows.insert(0, (mark("All formats"), " ".join(pattern for _, pattern in rows)))
        rows.append((mark("All files"), "*"))
    return ";;".join(f"{title} ({pattern})" for title, pattern in rows)
