"""A ``.deb`` and a relocatable ``.tar.xz`` of the frozen program; the same bytes from the same program and time."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import tidy

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
MAINTAINER = "medseg developers <developers@medseg.example>"
# Library that the program is linked with and that is not inside → the Debian package that has it (with the names that
# newer releases of Debian and Ubuntu gave it).
PACKAGES = {
    "ld-linux-x86-64.so.2": "libc6",
    "ld-linux-aarch64.so.1": "libc6",
    "libc.so.6": "libc6",
    "libdl.so.2": "libc6",
    "libm.so.6": "libc6",
    "libpthread.so.0": "libc6",
    "librt.so.1": "libc6",
    "libutil.so.1": "libc6",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0t64 | libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0t64 | libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
    "libz.so.1": "zlib1g",
}
RECOMMENDS = "fonts-noto-cjk, xdg-utils"
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
COPYRIGHT = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: medseg
Source: the repository that this package was built from, see build.txt
Comment: The works of others that are inside are named, with their licences, in
 /usr/lib/medseg/_internal/licences/THIRD-PARTY.txt

Files: *
Copyright: the medseg developers
License: Apache-2.0
 On Debian systems the whole text of the Apache License 2.0 is in
 /usr/share/common-licenses/Apache-2.0
"""
CONTROL = """Package: medseg
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: {recommends}
Suggests: dcm2niix
Section: science
Priority: optional
Description: look at, segment and measure medical images
 A desktop program for DICOM, NIfTI, NRRD and MetaImage: click to segment, run
 automatic models, correct with brushes and contours, teach the models from the
 corrections, measure, and export verified DICOM SEG, RT structure sets, NIfTI
 and meshes. Everything runs on this computer; nothing is sent anywhere.
 .
 For research and teaching. Not a medical device.
"""


def oldest_c_library(tree: Path) -> str:
    """The lowest version of glibc that has all that the program calls."""
    said = subprocess.run(
        ["readelf", "-VW", *map(str, tidy.binaries(tree))], capture_output=True, text=True, check=False
    ).stdout
    found = {tuple(int(n) for n in m.split(".")) for m in re.findall(r"Name: GLIBC_([0-9.]+)", said)}
    return ".".join(str(n) for n in max(found))


def depends(tree: Path) -> str:
    """The Depends field. Stops the build when the program asks for a library that no row of PACKAGES names."""
    outside = tidy.from_outside(tree)
    unknown = {name: users[0].name for name, users in outside.items() if name not in PACKAGES}
    if unknown:
        raise SystemExit(f"build: PACKAGES does not say where these libraries come from: {unknown}")
    rows = {PACKAGES[name] for name in outside}
    return ", ".join(sorted(f"libc6 (>= {oldest_c_library(tree)})" if row == "libc6" else row for row in rows))


def _install(source: Path, target: Path, mode: int = 0o644) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(mode)


def _gzip(text: bytes, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(text, 9, mtime=0))


def _changelog(version: str, epoch: int) -> bytes:
    date = subprocess.run(["date", "-u", "-R", "-d", f"@{epoch}"], capture_output=True, text=True, check=True).stdout
    text = f"medseg ({version}) stable; urgency=medium\n\n  * What is new stands in CHANGELOG.md of the sources.\n\n"
    return (text + f" -- {MAINTAINER}  {date}").encode()


def lay_out(tree: Path, work: Path, root: Path, version: str, epoch: int) -> None:
    """Fills ``root`` with everything as the package installs it, less its own description."""
    shutil.rmtree(root, ignore_errors=True)
    share = root / "usr" / "share"
    shutil.copytree(tree, root / "usr" / "lib" / "medseg", symlinks=True)
    (root / "usr" / "bin").mkdir()
    for name in ("medseg", "medseg-gui"):
        (root / "usr" / "bin" / name).symlink_to(f"../lib/medseg/{name}")
    _install(HERE / "linux" / "medseg.desktop", share / "applications" / "medseg.desktop")
    _install(HERE / "linux" / "medseg-mime.xml", share / "mime" / "packages" / "medseg.xml")
    for icon in sorted((work / "icons").glob("medseg-*.png")):
        size = icon.stem.removeprefix("medseg-")
        _install(icon, share / "icons" / "hicolor" / f"{size}x{size}" / "apps" / "medseg.png")
    _install(work / "icons" / "medseg.svg", share / "icons" / "hicolor" / "scalable" / "apps" / "medseg.svg")
    _gzip((HERE / "linux" / "medseg.1").read_bytes(), share / "man" / "man1" / "medseg.1.gz")
    (share / "man" / "man1" / "medseg-gui.1.gz").symlink_to("medseg.1.gz")
    (share / "doc" / "medseg").mkdir(parents=True)
    (share / "doc" / "medseg" / "copyright").write_text(COPYRIGHT, encoding="utf-8")
    _gzip(_changelog(version, epoch), share / "doc" / "medseg" / "changelog.gz")
    tidy.same_rights(root)


def _sums(root: Path) -> Iterator[str]:
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "md5")
            yield f"{digest.hexdigest()}  {path.relative_to(root)}\n"


def _set_times(root: Path, epoch: int) -> None:
    for path in [root, *root.rglob("*")]:
        os.utime(path, (epoch, epoch), follow_symlinks=False)


def make_deb(root: Path, out: Path, version: str, epoch: int, machine: str, depending: str, pack: str = "xz") -> Path:
    architecture = ARCHITECTURES[machine]
    control = CONTROL.format(
        version=version,
        architecture=architecture,
        maintainer=MAINTAINER,
        kilobytes=sum(p.lstat().st_size for p in root.rglob("*")) // 1024,
        depends=depending,
        recommends=RECOMMENDS,
    )
    sums = "".join(_sums(root))
    (root / "DEBIAN").mkdir()
    (root / "DEBIAN" / "control").write_text(control, encoding="utf-8")
    (root / "DEBIAN" / "md5sums").write_text(sums, encoding="utf-8")
    tidy.same_rights(root / "DEBIAN")
    _set_times(root, epoch)
    target = out / f"medseg_{version}_{architecture}.deb"
    command = ["dpkg-deb", f"-Z{pack}", "--root-owner-group", "--build", str(root), str(target)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch)}
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return target


def make_tar(tree: Path, out: Path, version: str, epoch: int, machine: str, pack: str = "xz -T2 -6") -> Path:
    name = f"medseg-{version}-linux-{machine}"
    suffix = {"xz": "xz", "zstd": "zst", "gzip": "gz"}[pack.split(maxsplit=1)[0]]
    target = out / f"{name}.tar.{suffix}"
    command = ["tar", "--sort=name", f"--mtime=@{epoch}", "--owner=0", "--group=0", "--numeric-owner", "--format=gnu"]
    command += [f"--transform=s,^medseg,{name},rSH", f"--use-compress-program={pack}", "-cf", str(target)]
    subprocess.run([*command, "-C", str(tree.parent), tree.name], check=True)
    return target


def make(tree: Path, work: Path, out: Path, version: str, epoch: int, machine: str) -> Iterator[Path]:
    """Each package's file, as it is made."""
    root = work / "deb"
    lay_out(tree, work, root, version, epoch)
    yield make_deb(root, out, version, epoch, machine, depends(tree))
    shutil.rmtree(root)
    yield make_tar(tree, out, version, epoch, machine)
