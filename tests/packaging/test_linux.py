"""The Linux packages: menu entry, types, the same bytes from the same program; and all systems know the same files."""

from __future__ import annotations

import hashlib
import os
import plistlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
import yaml

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
LINUX = PACKAGING / "linux"
WORKFLOW = PACKAGING.parent / ".github" / "workflows" / "packages.yml"
NAMESPACE = "{http://www.freedesktop.org/standards/shared-mime-info}"
EPOCH = 1_750_000_000
Script = Callable[[str], ModuleType]
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="makes Linux packages")


def _types() -> dict[str, set[str]]:
    """MIME type → its suffixes."""
    root = ET.parse(LINUX / "medseg-mime.xml").getroot()
    return {
        str(row.get("type")): {str(glob.get("pattern")).lstrip("*") for glob in row.iter(f"{NAMESPACE}glob")}
        for row in root.iter(f"{NAMESPACE}mime-type")
    }


def _entry() -> dict[str, str]:
    lines = (LINUX / "medseg.desktop").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def test_the_menu_entry_opens_every_type_that_is_declared() -> None:
    asked = {name for name in _entry()["MimeType"].split(";") if name}
    assert asked == {*_types(), "inode/directory"}
    assert _entry()["Exec"] == "medseg-gui %f"


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="desktop-file-validate is not installed")
def test_the_menu_entry_is_valid() -> None:
    done = subprocess.run(
        ["desktop-file-validate", str(LINUX / "medseg.desktop")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.skipif(not shutil.which("update-mime-database"), reason="shared-mime-info is not installed")
def test_the_types_are_found_by_the_desktop(tmp_path: Path) -> None:
    tmp_path = tmp_path / "mime"
    (tmp_path / "packages").mkdir(parents=True)
    shutil.copy(LINUX / "medseg-mime.xml", tmp_path / "packages" / "medseg.xml")
    known = {**os.environ, "XDG_DATA_HOME": str(tmp_path.parent)}  # it says so when nobody will look there
    command = ["update-mime-database", str(tmp_path)]
    done = subprocess.run(command, env=known, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    globs = (tmp_path / "globs2").read_text(encoding="utf-8")
    for name, suffixes in _types().items():
        for suffix in suffixes:
            assert re.search(rf"^\d+:{re.escape(name)}:\*{re.escape(suffix)}$", globs, re.MULTILINE)
    assert "[50:application/x-nifti]\n>344=\x00\x04n+1\x00" in (tmp_path / "magic").read_bytes().decode("latin-1")


def test_windows_and_macos_know_the_same_files() -> None:
    suffixes = {suffix for found in _types().values() for suffix in found} - {".nii.gz", ".dicom"}
    windows = (PACKAGING / "windows" / "medseg.iss").read_text(encoding="utf-8")
    assert set(re.findall(r'Software\\Classes\\(\.\w+)[\\"]', windows)) == suffixes
    recipe = (PACKAGING / "medseg.spec").read_text(encoding="utf-8")
    listed = re.findall(r'"CFBundleTypeExtensions": \[([^]]*)\]', recipe)
    assert {"." + name for row in listed for name in re.findall(r'"(\w+)"', row)} == suffixes


def test_the_windows_script_gets_what_it_asks_for() -> None:
    text = (PACKAGING / "windows" / "medseg.iss").read_text(encoding="utf-8")
    assert set(re.findall(r"\{#(\w+)\}", text)) == {"Version", "Tree", "Out", "Build"}
    build = (PACKAGING / "build.py").read_text(encoding="utf-8")
    assert set(re.findall(r"/D(\w+)=", build)) == {"Version", "Tree", "Out", "Build"}
    tasks = set(re.findall(r'^Name: "(\w+)"; Description', text, re.MULTILINE))
    assert set(re.findall(r"Tasks: (\w+)", text)) | set(re.findall(r"WizardIsTaskSelected\('(\w+)'\)", text)) == tasks


def test_the_mac_program_may_compile() -> None:
    rights = plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())
    assert rights["com.apple.security.cs.allow-jit"] is True
    assert os.access(PACKAGING / "macos" / "dmg.sh", os.X_OK)


def test_every_system_is_built_by_the_same_command() -> None:
    jobs = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]
    job = jobs["package"]
    systems = {row["runner"].split("-")[0] for row in job["strategy"]["matrix"]["include"]}
    assert systems == {"ubuntu", "windows", "macos"}
    builds = [step for step in job["steps"] if "bootstrap.py package" in step.get("run", "")]
    assert len(builds) == 1
    assert "if" not in builds[0]
    tried = [step["if"] for step in job["steps"] if "smoke.py" in step.get("run", "")]
    assert len(tried) == len(systems)


@pytest.mark.skipif(not shutil.which("actionlint"), reason="actionlint is not installed")
def test_the_workflow_is_sound() -> None:
    done = subprocess.run(["actionlint", str(WORKFLOW)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def _program(folder: Path) -> tuple[Path, Path]:
    """A small stand-in for the frozen program, and the folder of what build.py made for it."""
    tree, work = folder / "medseg", folder / "build"
    (tree / "_internal").mkdir(parents=True)
    (tree / "medseg").write_text("#!/bin/sh\necho medseg\n")
    (tree / "medseg-gui").symlink_to("medseg")
    (tree / "_internal" / "data.txt").write_text("data")
    (work / "icons").mkdir(parents=True)
    for name in ("medseg-48.png", "medseg.svg"):
        (work / "icons" / name).write_text(name)
    return tree, work


def _make(script: Script, folder: Path) -> list[Path]:
    packages = script("linux_packages")
    tree, work = _program(folder)
    script("tidy").same_rights(tree)
    packages.lay_out(tree, work, work / "deb", "1.2.3", EPOCH)
    deb = packages.make_deb(work / "deb", folder, "1.2.3", EPOCH, "x86_64", "libc6 (>= 2.34)", pack="gzip")
    return [deb, packages.make_tar(tree, folder, "1.2.3", EPOCH, "x86_64", pack="gzip -n")]


@on_linux
@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="dpkg-deb is not installed")
def test_the_same_program_makes_the_same_packages(script: Script, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        first = _make(script, tmp_path / "one")
        os.umask(0o077)
        second = _make(script, tmp_path / "other")
    finally:
        os.umask(before)
    sums = [[hashlib.sha256(path.read_bytes()).hexdigest() for path in made] for made in (first, second)]
    assert sums[0] == sums[1]


@on_linux
@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="dpkg-deb is not installed")
def test_the_deb_has_everything_in_its_place(script: Script, tmp_path: Path) -> None:
    deb, tar = _make(script, tmp_path)
    listed = subprocess.run(["dpkg-deb", "--contents", str(deb)], capture_output=True, text=True, check=True).stdout
    rows = {row.split(maxsplit=5)[5].split(" -> ")[0]: row for row in listed.splitlines()}
    assert all("root/root" in row for row in rows.values())
    for place in (
        "./usr/lib/medseg/_internal/data.txt",
        "./usr/bin/medseg-gui",
        "./usr/share/applications/medseg.desktop",
        "./usr/share/mime/packages/medseg.xml",
        "./usr/share/icons/hicolor/48x48/apps/medseg.png",
        "./usr/share/icons/hicolor/scalable/apps/medseg.svg",
        "./usr/share/man/man1/medseg.1.gz",
        "./usr/share/doc/medseg/copyright",
    ):
        assert place in rows
    assert rows["./usr/lib/medseg/medseg"].startswith("-rwxr-xr-x")
    assert rows["./usr/bin/medseg"].endswith("-> ../lib/medseg/medseg")
    control = subprocess.run(["dpkg-deb", "--field", str(deb)], capture_output=True, text=True, check=True).stdout
    assert {"Version: 1.2.3", "Depends: libc6 (>= 2.34)"} <= set(control.splitlines())
    # no scripts of its own: nothing can go wrong while it comes and goes, and nothing of the user's is touched
    inside = subprocess.run(["dpkg-deb", "--info", str(deb)], capture_output=True, text=True, check=True).stdout
    assert not re.search(r"\b(pre|post)(inst|rm)\b", inside)
    shutil.unpack_archive(tar, tmp_path / "anywhere", filter="tar")
    there = tmp_path / "anywhere" / "medseg-1.2.3-linux-x86_64"
    assert subprocess.run([there / "medseg-gui"], capture_output=True, text=True, check=True).stdout == "medseg\n"


@on_linux
def test_a_library_that_nobody_names_stops_the_build(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = script("linux_packages")
    users = {"libc.so.6": [Path("medseg")], "libnew.so.1": [Path("medseg")]}
    monkeypatch.setattr(packages.tidy, "from_outside", lambda tree: users)
    with pytest.raises(SystemExit, match=r"libnew\.so\.1"):
        packages.depends(Path())
