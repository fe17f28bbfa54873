"""The model gives what it gave: numbers change only with MODEL_VERSION."""

import pytest
import update_baseline
from baseline_trace import CASES, parameters_in, read, trace_of

from sim import MODEL_VERSION

ADVICE = (
    "the model's numbers changed: if that is meant, raise MODEL_VERSION in sim/__init__.py and run "
    "python -m tests.update_baseline"
)


@pytest.mark.parametrize("case", CASES)
def test_the_model_gives_what_the_baseline_says(case):
    stored = read(case)
    assert trace_of(parameters_in(stored)) == stored["trace"], ADVICE


@pytest.mark.parametrize("case", CASES)
def test_the_baseline_is_of_this_version(case):
    assert read(case)["model_version"] == MODEL_VERSION, "run python -m tests.update_baseline"


def test_the_script_refuses_changed_numbers_under_the_same_version(monkeypatch, capsys):
    monkeypatch.setattr(update_baseline, "trace_of", lambda parameters: {"ends": {}})
    monkeypatch.setattr(update_baseline, "write", lambda case: pytest.fail("written"))
    assert update_baseline.main() == 2
    assert "raise it in sim/__init__.py" in capsys.readouterr().err


def test_the_script_writes_when_the_version_was_raised(monkeypatch):
    written = []
    monkeypatch.setattr(update_baseline, "MODEL_VERSION", "another")
    monkeypatch.setattr(update_baseline, "write", written.append)
    assert update_baseline.main() == 0 and written == list(CASES)
