"""Text for the eye: what ``core.i18n.mark`` marked, in the user's language."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from medseg_gui.core.i18n import Templates
from medseg_gui.settings import resource_path

NAMES = (("en", "English"), ("zh_CN", "简体中文"))
"""Codes, and names as their speakers write them."""
_FONTS = ("Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "Source Han Sans SC", "WenQuanYi Micro Hei")
_PARTS = re.compile(r"(?P<what>.+?) \((?P<where>[^()]*)\)\.(?: (?P<todo>.+))?", re.DOTALL)


def languages() -> list[tuple[str, str]]:
    """English, and the languages whose compiled translation is there."""
    return [(code, name) for code, name in NAMES if code == "en" or _compiled(code).is_file()]


def _compiled(code: str) -> Path:
    return resource_path("translations", f"medseg_{code}.qm")


def chosen(setting: str) -> str:
    """The language to speak: the chosen one, else the system's where there is a translation, else English."""
    codes = [code for code, _ in languages()]
    if setting in codes:
        return setting
    for wish in QLocale.system().uiLanguages():
        script = wish.replace("_", "-").split("-")
        if script[0] == "zh" and "zh_CN" in codes and not {"Hant", "TW", "HK", "MO"} & set(script):
            return "zh_CN"
        if script[0] == "en":
            return "en"
    return "en"


def speak(app: QApplication, setting: str) -> None:
    """Gives the program its language. Before any widget is made."""
    global _translated  # noqa: PLW0603  one language for as long as the program runs
    language = chosen(setting)
    if language == "en":
        return
    _translated = True
    qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), f"qtbase_{language}.qm")
    for file in (qt, _compiled(language)):
        translator = QTranslator(app)
        if translator.load(str(file)):
            app.installTranslator(translator)
    QLocale.setDefault(QLocale(language))
    font = QFont(app.font())
    font.setFamilies([*font.families(), *_FONTS])
    app.setFont(font)


_translated = False


@cache
def _templates() -> Templates:
    path = resource_path("translations", "templates.json")
    return Templates(json.loads(path.read_text(encoding="utf-8")))


def shown(text: str) -> str:
    """The text in the user's language: marked as it stands, or made from marked ones; else as it is."""
    if not text:
        return ""
    exact = QCoreApplication.translate("medseg", text)
    return exact if exact != text or not _translated else _made(text)


@lru_cache(4096)
def _made(text: str, depth: int = 0) -> str:
    """A text that was put together from marked ones: by a template, or sentence by sentence."""

    def exact(part: str) -> str:
        return QCoreApplication.translate("medseg", part)

    def value(part: str) -> str:
        found = exact(part)
        return found if found != part or depth > 3 else _made(part, depth + 1)

    if not re.search(r"[^\W\d_]{2}", text):
        return text
    for ending in (".", ":", "…", ""):
        body = text.removesuffix(ending) if ending else text
        if (not ending or text.endswith(ending)) and (found := exact(body)) != body:
            return found + {".": "。", ":": "："}.get(ending, ending)
    found = _templates().said(text, exact, value)
    if found != text:
        return found
    if text.endswith(".") and (found := _templates().said(text[:-1], exact, value)) != text[:-1]:
        return found + "。"
    if (parts := _PARTS.fullmatch(text)) is not None and depth <= 3:
        what, where, todo = parts["what"], parts["where"], parts["todo"] or ""
        made = f"{value(what)}（{where}）。{value(todo)}"
        if made != f"{what}（{where}）。{todo}":
            return made
    pieces = [piece for piece in re.split(r"((?<=[.!?;:]) |\n+|; |, )", text) if piece]
    if len(pieces) > 1 and depth <= 3:
        return "".join(value(piece) for piece in pieces)
    return text
