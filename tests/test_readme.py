"""The keys that the README names are those of the command table and of the mouse."""

from __future__ import annotations

import re
from pathlib import Path

from medseg_gui.commands import COMMANDS, command
from medseg_gui.core.errors import BadInput
from medseg_gui.keymaps import MEANINGS, OWN, Keys, normal, shipped
from medseg_gui.settings import Settings

README = Path(__file__).resolve().parents[1] / "README.md"
KEYS = Keys(Settings(), {c.id: c.shortcut for c in COMMANDS})
MOUSE = {
    "left-drag": "Left",
    "middle-drag": "Middle",
    "right-drag": "Right",
    "wheel": "Wheel",
    "Ctrl+wheel": "Ctrl+Wheel",
    "Shift+wheel": "Shift+Wheel",
    "Shift+move": "Shift+Move",
    "double-click": "DoubleClick",
}
IN_WORDS = {"a prompt", "rest the mouse with C", "C, then click"}


def rows() -> list[tuple[str, str]]:
    text = README.read_text(encoding="utf-8")
    table = text[text.index("## The window") : text.index("F1 shows all keys")]
    found = re.findall(r"^\| (.+?) \| (.+) \|$", table, re.MULTILINE)
    assert len(found) > 12
    return found


def words(text: str) -> set[str]:
    return {word[:6] for word in re.findall(r"[a-z]+", text.lower())}


def meant(key: str) -> str:
    """What the program says that the key or gesture does. Raises BadInput for what is neither."""
    if key in MOUSE:
        return MEANINGS[shipped(OWN).mouse[MOUSE[key]]]
    owner = KEYS.owner(normal(key))
    assert owner, key
    return f"{command(owner).title} {command(owner).help}"


def test_each_key_does_what_the_readme_says() -> None:
    seen = 0
    for left, right in rows():
        if left in IN_WORDS:
            continue
        keys = left.split(" · ") if " · " in left else left.replace("1…6", "1, 2, 3, 4, 5, 6").split(", ")
        said = re.split(r" · |, ", right) if len(keys) > 1 else [right]
        for number, key in enumerate(keys):
            text = meant(key)
            if number < len(said) and left != "X · S · L · K" and not left.startswith(("Ctrl+S", "Ctrl+Z", "0,")):
                assert words(said[number]) & words(text), (key, said[number], text)
            seen += 1
    assert seen > 40


def test_every_other_key_in_the_text_is_one() -> None:
    for line in README.read_text(encoding="utf-8").splitlines():
        if line.startswith(("|", "F1 shows", "ITK-SNAP and")):
            for key in re.findall(r"\b(?:Ctrl|Shift)\+(?:Shift\+)?[A-Z0-9]\w*", line):
                assert KEYS.owner(normal(key)), (key, line)


def test_what_is_no_key_would_be_found() -> None:
    try:
        meant("Ctrl+Banana")
    except BadInput:
        return
    raise AssertionError("a wrong key was taken")
