"""Keys and mouse gestures: profiles as data files, what the user changed, and what a key means now.

Qt-free. A key is written as Qt's portable text ("Ctrl+Shift+Z", "PgDown"); several keys of one command are
separated by "; ". A mouse gesture is written as "Left", "Ctrl+Left" or "W+Left" (the key W held), where wanted with
what it is for in front: "pointer Left" with the pointer, "paint Right" with the brushes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from medseg_gui.core.errors import BadInput
from medseg_gui.core.i18n import mark
from medseg_gui.settings import Settings, resource_path

OWN = "medseg"
ORDER = (OWN, "slicer", "itksnap", "ohif")
"""The shipped profiles (resources/keymaps/NAME.json), as they are offered."""
FORMAT = 1
MODIFIERS = ("Meta", "Ctrl", "Alt", "Shift")
"""In the order in which Qt writes them."""
NAMED = (
    *("Up", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDown", "Return", "Enter", "Esc", "Tab", "Backspace"),
    *("Del", "Ins", "Space", *(f"F{n}" for n in range(1, 25))),
)
BUTTONS = ("Left", "Middle", "Right")
TURNS = ("Wheel", "Move", "DoubleClick")
WITH = ("pointer", "paint")
MEANINGS = {
    "tool": mark("The chosen tool"),
    "inverse": mark("The chosen tool turned round: the brush erases, the eraser paints"),
    "window": mark("Window/level with any tool"),
    "pan": mark("Pan"),
    "zoom": mark("Zoom"),
    "slice": mark("Slice"),
    "radius": mark("Brush radius"),
    "crosshair": mark("Crosshair in all views"),
    "maximise": mark("One view fills the window, and back"),
}
"""What a gesture can do."""
_GESTURE = re.compile(rf"(?:({'|'.join(WITH)}) )?((?:[^+\s]+\+)*)({'|'.join(BUTTONS + TURNS)})")
_NAMES = {name.casefold(): name for name in NAMED}

Bound = dict[str, tuple[str, ...]]
"""Command id → its keys."""


@dataclass(frozen=True)
class Profile:
    """A keymap. ``keys`` names only what differs from the command table; ``mouse`` names every gesture."""

    id: str
    title: str
    about: str
    keys: Mapping[str, str]
    mouse: Mapping[str, str]


# ----- keys as text --------------------------------------------------------------------------------------------
def normal(key: str) -> str:
    """The key as Qt writes it: "shift+ctrl+z" → "Ctrl+Shift+Z". Raises BadInput for what is no key."""
    text = key.strip()
    plus = text == "+" or text.endswith("++")  # the key itself is the plus sign
    *held, last = [*text[:-2].split("+"), "+"] if plus and len(text) > 1 else [text] if plus else text.split("+")
    held = [p.strip().capitalize() for p in held]
    last = last.strip()
    name = last.upper() if len(last) == 1 else _NAMES.get(last.casefold(), "")
    if not name or not name.isprintable() or name.isspace() or any(p not in MODIFIERS for p in held):
        raise BadInput(f"{key!r} is no key", todo="Keys are written like Ctrl+Shift+Z, F5, PgDown or [.")
    return "+".join([*(m for m in MODIFIERS if m in held), name])


def split(text: str) -> tuple[str, ...]:
    """The keys of "Ctrl+Y; Ctrl+Shift+Z"; none of an empty text. Raises BadInput."""
    return tuple(dict.fromkeys(normal(part) for part in text.split("; ") if part.strip()))


def join(keys: Iterable[str]) -> str:
    return "; ".join(keys)


def held_keys(mouse: Mapping[str, str]) -> dict[str, str]:
    """Keys that are held for a gesture: key → what the gesture does."""
    found: dict[str, str] = {}
    for gesture, meaning in mouse.items():
        _, held, _ = gesture_parts(gesture)
        found |= {key: meaning for key in held if key not in MODIFIERS}
    return found


def gesture_parts(gesture: str) -> tuple[str, frozenset[str], str]:
    """What a gesture is for, what is held, and the button or turn. Raises BadInput for what is no gesture."""
    match = _GESTURE.fullmatch(gesture)
    if match is None:
        raise BadInput(f"{gesture!r} is no mouse gesture", todo="They are written like Left, Ctrl+Wheel or W+Left.")
    keys = [key.capitalize() if key.capitalize() in MODIFIERS else normal(key) for key in match[2].split("+") if key]
    return match[1] or "", frozenset(keys), match[3]


# ----- files -----------------------------------------------------------------------------------------------------
def shipped(profile_id: str) -> Profile:
    """A profile that comes with the program. Raises BadInput when there is none of that name."""
    if profile_id not in ORDER:
        raise BadInput(f"There is no keymap {profile_id!r}", todo=f"There are: {', '.join(ORDER)}.")
    return read(resource_path("keymaps", f"{profile_id}.json"))


def read(path: Path) -> Profile:
    """The profile in a file. Raises BadInput with the reason when it is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput("The keymap cannot be read", path, error.strerror or "") from error
    except ValueError as error:
        raise BadInput("The file is no keymap", path, "It is not JSON: export one to see how it is written.") from error
    return profile_of(data, path)


