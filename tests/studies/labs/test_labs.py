"""Labs: what cards claim holds in paired replicates; card, command and notebook can't drift."""

import json
import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from fabricated import fabricated_arm
from refusing import Refused

from experiments.base.errors import InputError
from experiments.commands.cli import main
from experiments.commands.lab_session import run_here
from experiments.config.compose import compose
from experiments.document.terminal import text_of
from experiments.figures.style import NARROW, WIDE, drawing
from experiments.studies.declared import Words
from experiments.studies.labs.declared import Lab, lab_names, read_lab
from experiments.studies.labs.measures import MEASURES, UNITS, Measure
from experiments.studies.labs.notebook import notebook
from experiments.studies.labs.study import Found, compose_arms, judged
from experiments.studies.labs.write import DOCS, documents
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import EN, keys, speak
from sim.base.vocabulary import CATEGORIES, End

LABS = lab_names()
ASKED_FOR = {
    "what_breaks", "four_mechanisms", "overloaded_centre", "whose_voice", "supply_without_demand",
    "captured_agenda", "losing_hub", "space_power",
}  # fmt: skip


@pytest.mark.parametrize("name", LABS)
def test_what_the_card_claims_holds_in_paired_replicates(name: str, tmp_path: Path) -> None:
    found = run_here(name, "en", ["processes=1"], tmp_path).found
    assert found.replicates == found.lab.replicates
    failing = found.claims[~found.claims["holds"]]
    assert failing.empty, failing[["claim", "value", "low", "high"]].to_string()


def test_every_lab_that_was_asked_for_is_there() -> None:
    assert set(LABS) >= ASKED_FOR


def test_cards_notebooks_and_list_are_what_the_declarations_say() -> None:
    wanted = documents()
    kept = {path.name for path in DOCS.iterdir() if path.is_file()}
    assert kept == set(wanted), "python -m experiments.studies.labs.write"
    for name, text in wanted.items():
        assert (DOCS / name).read_text("utf-8") == text, (
            f"{name}: python -m experiments.studies.labs.write"
        )


