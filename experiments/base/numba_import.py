"""Have numba keep its kernels as ``kernel_files`` does, from its import on, without importing it.

What is replaced is public in numba: the class of its cache's files, and the setting that names who
finds their place. Importing numba here would cost each command half a second.
"""

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

CACHING = "numba.core.caching"


def keep_kernels_checked() -> None:
    """Now where numba is imported already, else as soon as it is."""
    if CACHING in sys.modules:
        _replace(sys.modules[CACHING])
    elif not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


def _replace(caching: ModuleType) -> None:
    from experiments.base.kernel_files import LOCATORS, KernelFile

    caching.IndexDataCacheFile = KernelFile  # type: ignore[attr-defined]
    caching.config.CACHE_LOCATOR_CLASSES = LOCATORS


class _Finder(MetaPathFinder):
    """Finds one module, once, as Python does, and has its class replaced after it is executed."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != CACHING:
            return None
        sys.meta_path.remove(self)
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader)
        return spec


class _Loader(Loader):
    def __init__(self, usual: Loader) -> None:
        self.usual = usual

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self.usual.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self.usual.exec_module(module)
        _replace(module)
