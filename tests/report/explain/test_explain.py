"""Stories from hand-made records, sentence by sentence, and against real runs, number by number."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from refusing import Refused

from experiments.base.errors import InputError
from experiments.commands.cli import main
from experiments.report.explain import Case, Key, Life, Limits, Twin, case_of, story
from experiments.report.explain.case import informative, named
from experiments.report.explain.watch import Watcher, watch
from experiments.report.explain.words import label
from experiments.store import Study
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak
from sim.base.vocabulary import RESOURCES, End, Role
from sim.measure.records import PROJECT_OUTPUTS, RunId
from sim.simulation import Simulation, run

LIMITS = Limits(tolerance=0.16, rounds=14, sign_off_weeks=16, delivery_weeks=13, completeness=0.95)
VENDOR, OFFICE, TEAM = "vendor_2", "street_office_1", "volunteer_team_1"
NEED = dict(zip(RESOURCES, (6.0, 5.0, 4.0, 3.0), strict=True))
NOTHING = dict.fromkeys(RESOURCES, 0.0)
SCOPE = (0.5, 0.3, 0.16, 0.04, 0.0, 0.0)
VENDOR_CODE = 64 * Role.VENDOR + 1


def project(end: End, **changes: Any) -> dict[str, float]:
    row = {output.name: 0 for output in PROJECT_OUTPUTS}
    row |= {"initiator": VENDOR_CODE, "start_week": 30, "size": 1.25, "formed_week": 31}
    return row | {"end": end, "end_week": 40} | changes


def week(number: int, stage: str, members: tuple[str, ...], **changes: Any) -> dict[str, Any]:
    row = {"week": number, "stage": stage, "members": members, "scope": SCOPE, "buildings": 2}
    row |= {"pledged": 18.0, "signatures": (), "rounds": 0, "mediated": 0, "spread": float("nan")}
    return row | {"asked": 0, "kept": 0, "paid": 0.0} | changes


def member(name: str, sector: int, **changes: Any) -> dict[str, Any]:
    row = {"name": name, "sector": sector, "joined": 30, "left": -1, "present": True}
    return row | {"pledged": 9.0, "paid": 0.0, "asked": 0, "kept": 0} | changes


BOTH = (VENDOR, OFFICE)
BEGUN = [week(30, "forming", (VENDOR,), pledged=9.0), week(31, "sign_off", BOTH)]
TALKS = [
    *BEGUN,
    week(35, "negotiating", BOTH, rounds=1, spread=0.4),
    week(36, "negotiating", BOTH, rounds=2, spread=0.25),
]
FREE_RIDING = Life(
    project(End.FREE_RIDING, rounds=2, mediated=1, transaction_cost=1.5, lost=12.25, hub_acts=7),
    VENDOR,
    pd.DataFrame(
        [
            *TALKS,
            week(37, "delivering", BOTH, rounds=2, mediated=1, asked=2, kept=2, paid=2.0),
            week(38, "delivering", BOTH, rounds=2, mediated=1, asked=4, kept=3, paid=3.0),
            week(40, "ended", BOTH, rounds=2, mediated=1, asked=26, kept=14, paid=12.25),
        ]
    ),
    pd.DataFrame(
        [
            member(VENDOR, 1, paid=8.0, asked=13, kept=10),
            member(OFFICE, 0, joined=31, paid=4.25, asked=13, kept=4),
        ]
    ),
    NEED,
    NOTHING | {"labour": 4.0, "space": 1.75},
)
LOST_TALKS = Life(
    project(End.TRANSACTION_COST, rounds=2, transaction_cost=3.0),
    VENDOR,
    pd.DataFrame([*TALKS[:-1], week(36, "ended", (VENDOR,), rounds=2)]),
    pd.DataFrame([member(VENDOR, 1), member(OFFICE, 0, joined=31, left=36)]),
    NEED,
    NOTHING,
)


def case(life: Life, twin: Twin | None = None, chosen: bool = False) -> Case:
    return Case("party", 3, 0, LIMITS, life, twin, chosen)


def test_a_story_of_free_riding_sentence_by_sentence() -> None:
    other = replace(
        FREE_RIDING,
        project=project(End.COMPLETED, end_week=42),
        weeks=pd.DataFrame([BEGUN[0], week(31, "sign_off", (VENDOR, TEAM), pledged=17.0)]),
    )
    twin = Twin("none", other, 5, ("waiting_parking", "waiting_elder_care", "served"))
    assert story(case(FREE_RIDING, twin, chosen=True), speak("en")) == [
        "Party hub, replicate 3, seed 0: the project vendor_2@30",
        "It was chosen by rule: of the projects that formed and broke here, preferring those that"
        " the twin completed, the one that cost most.",
        "In week 30, vendor 2 asked for a project of size 1.250 (buildings: 2): elder care 50%,"
        " accessibility 30%, parking 16%. It needed 18.00 units: funds 6.00, labour 5.00, expertise"
        " 4.00, space 3.00.",
        "Vendor 2 (market) started it and pledged 9.00.",
        "Street office 1 (administrative) joined in week 31 and pledged 9.00.",
        "In week 31 the pledges covered the need, from 2 sectors: co-production had formed.",
        "Papers and residents' consent took until week 32.",
        "They negotiated for 2 rounds, 1 of them mediated, at a cost of 1.50 units.",
        "The member farthest from the common position stood 0.400 away after the first round and"
        " 0.250 after the last; they agree at 0.160.",
        "Vendor 2 kept 10 of 13 instalments and paid 8.00 units.",
        "Street office 1 kept 4 of 13 instalments and paid 4.25 units.",
        "The coordinator's acts for it that had content: 7.",
        "It turned in week 38, when the first instalment was not paid; street office 1 left most"
        " unpaid, 9 of 13. When time was out, 5.75 of 18.00 units were still owed, most of it"
        " labour.",
        "It ended in week 40: free riding.",
        "12.25 units put into it were lost.",
        "In its twin, the same replicate under no hub, the community's record first differed in"
        " week 5 (needs waiting, needs served).",
        "The project's own numbers first differed there in week 31.",
        "Its course first differed in week 31: here its members were vendor 2, street office 1,"
        " there vendor 2, volunteer team 1.",
        "There it ended in week 42: completed.",
        "This tells causes in the model only: its rules, its assumptions and this luck. It is no"
        " account of a real community, and one story proves nothing about the arms.",
    ]


def test_the_same_story_in_chinese_has_the_same_numbers() -> None:
    english, chinese = (story(case(FREE_RIDING), speak(lang)) for lang in LANGUAGES)
    for one, other in zip(english, chinese, strict=True):
        assert sorted(numbers(one)) == sorted(numbers(other))
    assert chinese[-4] == "第40周结束：搭便车。" and "街道办事处1未兑现最多" in chinese[-5]


def ending(life: Life, lang: str = "en") -> list[str]:
    """What is said between the project's course and its twin."""
    lines = story(case(life), speak(lang))
    stop = next(i for i, line in enumerate(lines) if line.startswith("The study holds no other"))
    return lines[:stop]


