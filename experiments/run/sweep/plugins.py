"""Our sweeper and our launchers as plugins of Hydra, thin: what is done is in ``conduct``.

Hydra takes plugins from the package ``hydra_plugins`` only, by name. This module is known there as
``hydra_plugins.coprod`` from when it is imported.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import Any

import yaml
from hydra._internal.sources_registry import SourcesRegistry
from hydra.core.config_store import ConfigStore
from hydra.core.plugins import Plugins
from hydra.plugins.config_source import ConfigSource
from hydra.plugins.sweeper import Sweeper
from hydra.types import HydraContext, TaskFunction
from omegaconf import DictConfig

from experiments.base.errors import InputError
from experiments.base.settings import CHOICES, CONFIGS
from experiments.config.compose import Configuration, Files, filled
from experiments.run.sweep.conduct import conduct
from experiments.run.sweep.on_ray import RayLauncher
from experiments.run.sweep.on_slurm import SlurmLauncher
from experiments.run.sweep.plan import ADDED, as_overrides, files_composed
from experiments.run.sweep.points import Point
from experiments.run.sweep.remote import EngineLauncher
from experiments.run.sweep.serial import SerialLauncher
from experiments.run.sweep.settings import SweepSettings

NAMESPACE = "hydra_plugins.coprod"
LAUNCHERS = CONFIGS / "launcher"
COMPOSED: dict[tuple[str, ...], Files] = {}
"""By the files chosen."""


def _in_namespace() -> None:
    try:
        package = import_module("hydra_plugins")
    except ImportError:  # there only where some plugin is installed
        package = ModuleType("hydra_plugins")
        package.__path__ = []
        sys.modules[package.__name__] = package
    sys.modules[NAMESPACE] = sys.modules[__name__]
    setattr(package, NAMESPACE.rpartition(".")[2], sys.modules[__name__])


class StudySweeper(Sweeper):
    """Grids, ranges, lists of points and designs; looks, dry runs, resuming. See ``conduct``."""

    config: Any
    hydra_context: Any
    launcher: Any

    def __init__(self, **settings: Any) -> None:
        self.settings = settings

    def setup(
        self, *, hydra_context: HydraContext, task_function: TaskFunction, config: DictConfig
    ) -> None:
        self.config, self.hydra_context = config, hydra_context
        self.job: Any = task_function
        try:
            self.launcher = Plugins.instance().instantiate_launcher(
                config=config, hydra_context=hydra_context, task_function=task_function
            )
        except (ImportError, RuntimeError) as error:
            name = config.hydra.runtime.choices["hydra/launcher"]
            message = f'not installed; install the extra of that name: pip install "coprod[{name}]"'
            raise InputError(f"hydra/launcher = {name}: {message}") from error

    def sweep(self, arguments: Sequence[str]) -> None:
        plain = [text.removeprefix(ADDED) for text in arguments]
        conduct(self.job, plain, self.settings, self._load, self.launcher)

    def _load(self, given: Point) -> Configuration:
        """Of the project's own files the same are composed once: they don't change meanwhile."""
        chosen = tuple(as_overrides({key: given[key] for key in given if key in CHOICES}))
        others = {key: given[key] for key in given if key not in CHOICES}
        if self.config.hydra.searchpath:
            return filled(self._composed(chosen), others)
        if chosen not in COMPOSED:
            COMPOSED[chosen] = self._composed(chosen)
        return filled(COMPOSED[chosen], others)

    def _composed(self, overrides: Sequence[str]) -> Files:
        loader = self.hydra_context.config_loader
        return files_composed(loader.load_sweep_config(self.config, list(overrides)))


def register() -> None:
    """Make them known to Hydra, with the sweeper's settings, and every launcher's.

    ``configs/launcher/NAME.yaml`` becomes ``hydra/launcher=NAME`` by taking the place of what the
    launcher's own package has under this name; a file in ``configs/hydra/launcher/`` would be
    merged with that, and Hydra warns of it. Joblib's launcher in one process has Hydra load its
    plugins anew, but their register keeps the classes of before, and what holds one of those can't
    be pickled for another launcher's jobs: the register is made of the classes there are.
    """
    sources: list[Any] = Plugins.instance().discover(ConfigSource)
    SourcesRegistry.instance().types = {source.scheme(): source for source in sources}
    for plugin in OURS:
        Plugins.instance().register(plugin)
    target = {"_target_": f"{NAMESPACE}.{StudySweeper.__name__}", "_convert_": "all"}
    node = {**target, **SweepSettings().model_dump()}
    ConfigStore.instance().store(group="hydra/sweeper", name="coprod", node=node)
    for path in LAUNCHERS.glob("*.yaml"):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        ConfigStore.instance().store(group="hydra/launcher", name=path.stem, node=content)


OURS = (SerialLauncher, SlurmLauncher, RayLauncher, StudySweeper)
EngineLauncher.prepare = staticmethod(register)
for _plugin in OURS:
    _plugin.__module__ = NAMESPACE
_in_namespace()
