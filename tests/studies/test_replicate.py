"""Published results: what the experiments find of cases worked out by hand, and how they judge."""

from pathlib import Path

import numpy as np
import pytest

from experiments.analysis.statistics import Estimate
from experiments.base.disarm import csv_of
from experiments.base.errors import InputError
from experiments.document.terminal import text_of
from experiments.figures.style import drawing
from experiments.studies import replicate as study_of
from experiments.studies.replicate_conflict import conflict
from experiments.studies.replicate_cooperation import cooperation
from experiments.studies.replicate_declared import (
    COOPERATION,
    Cooperation,
    Declaration,
    Forum,
    Threshold,
    read_declaration,
)
from experiments.studies.replicate_forum import RULES, decisions, forum, least_of
from experiments.studies.replicate_found import MET, NOT_MET, UNDECIDED, Found, verdict
from experiments.studies.replicate_kept import keep, kept, path_of
from experiments.studies.replicate_talks import Talks
from experiments.studies.replicate_threshold import threshold
from experiments.words.speech import speak
from sim.parameters import Parameters

DECLARED = read_declaration()
GROUPS, SEED = 12, 0


def nobody() -> None:
    """Nobody is told of progress."""


def small_threshold(members: tuple[int, ...] = (40, 80)) -> Threshold:
    steps = {"from": 0.1, "to": 0.5, "by": 0.1}
    asked = DECLARED.threshold.model_dump(by_alias=True)
    return Threshold.model_validate(asked | {"members": members, "starts": 4, "confidence": steps})


def small() -> Declaration:
    return DECLARED.model_copy(update={"threshold": small_threshold(), "replicates": GROUPS})


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.19, 0.21, MET), (0.17, 0.21, UNDECIDED), (0.23, 0.25, NOT_MET), (0.1, 0.17, NOT_MET),
        (0.1, 0.3, UNDECIDED), (np.nan, np.nan, UNDECIDED), (-np.inf, np.inf, UNDECIDED),
    ],
)  # fmt: skip
def test_a_prediction_is_judged_by_where_the_whole_interval_lies(
    low: float, high: float, expected: str
) -> None:
    assert verdict(Estimate(0.2, low, high, 0.01), (0.18, 0.22)) == expected


def test_no_difference_at_all_is_no_rise() -> None:
    assert verdict(Estimate(0.0, 0.0, 0.0, 0.0), (0.0, np.inf)) == NOT_MET


def test_the_least_of_two_differences_is_above_nothing_only_where_both_are() -> None:
    one, other = Estimate(0.3, 0.2, 0.4, 0.05), Estimate(0.1, -0.1, 0.5, 0.1)
    found = least_of([one, other])
    assert (found.value, found.low, found.high) == (0.1, -0.1, 0.4)


def test_members_within_confidence_meet_and_those_beyond_do_not() -> None:
    """Two at .3 and .7: they hear one another from .4 on, and at a step of .5 meet at once."""
    talks = {"step": 0.5, "pull_back": 0.0}
    start = np.array([[0.3, 0.7], [0.7, 0.3]])
    for confidence, spread in ((0.39, 0.2), (0.41, 0.0)):
        negotiation = Parameters().negotiation.model_copy(update=talks | {"confidence": confidence})
        group = Talks(Parameters().model_copy(update={"negotiation": negotiation}), start)
        group.hold()
        assert group.spread == pytest.approx(spread, abs=1e-12)


def test_the_threshold_is_where_consensus_begins_and_stays() -> None:
    found = threshold(Parameters(), small_threshold(), SEED, nobody)
    shares = {(row["line"], row["x"]): row["value"] for row in found.curves}
    assert shares["80", 0.1] == 0.0 and shares["40", 0.5] == shares["80", 0.5] == 1.0
    mean, starts = found.estimates["threshold_large"]
    assert starts == 4 and 0.1 < mean.value <= 0.4
    assert shares["80", 80] == mean.value


def test_who_all_want_the_same_agree_in_the_first_round() -> None:
    asked = DECLARED.conflict.model_copy(update={"heterogeneity": (0.0, 20.0), "few": 1})
    found = conflict(Parameters(), asked, SEED, GROUPS, nobody)
    shares = {(row["line"], row["x"]): row["value"] for row in found.curves}
    assert shares["soon", 0.0] == shares["ever", 0.0] == 1.0
    assert shares["ever", 20.0] < 0.5 and found.estimates["high_conflict"][0].high < 0.0


def test_the_initiator_takes_what_suits_it_of_what_the_rule_lets_pass() -> None:
    """Of three at .1, .2 and .8, with a tolerance of .2: nothing pleases all, the first two are two
    thirds, and the initiator takes its own: members' alignment with it is 1, .9 and .3."""
    at = np.array([0.1, 0.2, 0.8])
    goals = np.column_stack([at, 1.0 - at])
    found = dict(zip(RULES, decisions(Talks(Parameters(), goals), 0.2), strict=True))
    assert np.isnan(found["unanimity"])
    assert found["two_thirds"] == found["majority"] == pytest.approx((1.0 + 0.9 + 0.3) / 3)
    alone = dict(zip(RULES, decisions(Talks(Parameters(), goals), 0.05), strict=True))
    assert all(np.isnan(each) for each in alone.values())