def test_who_left_a_negotiation_and_when_is_told() -> None:
    lines = ending(LOST_TALKS)
    assert (
        "Street office 1 (administrative) joined in week 31, pledged 9.00, and left in week 36."
        in lines
    )
    assert lines[-3:] == [
        "It turned in week 36, when street office 1 left: each expected the rounds to come to cost"
        " more than the project would bring.",
        "The one round left to replace them was in vain.",
        "It ended in week 40: transaction cost.",
    ]
    members = LOST_TALKS.members.assign(left=[36, -1])
    alone = replace(LOST_TALKS, members=members)
    assert "Without its initiator it could not go on." in ending(alone)


@pytest.mark.parametrize(
    ("changes", "weeks", "said"),
    [
        (
            {"end": End.GOAL_CONFLICT, "rounds": 14},
            [*TALKS, week(48, "ended", BOTH, rounds=14, spread=0.3)],
            "It turned on goals: they came nearest in week 36, at 0.250, and after 14 rounds, the"
            " most allowed, they had not agreed.",
        ),
        (
            {"end": End.GOAL_CONFLICT, "rounds": 14},
            [*TALKS, week(48, "ended", BOTH, rounds=14, spread=0.1)],
            "They were near enough in week 48, but the coordinator's red line refused what they had"
            " agreed.",
        ),
        (
            {"end": End.SIGN_OFF},
            [*BEGUN, week(47, "ended", BOTH, signatures=(0, 4))],
            "It turned on papers: in week 47 these departments had still not signed: housing,"
            " commerce; 16 weeks are allowed.",
        ),
        (
            {"end": End.RESIDENT_VETO},
            [*BEGUN, week(36, "ended", BOTH)],
            "It turned in week 36, when residents refused it everywhere (buildings: 2).",
        ),
        (
            {"end": End.NO_PARTNER, "formed_week": -1},
            [BEGUN[0], week(36, "ended", BOTH, pledged=12.5)],
            "It turned on partners: at most 12.50 of the 18.00 units needed were pledged.",
        ),
        (
            {"end": End.VALUE_DISORDER, "supplied": 20.0, "misplaced": 11.5},
            [*TALKS, week(50, "ended", BOTH)],
            "The work was done, but for the wrong needs: of 20.00 needs it could serve, 11.50 did"
            " not wait there, while at least as many of other kinds waited in vain.",
        ),
        (
            {"end": End.UNNEEDED, "supplied": 20.0, "over": 15.0},
            [*TALKS, week(50, "ended", BOTH)],
            "The work was done, but for want of demand 15.00 of the 20.00 needs it could serve were"
            " not there.",
        ),
        (
            {"end": End.COMPLETED, "supplied": 20.0, "served": 17},
            [*TALKS, week(50, "ended", BOTH)],
            "It served 17 needs of the 20.00 it could serve.",
        ),
        (
            {"end": End.BLOCKED, "formed_week": -1},
            [week(30, "ended", (VENDOR,))],
            "Vendor 2 had too many projects open to start another.",
        ),
    ],
)
def test_every_end_has_its_turn(
    changes: dict[str, Any], weeks: list[dict[str, Any]], said: str
) -> None:
    row = LOST_TALKS.project | changes
    assert said in ending(replace(LOST_TALKS, project=row, weeks=pd.DataFrame(weeks)))


