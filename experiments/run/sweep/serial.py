"""The launcher without an engine."""

from hydra._internal.core_plugins.basic_launcher import BasicLauncher


class SerialLauncher(BasicLauncher):
    """Cells of a whole sweep in this process, their replicates in one pool of workers."""
