"""MONAI loads all its modules by walking through the folder (monai/__init__.py): no static search finds them."""

from PyInstaller.utils.hooks import collect_submodules


def _wanted(module: str) -> bool:
    apart = ("handlers", "bundle", "fl", "_C", "auto3dseg.algo", "apps.nnunet")
    return not module.startswith(tuple(f"monai.{name}" for name in apart))


hiddenimports = collect_submodules("monai", filter=_wanted)
