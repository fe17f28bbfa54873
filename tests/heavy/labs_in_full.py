"""Labs in full: claims under another seed with twice the replicates; every notebook runs."""

import shutil
from pathlib import Path

import pytest

from experiments.commands.lab_session import run_here
from experiments.studies.labs.card import notebook_file
from experiments.studies.labs.declared import lab_names, read_lab
from experiments.studies.labs.write import DOCS
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak

nbformat = pytest.importorskip("nbformat", reason="the extra labs isn't installed")
nbclient = pytest.importorskip("nbclient", reason="the extra labs isn't installed")
OTHER_SEED = 9901
LONGEST = 600
"""Seconds for one cell, on a busy machine."""


@pytest.mark.parametrize("name", lab_names())
def test_claims_hold_with_other_luck(name: str, tmp_path: Path) -> None:
    replicates = 2 * read_lab(name).replicates
    given = [f"seed={OTHER_SEED}", f"replicates={replicates}", "processes=1"]
    found = run_here(name, "en", given, tmp_path).found
    failing = found.claims[~found.claims["holds"]]
    assert failing.empty, failing[["claim", "value", "low", "high"]].to_string()


@pytest.mark.filterwarnings("ignore")  # of the notebook software, not of this project
@pytest.mark.parametrize("name", lab_names())
def test_notebooks_run_in_both_languages_and_show_what_was_found(name: str, tmp_path: Path) -> None:
    place = tmp_path / "docs" / "labs"
    place.mkdir(parents=True)
    for lang in LANGUAGES:  # the second finds the runs of the first
        path = Path(shutil.copy(DOCS / notebook_file(name, speak(lang)), place))
        book = nbformat.read(path, as_version=4)
        nbformat.validate(book)
        resources = {"metadata": {"path": str(place)}}
        nbclient.NotebookClient(book, timeout=LONGEST, resources=resources).execute()
        table, figure, notice = (cell["outputs"] for cell in book.cells if cell.cell_type == "code")
        said = read_lab(name)
        assert said.title.said(speak(lang)) in _printed(table)
        assert any("image/png" in output.get("data", {}) for output in figure)
        assert all(claim.said(speak(lang)) in _printed(notice) for claim in said.claims.values())
        assert "?" not in [line.strip()[:1] for line in _printed(notice).splitlines()]
    assert (tmp_path / "results" / f"lab-{name}" / "study.json").exists()


def _printed(outputs: list[dict[str, str]]) -> str:
    return "".join(o["text"] for o in outputs if o.get("name") == "stdout")
