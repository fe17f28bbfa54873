"""Where the project's documents are, in the clone or as the package has brought them."""

import sysconfig
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "docs"
BROUGHT = Path(sysconfig.get_path("data")) / "share" / "coprod" / "docs"


def brought(name: str) -> Path:
    """The file ``name`` of the project's root or documents, such as ``docs/odd.md``."""
    here = SOURCE.parent / name
    return here if here.exists() else BROUGHT.parent / name


def document(name: str) -> str:
    """The page ``name`` of the documents, as a reader finds it."""
    return f"docs/{name}" if (SOURCE / name).exists() else str(BROUGHT / name)
