"""Where the project stands: its folder, and that of the tests' helpers."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
SUPPORT = Path(__file__).parent