def test_a_stricter_rule_never_decides_where_a_laxer_one_does_not() -> None:
    asked = Forum(members=5, rounds=(0, 3))
    found = forum(Parameters(), asked, SEED, GROUPS, nobody)
    decided = {
        (row["line"], row["x"]): row["value"]
        for row in found.curves
        if row["result"] == "forum_decided"
    }
    for rounds in (0, 3):
        shares = [decided[rule, rounds] for rule in RULES]
        assert shares == sorted(shares)
    assert found.estimates["deliberation_decides"][1] == GROUPS


def test_learning_alone_keeps_of_propensity_what_imperfection_leaves() -> None:
    """Members move toward 1 - imperfection of what others did: with certainty of honouring at the
    start, and a reciprocity of 1, the second round's chance is that of .75."""
    delivery = Parameters().delivery.model_copy(update={"reciprocity": 1.0, "imperfection": 0.25})
    parameters = Parameters().model_copy(update={"delivery": delivery})
    asked = Cooperation(members=4, rounds=2, first=0.9999999)
    found = cooperation(parameters, asked, SEED, 400, nobody)
    shares = {
        (row["line"], row["x"]): row["value"]
        for row in found.curves
        if row["result"] == COOPERATION
    }
    assert shares["learning", 1] == 1.0
    assert shares["learning", 2] == pytest.approx(0.75, abs=0.04)
    assert shares["record", 2] == 1.0
    assert found.estimates["profile_falls"][0] == found.estimates["observed_rises"][0]


def test_the_same_seed_gives_the_same_numbers_and_another_one_others() -> None:
    asked = Cooperation(members=4, rounds=5, first=0.6)
    one, again, other = (
        [row["value"] for row in cooperation(Parameters(), asked, seed, 6, nobody).curves]
        for seed in (0, 0, 1)
    )
    assert one == again != other


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_small_study_judges_every_prediction_and_tells_it(
    lang: str, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from experiments.studies.perform import carry_out

    monkeypatch.setattr(study_of, "read_declaration", small)
    say = speak(lang)
    study = study_of.study([f"seed={SEED}"])
    found = carry_out(study, tmp_path_factory.mktemp("out"), say).found
    assert list(found.judged["name"]) == list(DECLARED.predictions)
    assert set(found.judged["verdict"]) <= {MET, NOT_MET, UNDECIDED}
    assert found.judged.set_index("name").loc["threshold_large", "seen"]
    told = text_of(found.document(say))
    assert all(each.says.said(say) in told for each in DECLARED.predictions.values())
    with drawing():
        figure = found.figure(say)
    assert [len(axes.lines) for axes in figure.axes] == [3, 2, 3, 5]


def test_what_was_carried_out_is_read_again_and_only_the_rest_is_computed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from experiments.studies.perform import carry_out

    monkeypatch.setattr(study_of, "read_declaration", small)
    study, say = study_of.study([f"seed={SEED}"]), speak("en")
    calls = []

    def stopped(*_: object, **__: object) -> Found:
        calls.append("forum")
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(study_of, "forum", stopped)
        with pytest.raises(KeyboardInterrupt):
            carry_out(study, tmp_path, say)
    whole = carry_out(study_of.study([f"seed={SEED}"]), tmp_path / "whole", say).found
    for name in ("threshold", "conflict"):  # kept before it was stopped
        monkeypatch.setattr(study_of, name, stopped)
    again = carry_out(study, tmp_path, say).found
    assert calls == ["forum"]
    for name, table in whole.tables.items():
        assert csv_of(again.tables[name]) == csv_of(table)
    other = study_of.study([f"seed={SEED + 1}"])
    with pytest.raises(KeyboardInterrupt):
        carry_out(other, tmp_path, say)


def test_a_damaged_file_is_no_result(tmp_path: Path) -> None:
    path = path_of(tmp_path, "forum", {"seed": 0})
    keep(path, Found([{"x": 1.0, "line": "a"}], {"one": (Estimate(0.1, 0.0, np.inf, np.nan), 3)}))
    found = kept(path)
    assert found is not None and found.curves == [{"x": 1.0, "line": "a"}]
    estimate, units = found.estimates["one"]
    assert (estimate.value, estimate.high, units) == (0.1, np.inf, 3) and np.isnan(estimate.error)
    for content in (b"", b"{}", b'{"curves": [[1]], "columns": [], "estimates": {}}'):
        path.write_bytes(content)
        assert kept(path) is None
    assert path_of(tmp_path, "forum", {"seed": 1}) != path


@pytest.mark.parametrize("override", ["arrangement=party", "coordinator.reach=.5", "processes=2"])
def test_what_no_experiment_reads_is_refused(override: str) -> None:
    name = override.partition("=")[0]
    with pytest.raises(InputError, match=f"{name}: no experiment reads it; they read community, "):
        study_of.study([override])
