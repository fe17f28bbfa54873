"""Numbers as a language writes them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import EN, Number, Speaker, speak


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [
        (1234567.891, 2, "1234567.89"), (-1234.5, 1, "-1234.5"), (1e16, 0, "10000000000000000"),
        (3.41e30, 1, "3E30"), (-3.41e30, 1, "-3E30"),
        (0.1, 3, "0.100"), (7, 0, "7"), (-0.0001, 1, "0.0"), (-0.05, 2, "-0.05"),
        (2.675, 2, "2.67"), (0.125, 2, "0.12"), (2.5, 0, "2"), (np.float64(3.5), 0, "4"),
        (np.nan, 1, "-"), (-np.inf, 1, "-"),
    ],
)  # fmt: skip
def test_a_number_has_its_decimals_no_thousands_and_no_minus_zero(
    lang: str, value: float, digits: int, said: str
) -> None:
    assert speak(lang).number(value, digits) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(-0.0004, "-0.04"), (0.0004, "+0.04"), (0.0, "+0.0"), (-0.123, "-12.3"), (np.nan, "-")],
)
def test_a_signed_number_shows_its_side_of_zero(value: float, said: str) -> None:
    assert EN.number(value, 1, 100, sign=True) == said


@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_a_number_is_what_it_is_rounded_to(value: float, digits: int) -> None:
    said = EN.number(value, digits)
    assert float(said) == round(value, digits)
    assert len(said.partition(".")[2]) == digits


def test_an_estimate_is_told_with_its_interval() -> None:
    row = {"value": 0.1, "low": -0.02, "high": 0.2}
    assert EN.bracketed(row, 0, 100, sign=True) == "+10 [-2, +20]"


def test_counts_have_their_thousands_in_groups() -> None:
    assert [EN.count(n) for n in (0, 999, 1000, 1234567)] == ["0", "999", "1,000", "1,234,567"]


def test_a_language_s_own_marks_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    said = Speaker("zh")
    monkeypatch.setattr(said, "lang", "de")
    assert (said.number(1234.5, 2), said.count(1234)) == ("1234,50", "1.234")
    assert Number(0.25, 1).said(said) == "0,2"
