"""Axes, designs and points: what is varied is what was written, or it is refused in one line."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from experiments.base.errors import InputError
from experiments.run.sweep.axes import Axis, Interval, read_axes, read_axis, written
from experiments.run.sweep.designs import sample
from experiments.run.sweep.points import read_points

ATTENTION, FORMALISM = "coordinator.attention", "coordinator.formalism"
UNIT = Interval(FORMALISM, 0.0, 1.0, False, False)
DECADES = Interval(ATTENTION, 0.1, 100.0, True, False)
WHOLE = Interval("community.households", 3.0, 6.0, False, True)


def refused(text: str) -> str:
    with pytest.raises(InputError) as caught:
        read_axis(text)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# -- axes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (f"{ATTENTION}=6,12", (6, 12)),
        (f"{ATTENTION}=choice(6)", (6,)),
        ("arrangement=none,party", ("none", "party")),
        ("coordinator.reach=[1,.5,0],[0,0,0]", ([1, 0.5, 0], [0, 0, 0])),
        ("coordinator.informed=true,false", (True, False)),
        (f"{FORMALISM}=range(.1,.4,.1)", (0.1, 0.2, 0.3)),
        (f"{FORMALISM}=range(0,1,.25)", (0.0, 0.25, 0.5, 0.75)),
        (f"{FORMALISM}=range(.3,0,-.1)", (0.3, 0.2, 0.1)),
        (f"{ATTENTION}=range(2,9,3)", (2, 5, 8)),
        ("seed=range(3)", (0, 1, 2)),
    ],
)
def test_lists_and_ranges_have_the_values_that_were_written(text: str, values: Any) -> None:
    found = read_axis(text)
    assert found == Axis(text.partition("=")[0], values)
    assert [type(value) for value in found.values] == [type(value) for value in values]


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        (f"{FORMALISM}=interval(0,1)", UNIT),
        (f"{ATTENTION}=tag(log,interval(.1,100))", DECADES),
        ("community.households=interval(3,6)", WHOLE),
    ],
)
def test_an_interval_knows_its_scale_and_whether_it_is_of_whole_numbers(
    text: str, interval: Interval
) -> None:
    assert read_axis(text) == interval


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("coordinator.atention=1,2", "did you mean coordinator.attention"),
        (f"{ATTENTION}=range(3,3)", "empty range"),
        (f"{ATTENTION}=range(1,5,-1)", "empty range"),
        (f"{ATTENTION}=range(1,5,0)", "step"),
        (f"{ATTENTION}=shuffle(1,2)", "in order"),
        (f"{FORMALISM}=interval(1,0)", "low < high"),
        (f"{FORMALISM}=tag(cube,interval(0,1))", "log"),
        (f"{FORMALISM}=tag(log,interval(0,1))", "logarithm"),
        ("coordinator.reach=interval(0,1)", "one number"),
        ("arrangement=interval(0,1)", "one number"),
        ("arrangement=none,a/b", "name of one file"),
        ("arrangement=glob(*)", "write the values one by one"),
        ("seed=glob(*)", "write the values one by one"),
        ("replicates=10,20", "same for the whole sweep"),
        ("name=a,b", "same for the whole sweep"),
        ("experiment=a,b", "same for the whole sweep"),
        (f"+{ATTENTION}=1,2", f"every name is there already; write {ATTENTION}=1,2"),
    ],
)
def test_what_cannot_be_varied_is_refused(text: str, said: str) -> None:
    assert said in refused(text)


def test_a_name_given_twice_is_refused() -> None:
    with pytest.raises(InputError, match=r"coordinator\.attention is given twice"):
        read_axes([f"{ATTENTION}=1,2", f"{ATTENTION}=3"])


VALUES = some.one_of(
    some.booleans(),
    some.integers(-(10**9), 10**9),
    some.floats(-1e9, 1e9),
    some.text("abcXYZ 0123456789_-.'\"\\,:[]{}", max_size=12),
)


@given(some.one_of(VALUES, some.lists(VALUES, max_size=4)))
def test_a_value_written_for_hydra_is_read_as_the_same(value: Any) -> None:
    (again,) = read_axis(f"name={written(value)}").values
    assert again == value and type(again) is type(value)


# -- designs --------------------------------------------------------------------------------------


@pytest.mark.parametrize("design", ["latin_hypercube", "sobol"])
def test_a_design_is_a_function_of_its_seed_and_zero_is_one(design: Any) -> None:
    first, again, other = (sample([UNIT, DECADES], design, 8, seed) for seed in (0, 0, 1))
    assert first == again != other
    assert len({tuple(point.values()) for point in first}) == 8


def test_a_latin_hypercube_has_one_point_in_each_slice_of_each_axis() -> None:
    points = sample([UNIT, DECADES], "latin_hypercube", 10, 3)
    slices = {int(point[FORMALISM] * 10) for point in points}
    decades = {int((np.log10(point[ATTENTION]) + 1) / 3 * 10) for point in points}
    assert slices == decades == set(range(10))


def test_a_sobol_design_begins_with_the_smaller_one() -> None:
    assert sample([UNIT], "sobol", 16, 5)[:8] == sample([UNIT], "sobol", 8, 5)
    with pytest.raises(InputError, match="64 or 128"):
        sample([UNIT], "sobol", 100, 0)


def test_whole_numbers_are_sampled_alike_with_both_ends() -> None:
    found = [point["community.households"] for point in sample([WHOLE], "latin_hypercube", 8, 0)]
    assert sorted(found) == [3, 3, 4, 4, 5, 5, 6, 6]
    assert all(type(value) is int for value in found)


@given(some.floats(0.001, 0.999), some.floats(1e-7, 1.0), some.integers(0, 99))
def test_a_sampled_value_never_leaves_its_interval(low: float, width: float, seed: int) -> None:
    interval = Interval(FORMALISM, low, low + width, False, False)
    values = [point[FORMALISM] for point in sample([interval], "latin_hypercube", 3, seed)]
    assert all(low <= value <= low + width for value in values)


# -- points ---------------------------------------------------------------------------------------


def test_a_csv_gives_paired_columns_with_their_types(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    header = "coordinator.attention, community,coordinator.informed,coordinator.reach\r\n"
    path.write_bytes(b"\xef\xbb\xbf" + f'{header}6,village,true,"[1, .5, 0]"\r\n\r\n'.encode())
    (point,) = read_points(str(path))
    assert point == {
        ATTENTION: 6,
        "community": "village",
        "coordinator.informed": True,
        "coordinator.reach": [1, 0.5, 0],
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "points.csv: empty"),
        ("seed\n", "points.csv: only column names"),
        ("seed,seed\n1,2\n", "column seed is there twice"),
        ("seed,horizon\n1\n", "point 1: 1 values, 2 columns"),
        ("sed\n1\n", "did you mean seed"),
        ("replicates\n1\n", "same for the whole sweep"),
        ("community\n../x\n", "name of one file"),
        ('seed\n"1\n', "points.csv, row 2: not read as CSV"),
    ],
)
def test_a_faulty_csv_is_refused(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "points.csv"
    path.write_text(content)
    with pytest.raises(InputError, match=said):
        read_points(str(path))


@pytest.mark.parametrize(
    "data",
    [
        b"coordinator.attention;seed\n6;1\n12;2\n",
        b"coordinator.attention\tseed\n6\t1\n12\t2\n",
        b"coordinator.attention,seed,,\n6,1,,\n12,2,,\n",
        b"coordinator.attention,seed\n6,1,\n12,2\n",
    ],
)
def test_points_are_the_same_with_other_separators_and_empty_ends(
    tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "points.csv"
    path.write_bytes(data)
    assert read_points(str(path)) == [{ATTENTION: 6, "seed": 1}, {ATTENTION: 12, "seed": 2}]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("参数,seed\n6,1\n", "参数: unknown"),
        ("seed,,horizon\n1,2,66\n", "column 2 has values but no name"),
        ("seed\n1,7\n", "point 1: 2 values, 1 columns"),
    ],
)
def test_points_in_gb18030_are_read_and_what_has_no_name_is_told(
    tmp_path: Path, content: str, said: str
) -> None:
    path = tmp_path / "points.csv"
    path.write_bytes(content.encode("gb18030"))
    with pytest.raises(InputError, match=said) as refused:
        read_points(str(path))
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize("values", ["range(1,1000000000)", "range(0,1e300,1e-300)"])
def test_a_range_is_counted_before_it_is_listed(values: str) -> None:
    with pytest.raises(InputError, match="over 100000 values; a sweep has at most as many"):
        read_axis(f"seed={values}")


def test_text_that_hydra_takes_in_quotes_alone_is_written_in_quotes() -> None:
    assert written("名字") == "'名字'"
    axis = read_axis(f"name={written('名字')}")
    assert axis.values == ("名字",)  # type: ignore[union-attr]


def test_points_of_different_names_are_refused() -> None:
    with pytest.raises(InputError, match="point 2"):
        read_points([{"seed": 1}, {"horizon": 1}])


def test_a_missing_csv_is_refused() -> None:
    with pytest.raises(InputError, match=r"points: nowhere\.csv: no such file"):
        read_points("nowhere.csv")
