"""The version as Windows shows it in a program's properties (the file that PyInstaller calls version info)."""

from __future__ import annotations

import re

TEXT = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004, fileType=0x1),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("CompanyName", "medseg developers"),
      StringStruct("FileDescription", "Medical image segmentation (not a medical device)"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("LegalCopyright", "The medseg developers; Apache License 2.0"),
      StringStruct("ProductName", "medseg"),
      StringStruct("ProductVersion", "{version}"),
    ])]),
    VarFileInfo([VarStruct("Translation", [1033, 1200])]),
  ],
)
"""


def text(version: str) -> str:
    """Four numbers are what Windows compares; what follows the third is shown but not compared."""
    numbers = tuple([*map(int, re.findall(r"(?:^|\.)(\d+)", version)), 0, 0, 0, 0][:4])
    return TEXT.format(version=version, numbers=numbers)
