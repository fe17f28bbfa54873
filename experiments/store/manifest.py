"""A cell's manifest: what determines its numbers, how it is called, and what opened it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.base.errors import InputError
from experiments.base.files import one_clear_line, read_json, write_json
from experiments.store.identity import FORMAT, SCHEMA, hash_of
from experiments.store.index import checked_labels
from experiments.store.provenance import made_with
from sim import MODEL_VERSION

MANIFEST = "manifest.json"
MEND = "run the same command again to mend it"
Json = dict[str, Any]


def write_manifest(folder: Path, determinants: Json, labels: Json) -> None:
    """Make the cell's folder and manifest."""
    with one_clear_line(folder):
        folder.mkdir(parents=True, exist_ok=True)
    content = {"format": FORMAT, "cell": folder.name, **determinants, **labels, **made_with()}
    write_json(folder / MANIFEST, content)


def read_manifest(folder: Path) -> Json | None:
    """The manifest; None where it is missing or damaged, or not of what the folder's name is the
    hash of. InputError if of another version."""
    path = folder / MANIFEST
    manifest = read_json(path)
    if not isinstance(manifest, dict):
        return None
    refuse_other_versions(path, manifest)
    return manifest if _sound(folder, manifest) else None


def _sound(folder: Path, manifest: Json) -> bool:
    try:
        labels = checked_labels(manifest)
        return {labels["cell"], hash_of(labels, manifest["parameters"])} == {folder.name}
    except (LookupError, TypeError, ValueError):
        return False


def refuse_other_versions(path: Path, content: Mapping[str, Any]) -> None:
    """InputError, in one line, for what another version of the model or of the layout wrote."""
    refuse_newer(path, content)
    for key, ours in (("schema", SCHEMA), ("model_version", MODEL_VERSION)):
        if isinstance(content.get(key), str | int) and content[key] != ours:  # else: damaged
            raise InputError(
                f"{path}: {key} = {content.get(key)}, this program's is {ours}; "
                "read it with the version that made it, or name another study"
            )


def refuse_newer(path: Path, content: Mapping[str, Any]) -> None:
    """InputError, in one line, for a file of a newer format than this program's."""
    number = content.get("format")
    if isinstance(number, int) and number > FORMAT:
        raise InputError(
            f"{path}: format = {number} of the store, this program reads up to {FORMAT}; "
            "read it with the version that made it, or a later one"
        )
