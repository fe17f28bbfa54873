"""Sessions that compose at the same moment: each gets its own answer, or its own refusal."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from experiments.app.choices import Choices
from experiments.app.defaults import slider_values
from experiments.app.form import slider_groups
from experiments.base.errors import InputError
from experiments.config.compose import compose

SESSIONS = 10
COMMUNITIES = ("jinsong_north", "zaoyuan_daxing", "sanhe_nanli", "village")
ARMS = ("none", "party", "placebo")
ATTENTION = "coordinator.attention"


def at_once(asked: list[Callable[[], object]]) -> list[object]:
    """What each gives, all begun at the same moment in threads of their own."""
    together = threading.Barrier(len(asked))

    def ask(one: Callable[[], object]) -> object:
        together.wait()
        return one()

    with ThreadPoolExecutor(len(asked)) as threads:
        return list(threads.map(ask, asked))


def told(overrides: list[str], folder: Path | None) -> object:
    """Everything composed, or the line that refuses it."""
    try:
        return compose(overrides, folder)
    except InputError as error:
        return str(error)


def test_ten_sessions_compose_at_once_and_each_gets_its_own_answer(tmp_path: Path) -> None:
    own = [tmp_path / str(number) for number in range(SESSIONS)]
    asked = []
    for number, folder in enumerate(own):
        (folder / "community").mkdir(parents=True)
        mine = f"# @package _global_\ncommunity:\n  households: {100 + number}\n"
        (folder / "community" / "mine.yaml").write_text(mine)
        place = "mine" if number % 2 else COMMUNITIES[number // 2 % len(COMMUNITIES)]
        arm = "nobody" if number % 5 == 4 else ARMS[number % len(ARMS)]
        asked.append(
            ([f"community={place}", f"arrangement={arm}", f"seed={number}"], folder),
        )
    expected = [told(*each) for each in asked]
    found = at_once([partial(told, *each) for each in asked])
    assert found == expected
    refused = [number for number, each in enumerate(found) if isinstance(each, str)]
    assert refused == [4, 9]
    for number, each in enumerate(found):
        if number not in refused and number % 2:
            assert each.parameters.community.households == 100 + number  # type: ignore[attr-defined]
            assert each.seed == number  # type: ignore[attr-defined]


def test_pages_that_open_at_once_show_their_own_sliders() -> None:
    slider_values.cache_clear()
    choices = [
        Choices(arms=("none", "placebo")).turned(ATTENTION, float(n))
        for n in range(1, SESSIONS + 1)
    ]
    found = at_once([partial(slider_groups, each, None) for each in choices])
    values = [
        slider["value"]
        for groups in found
        for group in groups  # type: ignore[attr-defined]
        for slider in group["sliders"]
        if slider["path"] == ATTENTION
    ]
    assert values == [float(n) for n in range(1, SESSIONS + 1)]