@pytest.mark.parametrize("name", LABS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_card_has_every_section_and_a_notebook_runs_the_same(name: str, lang: str) -> None:
    card = documents()[f"{name}.md" if lang == "en" else f"{name}.zh.md"]
    sections = ("what", "how", "do", "predict", "try", "extend", "references")
    keys = [*(f"card.{part}" for part in sections), "lab.notice", "lab.unseen"]
    assert all(f"## {speak(lang).text(key)}\n" in card for key in keys)
    book = json.loads(notebook(name, read_lab(name), speak(lang)))
    code = ["".join(c["source"]) for c in book["cells"] if c["cell_type"] == "code"]
    assert f'run_here("{name}", lang="{lang}"' in code[0]
    for cell in code:
        compile(cell, name, "exec")


@pytest.mark.parametrize("name", LABS)
def test_every_arm_is_used_and_every_claim_is_about_a_measure(name: str) -> None:
    lab = read_lab(name)
    used = {arm for claim in lab.claims.values() for arm in claim.contrast}
    assert used | {next(iter(lab.arms))} >= set(lab.arms) - {"party"}
    assert lab.noticed(True) and lab.noticed(False)
    cells = {c.parameters.model_dump_json() for c in compose_arms(name, lab).values()}
    assert len(cells) == len(lab.arms)


def test_every_measure_has_a_name_and_a_unit_and_is_used() -> None:
    labs = [read_lab(name) for name in LABS]
    used = {m for lab in labs for m in lab.measures}
    used |= {claim.measure for lab in labs for claim in lab.claims.values()}
    for name in used:
        assert EN.knows(f"lab_measure.{name}")
        assert MEASURES[name].unit in UNITS
    assert used == set(MEASURES)
    assert {f"lab_unit.{unit}" for unit in UNITS} <= set(keys())


@pytest.mark.parametrize("name", LABS)
def test_what_a_card_tells_to_try_is_accepted(name: str, tmp_path: Path) -> None:
    for trial in read_lab(name).card.trials:
        program, command, *words = shlex.split(trial.command)
        given = [word for word in words if "=" in word]
        assert program == "coprod"
        if command == "lab":
            assert compose_arms(words[0], read_lab(words[0]), given)
        elif command == "sweep":
            assert main([command, *words, "--dry-run", "--out", str(tmp_path)]) == 0
        elif command == "explain":
            assert words[0] == f"lab-{name}" and words[1].split("/")[0] in read_lab(name).arms
        else:
            assert compose([word for word in given if not word.startswith("arms=")])


def arm_with(**columns: Any) -> Any:
    """Three replicates of 156 weeks in which these weekly columns are known."""
    arm = fabricated_arm("a", replicates=3)
    for name, value in columns.items():
        arm.weekly[name] = value
    return arm


def value(measure: str, arm: Any) -> float:
    totals = MEASURES[measure].of(arm)
    assert totals.index.tolist() == [0, 1, 2]
    return float(totals["top"].sum() / totals["bottom"].sum())


def test_weekly_measures_by_hand() -> None:
    arm = arm_with(
        participation_elderly=0.5, participation_young_renter=0.2, served_group_elderly=3.0,
        present_market=4.0, firm_balance=-0.25, tie_trust=0.75,
        **{f"late_{name}": 2.0 for name in CATEGORIES},
    )  # fmt: skip
    assert value("participation_gap", arm) == pytest.approx(0.3)
    assert value("served_elderly", arm) == 3.0
    assert value("waiting_long", arm) == 2.0 * len(CATEGORIES)
    assert value("firms_present", arm) == 4.0
    assert value("firm_balance", arm) == -0.25
    assert value("late_trust", arm) == 0.75
    arm.weekly.loc[arm.weekly["week"] < 104, "tie_trust"] = 0.0
    assert value("late_trust", arm) == 0.75
    arm.weekly.loc[arm.weekly["week"] < 155, "present_market"] = 9.0
    assert value("firms_present", arm) == 4.0


def test_requests_undone_and_reports_by_hand() -> None:
    arm = fabricated_arm("a", replicates=3)
    for column in arm.weekly:
        if column.startswith(("asked_", "hub_", "peer_")):
            arm.weekly[column] = {"a": 4.0, "h": 1.0, "p": 0.5}[column[0]]
    assert value("undone", arm) == pytest.approx(2.5 / 4.0)
    arm.weekly["reported"], arm.history["served"] = 6.0, 4.0
    assert value("reported_over_real", arm) == 1.5


def test_ends_and_oversupply_by_hand() -> None:
    arm = fabricated_arm("a", replicates=3)
    arm.projects["end"] = np.where(arm.projects["start_week"] % 2 == 0, End.EXIT, End.COMPLETED)
    arm.projects["end_week"] = arm.projects["start_week"] + 5
    arm.projects["supplied"], arm.projects["over"] = 10.0, 2.5
    assert value("oversupply", arm) == 0.25
    weeks = range(26, 156 - 40 + 1)
    assert value("exit", arm) == pytest.approx(sum(w % 2 == 0 for w in weeks) / len(weeks))
    assert value("sign_off", arm) == 0.0


SAID = {"en": "words", "zh": "词语"}


def small_lab(**changes: Any) -> dict[str, Any]:
    arm = {"arrangement": "none", **SAID}
    claim = {"measure": "failure", "contrast": {"one": 1, "two": -1}, **SAID}
    card = {
        "what": SAID, "how": SAID, "predict": [SAID], "trials": [SAID | {"command": "coprod lab"}],
        "extend": SAID, "references": ["a paper"],
    }  # fmt: skip
    return {
        "title": {"en": "A lab", "zh": "实验"}, "seed": 0, "replicates": 3, "card": card,
        "arms": {"one": arm | {"en": "first"}, "two": arm | {"en": "second"}},
        "measures": ["failure", "participation"],
        "claims": {"up": claim | {"least": 0.0}, "no": claim | {"most": 0.05, "seen": False}},
    } | changes  # fmt: skip


def found() -> Found:
    rows = [
        {"arm": a, "measure": m, "value": v, "low": v - 0.1, "high": v + 0.1}
        for m, values in (("failure", (0.5, 0.25)), ("participation", (0.2, 0.25)))
        for a, v in zip(("one", "two"), values, strict=True)
    ]
    claim = {"measure": "failure", "value": 0.25, "low": 0.125, "high": 0.375}
    claims = [{"claim": "up", **claim, "holds": True}, {"claim": "no", **claim, "holds": False}]
    lab = Lab.model_validate(small_lab())
    return Found("small", lab, pd.DataFrame(rows), pd.DataFrame(claims), 3)


def test_table_and_notice_say_what_was_found() -> None:
    assert text_of(found().table(EN)).splitlines() == [
        "A lab",
        "3 paired replicates; value [95% interval]",
        "  arm                   (1)                   (2)",
        "  first   50.0 [40.0, 60.0]  0.200 [0.100, 0.300]",
        "  second  25.0 [15.0, 35.0]  0.250 [0.150, 0.350]",
        "",
        "  (1) failure (per 100)",
        "  (2) residents' participation (index 0-1)",
    ]
    assert text_of(found().notice(EN)).splitlines() == [
        "Things to notice",
        "  + words",
        "    failure: first - second = +25.0 [+12.5, +37.5] per 100; seen in this run",
        "",
        "What you might expect, and don't see",
        "  ? words",
        "    failure: first - second = +25.0 [+12.5, +37.5] per 100; can't be told in this run",
    ]
    assert "本次运行可见" in text_of(found().notice(speak("zh")))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_figure_shows_every_value_of_every_measure(lang: str, width: float) -> None:
    with drawing(width):
        figure = found().figure(speak(lang))
        figure.canvas.draw()
    shown = [[text.get_text() for text in axes.texts] for axes in figure.axes]
    assert shown == [["50.0", "25.0"], ["0.200", "0.250"]]


def test_a_claim_holds_only_with_its_whole_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    tops = {"one": [6.0, 7.0, 8.0], "two": [1.0, 2.0, 3.0]}
    arms = {name: fabricated_arm(name, replicates=3) for name in tops}

    def measured(arm: Any) -> pd.DataFrame:
        return pd.DataFrame({"top": tops[arm.name], "bottom": 10.0}, index=[0, 1, 2])

    monkeypatch.setitem(MEASURES, "failure", Measure(measured, "share"))
    read = "experiments.studies.labs.study.arm_of"
    monkeypatch.setattr(read, lambda cell, replicates: arms[cell])
    lab = Lab.model_validate(small_lab(measures=["failure"]))
    cells: Any = ["one", "two"]
    claims = judged("small", lab, cells, 3).claims.set_index("claim")
    assert claims.loc["up", "value"] == pytest.approx(0.5)
    assert claims["holds"].to_dict() == {"up": True, "no": False}
    tops["two"] = [1.0, 9.0, 3.0]
    assert not judged("small", lab, cells, 3).claims["holds"].any()


def test_labs_are_listed_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    for lang in LANGUAGES:
        assert main(["lab", "--lang", lang]) == 0
        shown = capsys.readouterr().out
        assert all(
            read_lab(name).title.said(speak(lang)) in shown and name in shown for name in LABS
        )


REFUSED = [
    (["martian"], "lab = martian: must be one of captured_agenda"),
    (["seed=1"], "the lab's name comes first"),
    (["losing_hub", "arrangement=none"], "arrangement: set by the lab losing_hub"),
    (["losing_hub", "shock=lockdown"], "shock: set by the lab losing_hub"),
    (["overloaded_centre", "organisations.attention=1.0"], "set by the lab overloaded_centre"),
    (["what_breaks", "horizon=80"], "horizon = 80: must be 156 or more"),
    (["what_breaks", "replicates=0"], "replicates = 0"),
    (["what_breaks", "communty=village"], "communty"),
]


def test_wrong_input_is_refused_in_one_line(refused: Refused, tmp_path: Path) -> None:
    for arguments, said in REFUSED:
        assert said in refused("lab", *arguments, "--out", str(tmp_path / "results"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"measures": ["happiness"]}, "measure = happiness: must be one of breakdown"),
        ({"replicates": 1}, "replicates"),
        ({"arms": {}}, "arms"),
        (
            {"claims": {"x": {"measure": "failure", "contrast": {"one": 1, "ghost": -1}, **SAID}}},
            "claims.x: contrast: ghost: no such arm",
        ),
        (
            {"claims": {"x": {"measure": "failure", "contrast": {"one": 1}, **SAID}}},
            "claims.x: least, most: one at least",
        ),
    ],
)
def test_a_declaration_that_cannot_be_checked_is_refused(
    changes: dict[str, Any], said: str, tmp_path: Path
) -> None:
    text = yaml.safe_dump(small_lab(**changes), allow_unicode=True)
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_lab("mine", tmp_path)
    (tmp_path / "mine.yaml").write_text("arms: [", encoding="utf-8")
    with pytest.raises(InputError, match=r"mine\.yaml"):
        read_lab("mine", tmp_path)


