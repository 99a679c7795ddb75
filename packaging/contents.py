"""What goes into the frozen program and what stays out: plain lists, which the spec, the hooks and the tests read."""

from __future__ import annotations

from fnmatch import fnmatch

# Packages and modules that nothing of ours runs through, though something imports them for the case that it would.
EXCLUDED = (
    "IPython",
    "PIL.ImageTk",
    "PIL.ImageQt",
    "PySide6.QtDesigner",
    "PySide6.QtHelp",
    "PySide6.QtNetwork",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtSql",
    "PySide6.QtTest",
    "PySide6.QtUiTools",
    "PySide6.QtXml",
    "hypothesis",
    "lib2to3",
    "matplotlib",
    "monai.apps.nnunet",
    "monai.bundle.__main__",
    "onnx",
    "onnxruntime",
    "openvino",
    "pandas",
    "pip",
    "pyqtgraph.examples",
    "pyqtgraph.opengl",
    "pytest",
    "skimage.data",
    "tensorboard",
    "test",
    "tkinter",
    "torch.utils.tensorboard",
    "torch.utils.benchmark",
    "turtledemo",
)
# Whole trees of torch that are for its own tests, for compiling and for servers.
EXCLUDED_TORCH = (
    "torch.testing._internal.opinfo*",
    "torch.testing._internal.common_methods_invocations",
    "torch.testing._internal.jit_*",
    "torch.testing._internal.generated*",
    "torch.testing._internal.distributed._*",
    "torch.testing._internal.distributed.rpc*",
    "torch.testing._internal.distributed.nn*",
    "torch.testing._internal.distributed.distributed_test",
    "torch.testing._internal.codegen*",
    "torch.testing._internal.optests*",
    "torch.testing._internal.data*",
    "torch._inductor.kernel*",
    "torch._inductor.codegen.cuda*",
    "torch._inductor.codegen.rocm*",
    "torch._inductor.codegen.xpu*",
    "torch._inductor.codegen.mtia*",
    "torch._inductor.codegen.cutlass*",
    "torch._inductor.fx_passes.serialized_patterns*",
    "torch._vendor.quack*",
    "torch.utils.tensorboard*",
    "torch.utils.benchmark*",
)
# torch reads the source of these at run time: TorchScript's declarations (torch._jit_internal), comments of settings
# (torch.utils._config_module).
TORCH_SOURCES = (
    "torch.nn",
    "torch.jit",
    "torch._decomp",
    "torch.functional",
    "torch.distributions.von_mises",
    "torch._dynamo.config",
    "torch._export.config",
    "torch._functorch.config",
    "torch._inductor.config",
    "torch.compiler.config",
    "torch.distributed.config",
    "torch.fx.experimental._config",
    "torch.onnx._flags",
)
# Files by their place in the program's folder. The first pattern that fits decides; what fits none stays.
FILES: tuple[tuple[str, bool], ...] = (
    # Qt: the window system, SVG icons, pictures of help pages, input methods; no QML, no database, no tools
    ("PySide6/Qt/plugins/platforms/*xcb*", True),
    ("PySide6/Qt/plugins/platforms/*wayland*", True),
    ("PySide6/Qt/plugins/platforms/*offscreen*", True),
    ("PySide6/Qt/plugins/platforms/*", False),
    ("PySide6/Qt/plugins/xcbglintegrations/*", True),
    ("PySide6/Qt/plugins/wayland-graphics-integration-server/*", False),
    ("PySide6/Qt/plugins/wayland-*", True),
    ("PySide6/Qt/plugins/iconengines/*", True),
    ("PySide6/Qt/plugins/imageformats/*svg*", True),
    ("PySide6/Qt/plugins/imageformats/*jpeg*", True),
    ("PySide6/Qt/plugins/imageformats/*gif*", True),
    ("PySide6/Qt/plugins/imageformats/*ico*", True),
    ("PySide6/Qt/plugins/platforminputcontexts/*virtualkeyboard*", False),
    ("PySide6/Qt/plugins/platforminputcontexts/*", True),
    ("PySide6/Qt/plugins/platformthemes/*gtk3*", False),  # would bring the builder's whole GTK along
    ("PySide6/Qt/plugins/platformthemes/*", True),
    ("PySide6/Qt/plugins/*", False),
    ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
    ("PySide6/Qt/translations/*", False),
    ("PySide6/Qt/qml/*", False),
    ("PySide6/Qt/lib/libQt6Qml*", False),
    ("PySide6/Qt/lib/libQt6Quick*", False),
    ("PySide6/Qt/lib/libQt6VirtualKeyboard*", False),
    ("PySide6/Qt/lib/libQt6Pdf*", False),
    ("PySide6/Qt/lib/libQt6Network*", False),
    ("PySide6/Qt/lib/libQt6Egl*", False),
    # torch: the libraries alone
    ("torch/bin/torch_shm_manager*", True),
    ("torch/bin/*", False),
    ("torch/test/*", False),
    ("torch/include/*", False),
    ("torch/share/*", False),
    ("torch/lib/*test*", False),
    ("torch/lib/*.a", False),
    ("torch/lib/*.lib", False),
    ("*/tests/*", False),
    ("numba/np/ufunc/tbbpool*", False),  # asks for a library that is not here
    # images for trying libraries out
    ("pydicom/data/test_files/*", False),
    ("skimage/data/*", False),
    ("nibabel/*/data/*", False),
    # what every desktop has, newer and fitting its drivers, fonts and services: the packages name them as needed
    *((f"{name}.so*", False) for name in (
        "libstdc++", "libgcc_s", "libX11", "libX11-xcb", "libxcb", "libfontconfig", "libfreetype", "libexpat",
        "libglib-2.0", "libgio-2.0", "libgobject-2.0", "libgmodule-2.0", "libgthread-2.0", "libdbus-1", "libsystemd",
        "libz", "libwayland-client", "libwayland-cursor", "libwayland-egl",
    )),
)  # fmt: skip


def wanted(place: str) -> bool:
    """Whether the file at this place in the program's folder belongs to the program."""
    place = place.replace("\\", "/")
    return next((keep for pattern, keep in FILES if fnmatch(place, pattern)), True)


def wanted_torch(module: str) -> bool:
    return not any(fnmatch(module, pattern) for pattern in EXCLUDED_TORCH)