def profile_of(data: object, where: Path) -> Profile:
    """The profile that was read from JSON. Raises BadInput."""
    if not isinstance(data, dict) or not isinstance(data.get("medseg_keymap"), int):
        raise BadInput("The file is no keymap", where, 'It does not say "medseg_keymap".')
    if data["medseg_keymap"] > FORMAT:
        raise BadInput("The keymap was written by a newer medseg", where, "Update this program to read it.")
    name, title, about = (data.get(part, "") for part in ("id", "title", "about"))
    keys, mouse = data.get("keys", {}), data.get("mouse", {})
    if not all(isinstance(text, str) for text in (name, title, about)) or not _texts(keys) or not _texts(mouse):
        raise BadInput("The keymap is damaged", where, "Keys and gestures must be texts.")
    owners: dict[str, str] = {key: mark("the mouse") for key in held_keys(mouse)}
    for command_id, text in keys.items():
        for key in split(text):
            if key in owners:
                raise BadInput(f"{key} stands for both {owners[key]} and {command_id}", where, "Take one of them out.")
            owners[key] = command_id
    for gesture, meaning in mouse.items():
        gesture_parts(gesture)
        if meaning not in MEANINGS:
            raise BadInput(f"{meaning!r} is nothing that the mouse does", where, f"There are: {', '.join(MEANINGS)}.")
    return Profile(name, title, about, keys, mouse)


def _texts(found: object) -> bool:
    return isinstance(found, dict) and all(isinstance(k, str) and isinstance(v, str) for k, v in found.items())


# ----- what holds now ---------------------------------------------------------------------------------------------
def layered(layers: Iterable[Bound], taken: Iterable[str] = ()) -> Bound:
    """The keys of each command: an earlier layer wins, and a key that is taken already is left away."""
    out: Bound = {}
    gone = set(taken)
    for layer in layers:
        for command_id, keys in layer.items():
            if command_id not in out:
                out[command_id] = tuple(key for key in keys if key not in gone)
                gone.update(keys)
    return out


class Keys:
    """The keys of each command and the mouse gestures as the user wants them; kept in the settings."""

    def __init__(self, settings: Settings, defaults: Mapping[str, str]) -> None:
        self._settings = settings
        self._defaults: Bound = {command_id: split(text) for command_id, text in defaults.items()}
        self.problem = ""
        """What of the settings could not be used: one line, or nothing."""
        try:
            self.profile = shipped(settings.keymap)
        except BadInput as error:
            self.profile, self.problem = shipped(OWN), f"{error} The standard keys are used."
        self._changes: Bound = {}
        for command_id, text in settings.keys.items():
            try:
                self._changes[command_id] = split(str(text))
            except BadInput as error:
                self.problem = f"{error} The standard key of {command_id} is used."
        self._bound = self._made(self._changes)

    def _made(self, changes: Bound) -> Bound:
        own = {c: keys for c, keys in changes.items() if c in self._defaults}
        theirs = {c: split(text) for c, text in self.profile.keys.items() if c in self._defaults}
        return layered((own, theirs, self._defaults), held_keys(self.profile.mouse))

    @property
    def mouse(self) -> Mapping[str, str]:
        """Each gesture and what it does."""
        return self.profile.mouse

    def of(self, command_id: str) -> tuple[str, ...]:
        return self._bound.get(command_id, ())

    def owner(self, key: str) -> str:
        """The command that has the key now; empty when none has."""
        return next((c for c, keys in self._bound.items() if key in keys), "")

    def changed(self, command_id: str) -> bool:
        """True when the user chose the command's keys."""
        return command_id in self._changes

    @property
    def any_changed(self) -> bool:
        return bool(self._changes)

    def held(self, key: str) -> str:
        """What holding the key makes of the mouse; empty when it makes nothing."""
        return held_keys(self.profile.mouse).get(key, "")

    def use(self, profile_id: str) -> None:
        """Another profile; what the user changed stays changed. Raises BadInput."""
        self.profile = shipped(profile_id)
        self._settings.keymap = profile_id
        self._keep()

    def change(self, command_id: str, keys: Iterable[str]) -> None:
        """Gives a command these keys; whoever had one of them loses it. Raises BadInput for what is no key."""
        wanted = tuple(dict.fromkeys(normal(key) for key in keys))
        for key in wanted:
            if self.held(key):
                raise BadInput(f"{key} is held for the mouse", todo="Choose another key.")
        self._free(wanted)
        self._changes[command_id] = wanted
        self._keep()

    def reset(self, command_id: str) -> None:
        """The profile's keys for one command again, also where the user gave one of them to another."""
        self._changes.pop(command_id, None)
        self._free(self._made({}).get(command_id, ()))
        self._keep()

    def _free(self, wanted: Iterable[str]) -> None:
        """Takes keys out of what the user chose; what has none left gets the profile's again."""
        for other, keys in list(self._changes.items()):
            left = tuple(key for key in keys if key not in wanted)
            if left:
                self._changes[other] = left
            elif keys:
                del self._changes[other]

    def reset_all(self) -> None:
        """The profile's keys for every command."""
        self._changes.clear()
        self._keep()

    def write(self, path: Path) -> None:
        """Writes all keys and gestures as they are now. Raises OSError."""
        data = {
            "medseg_keymap": FORMAT,
            "id": self.profile.id,
            "title": self.profile.title,
            "about": "",
            "keys": {c: join(keys) for c, keys in self._bound.items()},
            "mouse": dict(self.profile.mouse),
        }
        beside = path.with_name(path.name + ".new")
        beside.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        beside.replace(path)

    def take(self, path: Path) -> list[str]:
        """Takes over the keys in a file; the commands in it that this program does not know. Raises BadInput."""
        found = read(path)
        base = found.id if found.id in ORDER else OWN
        bound = {c: split(text) for c, text in found.keys.items()}
        self.profile, self._changes = shipped(base), {}
        self._settings.keymap = base
        standard = self._made({})
        self._changes = {c: k for c, k in bound.items() if c in self._defaults and k != standard.get(c)}
        self._keep()
        return [c for c in bound if c not in self._defaults]

    def _keep(self) -> None:
        self._bound = self._made(self._changes)
        self._settings.keys = {c: join(keys) for c, keys in self._changes.items()}
        self._settings.save()