def test_chinese_that_goes_on_in_a_new_line_has_no_space_there() -> None:
    said = Words.model_validate({"en": "one\n  two", "zh": "一二\n  三，\n四 five"})
    assert said.said(EN) == "one two" and said.said(speak("zh")) == "一二三，四 five"


def test_a_small_lab_prints_draws_and_keeps_its_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["lab", "losing_hub", "replicates=2", "processes=1", "--out", str(tmp_path)]
    assert main([*given, "--lang", "zh"]) == 0
    shown = capsys.readouterr().out
    assert "失去协调者" in shown and "docs/labs/losing_hub.zh.md" in shown
    place = tmp_path / "lab-losing_hub"
    levels = pd.read_csv(place / "lab-levels.csv")
    lab = read_lab("losing_hub")
    assert levels[["arm", "measure"]].to_numpy().tolist() == [
        [arm, measure] for measure in lab.measures for arm in lab.arms
    ]
    assert pd.read_csv(place / "lab-claims.csv")["claim"].tolist() == list(lab.claims)
    assert (place / "lab.zh.png").stat().st_size > 0 and (place / "lab.zh.svg").exists()


def test_a_session_has_what_the_command_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["replicates=2", "processes=1"]
    session = run_here("losing_hub", "zh", given, tmp_path)
    assert session.figure._repr_png_().startswith(b"\x89PNG")
    assert main(["lab", "losing_hub", *given, "--out", str(tmp_path), "--lang", "zh"]) == 0
    shown = capsys.readouterr().out
    assert session.table in shown and session.notice in shown
    drawn = (tmp_path / "lab-losing_hub" / "lab.zh.png").read_bytes()
    assert drawn == session.figure.png
