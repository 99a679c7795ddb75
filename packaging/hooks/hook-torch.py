"""torch's modules and libraries, less what only its developers and compilers run (see ``contents.py``)."""

from contents import TORCH_SOURCES, wanted_torch
from PyInstaller.utils.hooks import PY_DYLIB_PATTERNS, collect_data_files, collect_dynamic_libs, collect_submodules

hiddenimports = collect_submodules("torch", filter=wanted_torch)
binaries = collect_dynamic_libs("torch", search_patterns=[*PY_DYLIB_PATTERNS, "*.so.*"])
# torch asks for this one when tensors are shared between processes
datas = collect_data_files("torch", includes=["bin/torch_shm_manager*"])
module_collection_mode = {"torch": "pyz", **dict.fromkeys(TORCH_SOURCES, "pyz+py")}
# torch finds its libraries beside each other; links to them elsewhere mislead it
bindepend_symlink_suppression = ["**/torch/lib/*.so*"]
warn_on_missing_hiddenimports = False
