"""A study as an archive takes it: an RO-Crate with what made it, what came of it, and sums.

What stands in it, and why: ``HELD``. ``experiments.report.verify`` checks one on another machine.
"""

import json
import shutil
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from experiments.analysis.legend import legend
from experiments.analysis.run_outcomes import run_outcomes
from experiments.base.documents import brought
from experiments.base.errors import InputError
from experiments.base.files import checksum, one_clear_line, write_atomically
from experiments.report.assemble import report
from experiments.run.doctor.software import lock_here
from experiments.store import Study
from experiments.store.export import write
from experiments.store.provenance import machine, made_with
from experiments.words.speech import Speaker
from sim import MODEL_VERSION

STUDY, TABLES, DOCS, MADE = "study", "tables", "docs", "environment"
SUMS, METADATA = "checksums.sha256", "ro-crate-metadata.json"
VERSIONS = f"{MADE}/versions.json"
PAGES = (
    "odd.md", "odd_summary.md", "trace.md", "parameters.md", "outputs.md", "version3.md",
)  # fmt: skip
BESIDE = ("LICENSE", "CITATION.cff", "codemeta.json")
OUTCOMES = f"{TABLES}/run_outcomes.csv"
LICENCE = {
    "@id": "https://spdx.org/licenses/MIT",
    "@type": "CreativeWork",
    "name": "MIT License",
    "description": "Use, change and pass on freely, with the notice kept; see LICENSE.",
}
LEFT_OUT = shutil.ignore_patterns("*.lock", "*.tmp", "replay")
"""Of a study's folder: what isn't of its results."""


class Held(NamedTuple):
    """A part of the archive: where, what it is, its format."""

    path: str
    about: str
    form: str


HELD = (
    Held(f"{STUDY}/", "configuration, inputs and results of every cell, as stored", ""),
    Held(OUTCOMES, "one row a run: opportunities, ends, levels", "text/csv"),
    Held(f"{TABLES}/run_outcomes.legend.csv", "what its columns mean", "text/csv"),
    Held("report.html", "what came of it, in English and Chinese, with figures", "text/html"),
    Held(f"{DOCS}/odd.md", "the model: overview, design concepts, details (ODD)", "text/markdown"),
    Held(f"{DOCS}/odd_summary.md", "the model on one page", "text/markdown"),
    Held(f"{DOCS}/trace.md", "how far it may be trusted, and for what (TRACE)", "text/markdown"),
    Held(f"{DOCS}/parameters.md", "parameters: units, ranges, sources", "text/markdown"),
    Held(f"{DOCS}/outputs.md", "columns of the stored tables", "text/markdown"),
    Held(f"{DOCS}/version3.md", "what was declared before arms were compared", "text/markdown"),
    Held(f"{MADE}/lock.txt", "versions of all packages that were tested together", "text/plain"),
    Held(VERSIONS, "versions, commit and platform that made this archive", "application/json"),
    Held("LICENSE", "licence of the program", "text/plain"),
    Held("CITATION.cff", "how to cite the program", "text/yaml"),
    Held("codemeta.json", "the program, described for catalogues", "application/json"),
    Held("README.md", "what this is, and how to check it", "text/markdown"),
    Held(SUMS, "SHA-256 of every file but this one and the crate's description", "text/plain"),
)


def bundle(study: Study, target: Path, say: Speaker) -> Path:
    """Write the archive into the new folder ``target``; returns it.

    InputError where there is something already, the study can't be told, or the library that
    describes it (extra ``bundle``) isn't there; then nothing is written.
    """
    crate = _crate()
    if target.exists():
        raise InputError(f"{target}: is there already; name another folder with --to")
    page = report(study, say.lang).encode()
    building = target.with_name(f".{target.name}.tmp")
    with one_clear_line(target):
        shutil.rmtree(building, ignore_errors=True)
        try:
            _fill(study, building, page, say)
            _describe(crate, study, building)
            building.rename(target)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    return target


def _crate() -> Any:
    try:
        return import_module("rocrate.rocrate").ROCrate()
    except ImportError as error:
        message = 'needs rocrate; install the extra of that name: pip install "coprod[bundle]"'
        raise InputError(f"bundle: {message}") from error


def _fill(study: Study, folder: Path, page: bytes, say: Speaker) -> None:
    shutil.copytree(study.path, folder / STUDY, ignore=LEFT_OUT)
    for name in (TABLES, DOCS, MADE):
        (folder / name).mkdir()
    write_atomically(folder / "report.html", page)
    _outcomes(study, folder, say)
    for name in PAGES:
        shutil.copyfile(brought(f"docs/{name}"), folder / DOCS / name)
    for name in BESIDE:
        shutil.copyfile(brought(name), folder / name)
    shutil.copyfile(lock_here(), folder / MADE / "lock.txt")
    made = {"model_version": MODEL_VERSION, **made_with(), "platform": machine()["platform"]}
    write_atomically(folder / VERSIONS, _json(made))
    write_atomically(folder / "README.md", say("bundle.readme", study=study.path.name).encode())
    write_atomically(folder / SUMS, _sums(folder, (SUMS, METADATA)).encode())


def _outcomes(study: Study, folder: Path, say: Speaker) -> None:
    tables = list(run_outcomes(study))
    rows = legend(tables[0].column_names, "run_outcomes", say)
    path = folder / OUTCOMES
    write(tables, path, mark=False, title=say("study.sheet"), legend=rows)
    lines = "".join(",".join(_quoted(cell) for cell in row) + "\n" for row in rows)
    write_atomically(path.with_suffix(".legend.csv"), lines.encode())


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def files_in(folder: Path, but: Iterable[str] = ()) -> list[str]:
    """Every file under a folder, as a path with slashes, in order."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(set(found) - set(but))


def _sums(folder: Path, but: Iterable[str]) -> str:
    """As ``sha256sum`` writes and checks them."""
    sums = ((checksum((folder / name).read_bytes()), name) for name in files_in(folder, but))
    return "".join(f"{sum_}  {name}\n" for sum_, name in sums)


def _describe(crate: Any, study: Study, folder: Path) -> None:
    """The crate's description, of what stands in the folder."""
    cells = study.cells()
    crate.name = f"coprod study {study.path.name}"
    crate.description = (
        f"Results of coprod, an agent-based model of co-production (model {MODEL_VERSION}):"
        f" {len(cells)} cells, with configuration, tables, report, description of the model, sums."
    )
    crate.license = crate.add_jsonld({**LICENCE})  # a copy: what is handed over is emptied
    for path, about, form in HELD:
        about_it = {"name": path.rstrip("/"), "description": about}
        if path.endswith("/"):
            crate.add_directory(folder / path, path, properties=about_it)
        else:
            about_it["encodingFormat"] = form
            about_it["contentSize"] = str((folder / path).stat().st_size)
            crate.add_file(folder / path, path, properties=about_it)
    crate.metadata.write(folder)
