"""What goes into the frozen program: nothing that it needs is left out, and the version is stamped from one place."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path
from types import ModuleType

import pytest

import medseg_gui

ROOT = Path(__file__).resolve().parents[2]
Script = Callable[[str], ModuleType]
# Asked for by name where the user has them; nothing of the program needs them.
OPTIONAL = {"onnxruntime", "onnx", "ray", "openvino"}


def _imported() -> set[str]:
    """Every module, and every name taken from one, that the program's sources import."""
    found: set[str] = set()
    for path in (ROOT / "medseg_gui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_nothing_that_the_program_imports_is_left_out(script: Script) -> None:
    contents = script("contents")
    imported = {name for name in _imported() if name.split(".")[0] not in OPTIONAL}
    assert "PySide6.QtWidgets" in imported
    assert "torch" in imported
    left_out = {name for name in imported for gone in contents.EXCLUDED if name == gone or name.startswith(f"{gone}.")}
    assert not left_out
    assert not {name for name in imported if not contents.wanted_torch(name)}


@pytest.mark.parametrize(
    "place",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6\\Qt\\plugins\\imageformats\\libqsvg.so",
        "PySide6/Qt/translations/qtbase_zh_CN.qm",
        "resources/translations/medseg_zh_CN.qm",
        "resources/icons/app.svg",
        "models/click/weights.safetensors",
        "licences/THIRD-PARTY.txt",
        "docs/keys.md",
        "torch/lib/libtorch_cpu.so",
    ],
)
def test_these_go_in(script: Script, place: str) -> None:
    assert script("contents").wanted(place)


@pytest.mark.parametrize(
    "place",
    ["PySide6/Qt/qml/QtQuick/x.so", "libstdc++.so.6", "torch/bin/protoc", "pydicom/data/test_files/CT_small.dcm"],
)
def test_these_stay_out(script: Script, place: str) -> None:
    assert not script("contents").wanted(place)


def test_what_is_shipped_is_in_the_recipe() -> None:
    """Whole folders are packed, so what is added to them (a translation, a page of help) comes along."""
    recipe = (ROOT / "packaging" / "medseg.spec").read_text(encoding="utf-8")
    for folder in ("resources", "docs", "models", "licences"):
        assert f'"{folder}")' in recipe


def test_the_version_stands_in_one_place(script: Script) -> None:
    assert script("build").version() == medseg_gui.__version__
    assert "version" in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dynamic"]
    shown = script("windows_version").text("1.2.3rc4")
    ast.parse(shown)
    assert "filevers=(1, 2, 3, 0)" in shown
    assert '"ProductVersion", "1.2.3rc4"' in shown
    pattern = re.compile(rf"(?<![\d.]){re.escape(medseg_gui.__version__)}(?![\d.])")
    for path in (ROOT / "packaging").rglob("*"):
        if path.is_file() and path.suffix not in {".pyc", ".txt"}:
            code = [
                line
                for line in path.read_text(encoding="utf-8").splitlines()
                if not line.lstrip().startswith((";", "#"))
            ]
            assert not [line for line in code if pattern.search(line)], path


def test_every_dependency_is_named_with_its_licence(script: Script) -> None:
    notices = script("notices")
    found = notices.needed()
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert {notices.normal(re.split(r"[>=<!~\[; ]", row)[0]) for row in asked} <= found.keys()
    unclear = {name for name, package in found.items() if notices.licence(package) == "see its text"}
    assert not {name for name in unclear if not list(notices.texts(found[name]))}
    # programs under the GPL alone could not be a part of one under the Apache licence
    bound = {name: notices.licence(package) for name, package in found.items()}
    assert not {n: said for n, said in bound.items() if fnmatch(said, "GPL*") or said == "GNU General Public License"}


def test_two_folders_are_compared_by_what_is_in_them(script: Script, tmp_path: Path) -> None:
    compare = script("compare")
    for name in ("one", "other"):
        (tmp_path / name / "sub").mkdir(parents=True)
        (tmp_path / name / "sub" / "same").write_text("same")
        (tmp_path / name / "link").symlink_to("sub/same")
    assert compare.differences(tmp_path / "one", tmp_path / "other") == []
    (tmp_path / "other" / "sub" / "more").write_text("more")
    (tmp_path / "other" / "sub" / "same").chmod(0o755)
    told = compare.differences(tmp_path / "one", tmp_path / "other")
    assert [line.rsplit(": ", 1)[1] for line in told] == ["sub/more", "sub/same"]