def test_an_exit_names_who_left_and_an_open_project_has_no_end() -> None:
    gone = replace(
        LOST_TALKS,
        project=project(End.EXIT),
        members=LOST_TALKS.members.assign(present=[True, False]),
    )
    assert any("when street office 1 left the community" in line for line in ending(gone))
    still = replace(LOST_TALKS, project=project(End.OPEN, end_week=-1))
    assert ending(still)[-1] == "It was still under way when the run ended."


def test_the_rule_prefers_what_the_twin_completed_then_what_cost_most() -> None:
    rows = pd.DataFrame(
        [
            project(End.FREE_RIDING, start_week=30, lost=9.0),
            project(End.FREE_RIDING, start_week=31, lost=2.0, transaction_cost=1.5),
            project(End.GOAL_CONFLICT, start_week=32, transaction_cost=3.0),
            project(End.NO_PARTNER, start_week=33, formed_week=-1, lost=99.0),
            project(End.COMPLETED, start_week=34),
        ]
    )
    twin = rows.assign(end=[End.EXIT, End.COMPLETED, End.COMPLETED, End.COMPLETED, End.COMPLETED])
    assert informative(rows, twin, "party").start_week == 31
    assert informative(rows, None, "party").start_week == 30
    assert informative(rows, twin.assign(end=End.EXIT), "party").start_week == 30


def test_a_project_is_called_by_its_initiator_and_week_and_place() -> None:
    assert Key(0, VENDOR_CODE, 41).name == "vendor_2@41"
    assert Key(1, 1024 + VENDOR_CODE, 41).name == "vendor_2@41/1"
    rows = pd.DataFrame([project(End.EXIT, start_week=week) for week in (40, 41)])
    assert named(rows, "vendor_2@41") == Key(0, VENDOR_CODE, 41)


def test_an_organisation_is_called_by_its_role_and_place() -> None:
    assert (
        label("vendor_2", speak("en")) == "vendor 2" and label("vendor_2", speak("zh")) == "小商户2"
    )
    assert label("owners_committee_1_area_3", speak("en")) == "owners' committee 1 of area 3"
    assert (
        label("愿景集团", speak("en")) == "愿景集团" and label("Smith_2", speak("zh")) == "Smith_2"
    )


PLACE = ["community=village", "horizon=80", "replicates=2", "processes=1", "--study", "s"]


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("explain")
    for arm in ("none", "party"):
        assert main(["run", f"arrangement={arm}", *PLACE, "--out", str(out)]) == 0
    return out


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", text)


