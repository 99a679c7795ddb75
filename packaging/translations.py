"""The visible strings of the program, collected into Qt's .ts file and compiled to .qm.

    python packaging/translations.py           collects: new strings come in as unfinished, old ones go
    python packaging/translations.py --check   exits with 1, listing what has no finished translation

Collected are the arguments of ``tr``, ``translate`` and ``mark``, texts in resources, and the texts of
errors (``what`` and ``todo`` of core.errors), also as f-strings: a place becomes {0}, {1} …
The compiled file is made once all strings are finished: the program offers the languages that it finds compiled.
"""

from __future__ import annotations

import argparse
import ast
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "medseg_gui"
FOLDER = ROOT / "resources" / "translations"
TS = FOLDER / "medseg_zh_CN.ts"
TEMPLATES = FOLDER / "templates.json"
SHARED = "medseg"
ERRORS = {
    "MedsegError", "BadInput", "GeometryMismatch", "OtherGrid", "WriteFailed", "ModelError", "NeedsTrust", "Locked",
    "RemoteFailed", "NotThere", "Note",
}  # fmt: skip
DATA = {"segments.json": ("name", "title", "group"), "keymaps/*.json": ("about",)}
"""Files in resources, and the names of what people read in them: structures of the presets, profiles of keys."""
LEFT_OUT = ("cli/", "demo.py", "workers/benchmark", "workers/conformance", "workers/exam", "workers/baselines")
"""Beginnings of the paths of modules whose texts no window shows."""
Key = tuple[str, str]
"""Context and source."""


def collected() -> list[Key]:
    """All visible strings, sorted."""
    found: set[Key] = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        if not path.relative_to(PACKAGE).as_posix().startswith(LEFT_OUT):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found |= set(_in_file(tree, _own_context(tree)))
    for pattern, names in DATA.items():
        for path in (ROOT / "resources").glob(pattern):
            found |= {(SHARED, text) for text in _values(json.loads(path.read_text(encoding="utf-8")), names)}
    return sorted(key for key in found if any(ch.isalpha() for ch in key[1]))


def _values(data: object, names: tuple[str, ...]) -> Iterator[str]:
    """The texts of these names, however deep."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in names and isinstance(value, str):
                yield value
            else:
                yield from _values(value, names)
    elif isinstance(data, list):
        for value in data:
            yield from _values(value, names)


def _own_context(tree: ast.Module) -> str:
    """Of a module's own function ``tr``: the first argument that it gives to ``translate``."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == "tr":
            texts = (t for call in ast.walk(node) if isinstance(call, ast.Call) for t in _texts(call.args[0]))
            return next(texts, "")
    return ""


def _in_file(tree: ast.Module, context: str) -> Iterator[Key]:
    for node in ast.iter_child_nodes(tree):
        yield from _in_node(node, context)


def _in_node(node: ast.AST, context: str) -> Iterator[Key]:
    if isinstance(node, ast.ClassDef):
        context = node.name
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name == "tr" and node.args:
            yield from ((context, text) for text in _texts(node.args[0]))
        elif name == "translate" and len(node.args) > 1 and isinstance(node.args[0], ast.Constant):
            yield from ((str(node.args[0].value), text) for text in _texts(node.args[1]))
        elif name == "mark" and node.args:
            yield from ((SHARED, text) for text in _texts(node.args[0]))
        elif name in ERRORS:
            said = [*node.args[:1], *node.args[2:3], *(k.value for k in node.keywords if k.arg in ("what", "todo"))]
            yield from ((SHARED, text.rstrip(".") if text.endswith(".") else text) for a in said for text in _texts(a))
            yield from ((SHARED, text) for a in said[1:] for text in _texts(a))
    for child in ast.iter_child_nodes(node):
        yield from _in_node(child, context)


def _texts(node: ast.AST) -> list[str]:
    """The texts that an expression may be: a literal, both sides of a condition, an f-string with numbered places."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.IfExp):
        return _texts(node.body) + _texts(node.orelse)
    if isinstance(node, ast.JoinedStr):
        places = iter(range(99))
        parts = [str(p.value) if isinstance(p, ast.Constant) else f"{{{next(places)}}}" for p in node.values]
        return ["".join(parts)]
    return []


def read() -> dict[Key, str]:
    """The finished translations in the .ts file."""
    if not TS.is_file():
        return {}
    done: dict[Key, str] = {}
    for context in ET.parse(TS).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.get("type") != "unfinished":
                done[context.findtext("name", ""), message.findtext("source", "")] = translation.text or ""
    return done


def write(keys: list[Key], done: dict[Key, str]) -> None:
    """The .ts file, and the texts with places for values."""
    anywhere = {source: text for (_, source), text in done.items()}
    root = ET.Element("TS", version="2.1", language="zh_CN", sourcelanguage="en")
    parents: dict[str, ET.Element] = {}
    for key in keys:
        context, source = key
        if context not in parents:
            parents[context] = ET.SubElement(root, "context")
            ET.SubElement(parents[context], "name").text = context
        message = ET.SubElement(parents[context], "message")
        ET.SubElement(message, "source").text = source
        translation = ET.SubElement(message, "translation")
        translation.text = done.get(key) or anywhere.get(source, "")
        if not translation.text:
            translation.set("type", "unfinished")
    ET.indent(root, " ")
    FOLDER.mkdir(parents=True, exist_ok=True)
    body = ET.tostring(root, encoding="unicode")
    TS.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")
    TEMPLATES.write_text(_templates(keys), encoding="utf-8")


def _templates(keys: list[Key]) -> str:
    texts = sorted({source for context, source in keys if context == SHARED and "{" in source})
    return json.dumps(texts, ensure_ascii=False, indent=0) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    keys, done = collected(), read()
    missing = [key for key in keys if key not in done]
    if options.check:
        sys.stdout.write("".join(f"unfinished: {context}: {source}\n" for context, source in missing))
        return 1 if missing else 0
    write(keys, done)
    missing = [key for key in keys if key not in read()]
    sys.stdout.write(f"{len(keys)} strings, {len(missing)} unfinished\n")
    if missing:
        return 0
    done_by = subprocess.run(["pyside6-lrelease", str(TS), "-qm", str(TS.with_suffix(".qm"))], check=False)
    return done_by.returncode


if __name__ == "__main__":
    sys.exit(main())
