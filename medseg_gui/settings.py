"""Settings, and where files live: resources, shipped models, the user's own folders."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import ClassVar

import platformdirs

PROJECT = "medseg"
RECENT_KEPT = 12
FILE = "settings.json"
TRUSTED = "trusted-code.txt"


def resource_path(*parts: str) -> Path:
    """A file or folder under ``resources/``, in a checkout, in a wheel and in the frozen program."""
    return _shipped("resources", *parts)


def shipped_models() -> Path:
    """The read-only folder of the models that come with the program."""
    return _shipped("models")


def _shipped(top: str, *parts: str) -> Path:
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    homes = [Path(frozen)] if frozen else [package, package.parent]
    for home in homes:
        if (home / top).is_dir():
            return home.joinpath(top, *parts)
    return homes[-1].joinpath(top, *parts)


def user_folder(kind: str) -> Path:
    """The user's own folder for "models", "logs", "cache", "cases", "worklists", "pacs" or "config", made when missing.

    Only the owner may read it. MEDSEG_HOME, where set, holds them all (portable installs, tests).
    """
    home = os.environ.get("MEDSEG_HOME")
    if home:
        folder = Path(home) / kind
    elif kind == "cache":
        folder = Path(platformdirs.user_cache_dir(PROJECT, appauthor=False))
    elif kind == "logs":
        folder = Path(platformdirs.user_log_dir(PROJECT, appauthor=False))
    elif kind == "config":
        folder = Path(platformdirs.user_config_dir(PROJECT, appauthor=False))
    else:
        folder = Path(platformdirs.user_data_dir(PROJECT, appauthor=False)) / kind
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def trusted_code() -> frozenset[str]:
    """SHA-256 of the model files that are programs and that the user let run; none until then."""
    try:
        return frozenset((user_folder("config") / TRUSTED).read_text(encoding="utf-8").split())
    except (OSError, ValueError):
        return frozenset()


def trust_code(sha256: str) -> None:
    """Keeps the user's word for one file."""
    if sha256 not in trusted_code():
        with (user_folder("config") / TRUSTED).open("a", encoding="utf-8") as file:
            file.write(sha256 + "\n")


@dataclass
class Settings:
    """What the user chose; kept as JSON, readable by the user alone."""

    language: str = ""
    """Of the window: a code such as "zh_CN"; empty: the system's."""
    theme: str = ""
    """"dark" or "light"; empty: the system's."""
    welcomed: bool = False
    """The welcome was shown."""
    keep_recent: bool = True
    recent: list[str] = field(default_factory=list)
    interpolate: bool = True
    show_overlay_text: bool = True
    certificates: bool = False
    """Each export gets its certificate beside it."""
    export_kind: str = "nifti"
    """The format that masks were last exported in (``workers.export_plan.KINDS``)."""
    show_identity: bool = True
    show_masks: bool = True
    show_reference: bool = True
    show_crosshair: bool = True
    doubt_overlay: str = ""
    """What colours the last answer: "probability", "entropy", "variation", or nothing."""
    show_authors: bool = False
    preview: bool = True
    """Computes the answer to a click where the mouse rests, once the click tool was chosen."""
    click_model: str = "click"
    """Which click model answers; the shipped one where that is gone."""
    label_opacity: float = 0.4
    outline: bool = True
    undo_budget_mb: int = 512
    surface_tolerance_mm: float = 1.0
    read_ahead_mb: int = 1024
    """The next image of a case list is read ahead when it takes no more than this."""
    window_geometry: str = ""
    window_layout: str = ""
    """Where the window and its panels stood (Qt's saveGeometry and saveState, base64)."""
    keymap: str = "medseg"
    """The chosen profile of keys and mouse (``keymaps.ORDER``)."""
    keys: dict[str, str] = field(default_factory=dict)
    """Command id → the keys that the user gave it."""
    pacs_address: str = ""
    pacs_title: str = "MEDSEG"
    pacs_user: str = ""
    pacs_ca: str = ""
    pacs_certificate: str = ""
    pacs_key: str = ""
    """The PACS that was used last (``core.pacs.Server``); never a password."""
    pacs_via: str = "get"
    pacs_port: int = 11112
    pacs_open: bool = False
    pacs_allowed: str = ""
    """How it sends to us, and our receiver: its port, whether other computers may send, which AE titles."""
    problem: ClassVar[str] = ""
    """What was wrong with the saved settings: one line, or nothing."""

    @classmethod
    def load(cls) -> Settings:
        """The saved settings; the standard ones where none are saved or the file is damaged.

        A damaged file is kept beside, and ``problem`` says so.
        """
        path = user_folder("config") / FILE
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(data, dict):
                raise ValueError("no table of settings")
        except FileNotFoundError:
            return cls()
        except OSError as error:
            return cls()._with_problem(f"The settings cannot be read ({path}: {error.strerror}).")
        except ValueError:
            kept = path.with_suffix(".broken.json")
            path.replace(kept)
            return cls()._with_problem(f"The settings were damaged; the old file is kept as {kept}.")
        standard = cls()
        known = {f.name: type(getattr(standard, f.name)) for f in fields(cls)}
        bad = [k for k, v in data.items() if k in known and not isinstance(v, known[k])]
        good = cls(**{k: v for k, v in data.items() if k in known and k not in bad})
        return good._with_problem(f"These settings were of the wrong kind ({path}): {', '.join(bad)}.") if bad else good

    def _with_problem(self, text: str) -> Settings:
        self.__dict__["problem"] = f"{text} The standard ones are used."
        return self

    def save(self) -> None:
        path = user_folder("config") / FILE
        beside = path.with_suffix(".new")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(self), file, indent=1)
        beside.replace(path)

    def remember(self, path: str) -> None:
        """Puts the path first in the recent list, unless the user switched the list off."""
        if self.keep_recent:
            self.recent = [path, *(p for p in self.recent if p != path)][:RECENT_KEPT]
            self.save()

    def forget_recent(self) -> None:
        self.recent = []
        self.save()
