"""What is stored beside a comparison says when it holds; what isn't there is claimed by nobody."""

from pathlib import Path

import pandas as pd
import pytest
from made_up import COMMUNITY, asked_of, keep, store_population

from experiments.studies import discover, harm, mechanisms, population, sensitivity
from experiments.studies.beside import NEEDED, Beside
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak

EN = speak("en")


def test_it_looks_for_the_files_that_these_studies_write() -> None:
    studies = (population, harm, mechanisms, discover, sensitivity)
    assert set(NEEDED) == {study.STUDY for study in studies}


def beside(results: Path, community: str = COMMUNITY, same_arms: bool = True) -> Beside:
    return Beside(results, community, same_arms)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_nothing_is_stored_commands_are_told_and_nothing_is_claimed(
    tmp_path: Path, lang: str
) -> None:
    say = speak(lang)
    when, acts = beside(tmp_path).when(say), beside(tmp_path).acts(say)
    assert when[0] == say("beside.unknown")
    named = ("headline", "harm", "mechanisms")
    for text, command in zip([*when[1:], *acts], named, strict=True):
        assert f"coprod {command} community={COMMUNITY}" in text


def test_a_stored_headline_says_when_and_on_which_rule_it_hangs(tmp_path: Path) -> None:
    store_population(tmp_path, "lowers")
    told = beside(tmp_path).when(EN)
    assert told[0].startswith("In most of what was not known the hub lowers") and "82%" in told[0]
    assert "-26.0 of 100 where members watch too, -14.0 where left to the hub" in told[1]
    assert [text for text in told if "coprod headline" in text] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_and_harm_that_cancel_are_not_called_no_difference(tmp_path: Path, lang: str) -> None:
    say = speak(lang)
    when = asked_of("cancelling", tmp_path).when(say)
    assert when[0].startswith({"en": "Help and harm cancel", "zh": "利弊相抵"}[lang])
    assert "41" in when[0] and "37" in when[0]


def test_a_headline_of_another_community_or_version_is_not_taken(tmp_path: Path) -> None:
    store_population(tmp_path, "lowers", community="elsewhere")
    assert beside(tmp_path).when(EN)[0] == EN("beside.unknown")
    assert beside(tmp_path, "elsewhere").when(EN)[0] != EN("beside.unknown")
    tables = {"population-shares": pd.DataFrame(), "population-levels": pd.DataFrame()}
    keep(tmp_path / "population", tables, COMMUNITY, version="2")
    assert beside(tmp_path).when(EN)[0] == EN("beside.unknown")


def test_other_arms_are_told_nothing_of_party_hub_and_no_hub(tmp_path: Path) -> None:
    store_population(tmp_path, "lowers")
    apart = beside(tmp_path, same_arms=False)
    assert apart.when(EN) == [EN("beside.unknown"), EN("beside.other_arms")]
    assert apart.acts(EN) == []


def test_a_damaged_table_is_told_and_claims_nothing(tmp_path: Path) -> None:
    store_population(tmp_path, "lowers")
    (tmp_path / "population" / "population-levels.csv").write_text("rule\n", "utf-8")
    assert beside(tmp_path).when(EN)[0] == "What is stored in population can't be read."


def test_the_harm_map_tells_its_shares_and_the_strongest_clear_association(tmp_path: Path) -> None:
    regions = {"helps": 0.63, "within": 0.27, "harms": 0.1}
    shares = pd.DataFrame(
        [{"measure": "failure", "region": name, "expected": share, "low": 0.06, "high": 0.14}
         for name, share in regions.items()]
    )  # fmt: skip
    clear = pd.DataFrame(
        [{"parameter": "organisations.attention", "rank_correlation": 0.4, "clear": True}]
    )
    keep(tmp_path / "harm", {"harm-shares": shares, "harm-parameters": clear}, COMMUNITY)
    told = beside(tmp_path).when(EN)
    assert "at 63% of settings and rise by as much at 10% (95% interval 6 to 14)" in told[0]
    assert "with higher" in told[1] and "attention" in told[1]


def test_mechanisms_say_which_lower_failure_and_which_act_most(tmp_path: Path) -> None:
    parts = {"mobilisation": 0.0, "guidance": -0.176, "resources": 0.0, "integration": 0.0}
    shapley = pd.DataFrame(
        [{"measure": "failure", "name": name, "value": value, "low": value - 0.06,
          "high": value + 0.06} for name, value in parts.items()]
    )  # fmt: skip
    acts = {"monitoring": -0.182, "guidance": -0.07}
    effects = pd.DataFrame(
        [{"of": "act", "kind": "main", "measure": "failure", "name": name, "value": value,
          "low": value - 0.06, "high": value + 0.06} for name, value in acts.items()]
    )  # fmt: skip
    tables = {"mechanisms-shapley": shapley, "mechanisms-effects": effects}
    keep(tmp_path / "mechanisms", tables, COMMUNITY)
    told = beside(tmp_path).acts(EN)
    assert told[0].startswith("Mechanisms that surely lower failure: political guidance.")
    assert "monitoring lowers failure most: -18.2 [-24.2, -12.2] of 100" in told[1]


SHARE = {"value": 0.5, "low": 0.4, "high": 0.6}
INDICES = pd.DataFrame(
    [{"name": name, "kind": "total", "output": "difference", "measure": "failure", **row}
     for name, row in (("community", SHARE), ("dummy", {"value": 0.0, "low": -0.1, "high": 0.1}))]
)  # fmt: skip
ENDS = {f"{name}{end}": 0.5 for name in ("judged_share", "outside_share", "inside", "outside")
        for end in ("", "_low", "_high")}  # fmt: skip
BOXES = pd.DataFrame(
    [{"side": side, "found": side == "lowers", "judged_support": 0.3, **ENDS}
     for side in ("lowers", "raises")]
)  # fmt: skip
LIMITS = pd.DataFrame(
    [{"side": "lowers", "column": "coordinator.attention", "low": 20.0, "high": float("inf"),
      "left_out": ""}]
)  # fmt: skip


def test_where_and_on_what_it_hangs_are_told_from_their_tables_or_by_their_command(
    tmp_path: Path,
) -> None:
    before = beside(tmp_path).why(EN)
    for line, kind in zip(before, ("mechanisms", "discover", "sensitivity"), strict=True):
        assert f"coprod {kind} community={COMMUNITY}" in line
    keep(tmp_path / "d", {"discover-boxes": BOXES, "discover-limits": LIMITS}, COMMUNITY)
    keep(tmp_path / "s", {"sensitivity-indices": INDICES}, COMMUNITY)
    _, where, hangs = beside(tmp_path).why(EN)
    assert "is 20 or more, the hub lowers failure" in where and "No box found" in where
    assert hangs.startswith("On what it hangs: ") and "community (50 [40, 60]%)" in hangs
    assert "is 20 or more, the hub lowers failure" in " ".join(beside(tmp_path).when(EN))