def recorded(case: Case) -> set[str]:
    """Every number that the record holds, as a story would write it."""
    found = {str(case.replicate), str(case.seed), str(LIMITS.sign_off_weeks)}
    lives = [case.life] + ([case.twin.life] if case.twin else [])
    values: list[float] = [case.limits.tolerance]
    for life in lives:
        values += [*life.project.values(), *life.need.values(), *life.short.values()]
        values += [sum(life.need.values()), sum(life.short.values())]
        for table in (life.weeks, life.members):
            values += table.select_dtypes("number").to_numpy().ravel().tolist()
        values += [v + 1 for v in life.weeks["week"]]
        values += (life.members["asked"] - life.members["kept"]).tolist()
        values += [100 * share for row in life.weeks["scope"] for share in row]
        values += [len(each) for each in life.weeks["signatures"]]
        found |= {name.rpartition("_")[2] for name in life.members["name"]}
        found |= {str(n) for n in range(4)}  # sectors
    values += [case.twin.week] if case.twin else []
    for value in values:
        found |= {f"{value:.0f}", f"{value:.2f}", f"{value:.3f}"}
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("arm", ["none", "party"])
def test_every_number_of_a_real_story_is_in_the_record(stored: Path, arm: str, lang: str) -> None:
    study = Study(stored / "s")
    rows = study.cell(arm).projects(1)
    names = [
        Key(*map(int, key)).name
        for key in rows[["area", "initiator", "start_week"]].to_numpy()[:40]
    ]
    for name in names[::4]:
        told = case_of(study, arm, 0, name)
        known = recorded(told)
        for line in story(told, speak(lang)):
            assert set(numbers(line)) <= known, line


def test_watching_changes_nothing_and_tells_what_the_record_tells(stored: Path) -> None:
    cell = Study(stored / "s").cell("party")
    key = informative(cell.projects(1), None, "party")
    record, life = watch(cell.parameters, RunId(0, 0), key)
    plain = run(cell.parameters, RunId(0, 0))
    for table in ("projects", "history", "weekly"):
        for name, values in getattr(plain, table).items():
            assert values.tobytes() == getattr(record, table)[name].tobytes(), name
    last = life.weeks.iloc[-1]
    assert last["week"] == life.project["end_week"] and last["stage"] == "ended"
    assert len(last["members"]) == life.project["members"]
    assert last["rounds"] == life.project["rounds"]
    assert life.weeks["week"].tolist() == list(range(key.start_week, last["week"] + 1))
    assert life.members["paid"].sum() == pytest.approx(last["paid"])


def test_the_default_is_a_breakdown_and_its_twin_the_other_arm(
    stored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", "s", "party/1", "--out", str(stored)]) == 0
    shown = capsys.readouterr().out
    told = case_of(Study(stored / "s"), "party", 1)
    assert shown.splitlines() == story(told, speak("en"))
    assert told.twin is not None and told.twin.arm == "none" and told.chosen
    assert told.life.project["formed_week"] >= 0
    assert main(["explain", "s", "none/1", "--out", str(stored), "--lang", "zh"]) == 0
    assert "同一重复，方案为党建引领" in capsys.readouterr().out


REFUSED = [
    (["nowhere", "party/0"], "no study is there"),
    (["s", "martian/0"], "cell = martian: no such cell"),
    (["s", "party/9"], "replicate = 9: not in cell party"),
    (["s", "party"], "must be CELL/REPLICATE"),
    (["s", "party/0", "--project", "vendor_2"], "(INITIATOR@WEEK)"),
    (["s", "party/0", "--project", "vendor_9@79"], "project = vendor_9@79: not in the run"),
    (["s", "party/0", "--twin", "martian"], "--twin martian: no other cell of the study"),
    (["s", "party/0", "--twin", "party"], "--twin party: no other cell of the study"),
]


def test_what_is_not_there_is_refused_in_one_line(stored: Path, refused: Refused) -> None:
    for arguments, said in REFUSED:
        assert said in refused("explain", *arguments, "--out", str(stored))


def test_a_record_that_is_not_what_this_program_computes_is_refused(
    stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = Study(stored / "s")
    cell = study.cell("none")
    rows = cell.projects(1)
    changed = rows.assign(transaction_cost=rows["transaction_cost"] + 1.0)
    monkeypatch.setattr(type(cell), "projects", lambda self, replicates=None: changed)
    with pytest.raises(InputError, match="gives another run than the stored one"):
        case_of(study, "none", 0)


def test_what_was_still_owed_is_known_of_projects_whose_tables_are_long_dropped(
    stored: Path,
) -> None:
    cell = Study(stored / "s").cell("none")
    watcher = Watcher(lambda key: True)
    simulation = Simulation(cell.parameters, RunId(0, 0))
    for _ in range(cell.parameters.horizon):
        simulation.step()
        watcher.look(simulation)
    lives = watcher.lives(simulation.result())
    assert len(lives) == len(cell.projects(1))
    ridden = [life for life in lives.values() if life.project["end"] == End.FREE_RIDING]
    complete = cell.parameters.delivery.completeness
    assert ridden
    for life in ridden:
        assert any(life.short[r] > (1.0 - complete) * need for r, need in life.need.items())
