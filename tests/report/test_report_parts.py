"""Parts of the report: font, data links, terms, names of parameters, what it takes from a study."""

import io
import re
from pathlib import Path

import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from html_page import decoded
from PIL import Image
from report_studies import parameters, two_arms
from root import ROOT

from experiments.analysis.pairing import partners
from experiments.base.describe import describe_field, field_paths
from experiments.base.files import read_json, write_json
from experiments.base.settings import Settings
from experiments.document.font import subset
from experiments.document.links import csv_download
from experiments.document.page import typeset
from experiments.report.glossary import TERMS, name, used_terms
from experiments.report.parameters import group_of, shown
from experiments.report.pictures import COLOURS, fewer_colours
from experiments.report.provenance import last_date, origin_of
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import EN, speak
from sim.base.vocabulary import ACTS

GLOSSARY = ROOT / "docs" / "glossary.md"
CONSENT = ("double_majority", "two_thirds_no_objection")
PATHS = [path for path in field_paths() if path not in Settings.model_fields]


def test_the_font_holds_the_characters_asked_for_and_is_the_same_each_time() -> None:
    data = subset("党建 abc")
    with TTFont(io.BytesIO(data)) as font:
        assert {chr(point) for point in font.getBestCmap()} == set("党建 abc")
        assert "SIL Open Font License" in font["name"].getDebugName(13)
    assert subset("党建 abc") == data


def test_tables_to_take_out_speak_the_language_and_keep_their_numbers() -> None:
    table = pd.DataFrame(
        {"arm": ["none", "mine"], "measure": ["failure"] * 2, "value": [1 / 3, float("inf")]}
    )
    link = csv_download("rates", table, speak("zh"))
    assert link.name == "rates.zh.csv"
    assert decoded(link.href).decode() == (
        "\ufeff方案,指标,value\n无协调者,失败,0.33333\nmine,失败,\n"
    )


def test_terms_agree_with_the_glossary() -> None:
    rows = re.findall(r"^\| `(\w+)` \| .*? \| (.*?) \| (.*?) \|$", GLOSSARY.read_text(), re.M)
    known = {code.lower(): (zh, paper) for code, zh, paper in rows}
    told = {code: (name(code, speak("zh")), paper) for code, paper in TERMS.items()}
    assert told == {code: known.get(code) for code in TERMS}


def test_a_term_is_explained_in_both_languages_when_one_uses_it() -> None:
    found = used_terms({"en": "Monte carlo Error of seeds", "zh": "缺位"})
    assert [name(term, EN) for term in found] == ["unmet need", "Monte Carlo error", "seed"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("95%区间-2.0至+2.0", "95%区间−2.0至+2.0"), ("[-2, -1]", "[−2, −1]"), ("2001-02-03", None),
     ("party-007", None), ("SHA-256", None)],
)  # fmt: skip
def test_minus_signs_stand_before_numbers_only(text: str, shown: str | None) -> None:
    assert typeset(text) == (text if shown is None else shown)


def test_every_parameter_has_words_for_unit_source_group_and_named_values() -> None:
    keys = {f"token.{name}" for name in (*ACTS, "none", *CONSENT)}
    for path in PATHS:
        field = describe_field(path)
        keys |= {f"report.source.{field.source}", f"parameter_group.{group_of(path)}"}
        keys |= {f"parameter_unit.{field.unit}"} if field.unit else set()
    assert [key for key in sorted(keys) if not EN.knows(key)] == []


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (24.0, "24", "24"),
        (0.1 + 0.2, "0.3", "0.3"),
        (True, "yes", "是"),
        ([0.5, 1.0], "0.5, 1", "0.5, 1"),
        ([[1.0, 2.0], [3.0, 4.0]], "1, 2; 3, 4", "1, 2; 3, 4"),
        (["mediation", "panel"], "mediation, panel", "调解, 议事团"),
    ],
)
def test_values_are_written_for_people(value: object, en: str, zh: str) -> None:
    assert (shown(value, speak("en")), shown(value, speak("zh"))) == (en, zh)


def test_communities_arms_and_what_they_isolate_have_words() -> None:
    from experiments.config.arms import ARMS

    configs = ROOT / "configs" / "community"
    assert all(EN.knows(f"community.{path.stem}") for path in configs.glob("*.yaml"))
    assert all(EN.knows(f"arm_about.{arm}") for arm in ARMS if arm != "party")
    assert all(speak(lang)("report.title") for lang in LANGUAGES)


def test_an_image_with_fewer_colours_keeps_its_size_and_what_it_shows() -> None:
    drawn = Image.new("RGB", (60, 40), "white")
    drawn.paste("#0072b2", (10, 10, 50, 30))
    sink = io.BytesIO()
    drawn.save(sink, "PNG")
    data, size = fewer_colours(sink.getvalue())
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.size, size) == ("WEBP", (60, 40), (60, 40))
        assert image.convert("RGB").getpixel((30, 20)) == (0x00, 0x72, 0xB2)
        assert len(image.convert("RGB").getcolors(maxcolors=60 * 40) or ()) <= COLOURS


def test_the_date_is_that_of_the_last_run_not_of_today(tmp_path: Path) -> None:
    study = two_arms(tmp_path / "s", replicates=2)
    for cell, day in zip(study.cells(), ("2001-02-03", "2001-02-04"), strict=True):
        (side,) = cell.folder.glob("chunk-*.json")
        content = read_json(side)
        content["writes"][-1]["finished"] = f"{day}T12:00:00+00:00"
        write_json(side, content)
    assert last_date([origin_of(cell) for cell in study.cells()], speak("en")) == "2001-02-04"


def test_the_checksum_of_data_changes_with_the_data_only(tmp_path: Path) -> None:
    one = origin_of(two_arms(tmp_path / "one", replicates=2).cells()[1])
    same = origin_of(two_arms(tmp_path / "same", replicates=2).cells()[1])
    more = origin_of(two_arms(tmp_path / "more", replicates=3).cells()[1])
    assert one.data == same.data != more.data


def test_cells_pair_on_the_same_ground_only(tmp_path: Path) -> None:
    study = two_arms(tmp_path / "s", replicates=1)
    other = study.open_cell(parameters("party", horizon=90), 0, "party", "village")
    none, party = study.cells()[:2]
    pairs = partners([none, party, other], "party", "none")
    assert [(a.hash, b.hash) for a, b in pairs] == [(party.hash, none.hash)]
