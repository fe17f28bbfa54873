"""What is told of a comparison, and the tables that are kept of it."""

from pathlib import Path

import pandas as pd
import pytest
from fabricated import fabricated_arm

from experiments.analysis.compare import Comparison, compare
from experiments.document.terminal import text_of
from experiments.studies.headline import Compared
from experiments.studies.perform import written
from experiments.words.speech import EN, speak


def compared(failed: int = 0) -> Compared:
    """A treated arm with fewer broken projects, some of whose runs failed."""
    treated = fabricated_arm("party", 0.1, 0.3, seed=2, failed=failed)
    return Compared(compare([fabricated_arm("none"), treated]))


@pytest.mark.parametrize(("lang", "words"), [("en", "they are not forecasts"), ("zh", "并非预测")])
def test_text_says_that_results_are_conditional(lang: str, words: str) -> None:
    assert words in text_of(compared().document(speak(lang)))


def test_failed_runs_are_told_with_their_bounds() -> None:
    assert "5 runs failed in all." in text_of(compared(failed=5).document(EN))
    assert "failed in all" not in text_of(compared().document(EN))


def test_tables_are_written_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.figures.draw_all", lambda *_: [])
    found = compared()
    written(found, tmp_path, EN)
    folder = tmp_path / "comparison"
    assert {path.stem for path in folder.glob("*.csv")} == set(found.tables)
    read = pd.read_csv(folder / "comparison_differences.csv")
    kept: Comparison = found.comparison
    pd.testing.assert_frame_equal(read, kept.differences, check_dtype=False)
