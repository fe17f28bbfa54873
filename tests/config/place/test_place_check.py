"""Every problem of a community's tables is told, at once and in place; none gives a traceback."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from place_folders import CONFIGURATION, GOOD, found, places, workbook

from experiments.config.place import content, raw
from experiments.config.place.check import check_place
from experiments.config.place.columns import TABLES
from experiments.words.speech import speak


def test_a_good_community_has_no_problems(tmp_path: Path) -> None:
    assert found(tmp_path, {}) == []


def test_all_problems_are_told_at_once_with_file_row_column_what_and_what_is_allowed(
    tmp_path: Path,
) -> None:
    problems = found(
        tmp_path,
        {
            "households.csv": "户号,楼栋,群体,产权,建筑面积\na,1,老年,业主,50\na,1,老人,租客,-1\n"
            ",2,其他,,nan\n",
            "organisations.csv": "name,role,sector\nShop,shop,market\nTeam,vendor,social\n",
            "needs.csv": GOOD["needs.csv"].replace("0.1,1,0", "2,0,0", 1),
        },
    )
    assert places(problems) == [
        ("households.csv", 3, "群体", "not_allowed"),
        ("households.csv", 3, "产权", "not_allowed"),
        ("households.csv", 3, "建筑面积", "not_allowed"),
        ("households.csv", 4, "户号", "missing"),
        ("households.csv", 4, "建筑面积", "not_allowed"),
        ("organisations.csv", 2, "role", "not_allowed"),
        ("organisations.csv", 3, "sector", "other_sector"),
        ("needs.csv", 2, "rate", "not_allowed"),
    ]
    assert problems[0].said(speak("en")) == (
        "households.csv, row 3, column 群体: “老人”; allowed is one of 老年户、青年租户、其他住户"
    )
    assert (
        problems[4].said(speak("zh"))
        == "households.csv，第4行，“建筑面积”列：“nan”；只能是1至10,000的数"
    )


ROWS = [
    ("households.csv", "id,building,group\nx,1,elderly\nx,2,other\n", (3, "id", "twice")),
    ("households.csv", "id,building\nx,1\n", (None, "group/群体", "no_column")),
    ("households.csv", "id,building,group,hue\nx,1,other,red\n", (1, "hue", "unknown_column")),
    ("households.csv", "id,building,group,户号\nx,1,other,y\n", (1, "户号", "column_twice")),
    ("households.csv", "id,building,group\nx,1,other,y\n", (2, None, "ragged")),
    ("households.csv", "id,building,group\n=1+1,1,other\n", (2, "id", "not_allowed")),
    (
        "households.csv",
        "id,building,group,entrance\nx,1,other,1\ny,1,other,\n",
        (3, "entrance", "all_or_none"),
    ),
    ("organisations.csv", "name,role\nA,street_office\nB,街道\n", (3, "role", "too_many_of_role")),
    ("organisations.csv", "name,role,number\nA,商户,2\nB,商户,2\n", (3, "number", "number_twice")),
    ("organisations.csv", "name,role,parking\nA,vendor,1\n", (2, "elder_care", "all_priorities")),
    ("ties.csv", "from,to,trust\nShop,Shop,0.5\n", (2, "to", "self_tie")),
    ("ties.csv", "from,to,trust\nShop,Mall,0.5\n", (2, "to", "no_organisation")),
    ("ties.csv", "from,to,trust\nShop,Team,1.5\n", (2, "trust", "not_allowed")),
    ("ties.csv", "from,to,trust\nShop,Team,.5\nShop,Team,.6\n", (3, "from", "twice")),
    ("open_needs.csv", "building,category,number\n9,parking,1\n", (2, "building", "no_building")),
    ("open_needs.csv", "building,category,number\n1,parking,3\n", (2, "number", "too_many")),
    ("open_needs.csv", "building,category,number\n1,flying,1\n", (2, "category", "not_allowed")),
    ("needs.csv", GOOD["needs.csv"].replace("other", "老年"), (4, "group", "twice")),
    ("needs.csv", GOOD["needs.csv"].replace(",1,0", ",0,0", 1), (2, None, "no_weight")),
    ("needs.csv", "".join(GOOD["needs.csv"].splitlines(True)[:3]), (None, "group", "no_group")),
]  # fmt: skip


@pytest.mark.parametrize("file, text, where", ROWS)
def test_each_kind_of_wrong_row_is_told_where_it_is(
    tmp_path: Path, file: str, text: str, where: tuple[int | None, str | None, str]
) -> None:
    told = places(found(tmp_path, {file: text}))
    assert (file, *where) in told


@pytest.mark.parametrize(
    "number", ["nan", "inf", "-inf", "1e999", "-1", "1_000", "0x1", "1,5", "五", "1e", "--1", "٣٤"]
)
def test_what_is_no_number_in_range_is_refused(tmp_path: Path, number: str) -> None:
    text = f'from,to,trust\nShop,Team,"{number}"\n'
    assert places(found(tmp_path, {"ties.csv": text})) == [("ties.csv", 2, "trust", "not_allowed")]


@pytest.mark.parametrize("number", ["0.5", " .5 ", "５e-1", "+0.5", "０．５"])
def test_numbers_are_read_as_people_write_them(tmp_path: Path, number: str) -> None:
    assert found(tmp_path, {"ties.csv": f"from,to,trust\nShop,Team,{number}\n"}) == []


def bomb() -> bytes:
    """A zip of little that unpacks to more than is allowed."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b"0" * (raw.MOST_UNPACKED + 1))
    return sink.getvalue()


def entity_workbook() -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as parts:
        parts.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    return sink.getvalue()


HEADER = ["from", "to", "trust"]
GRAPH = (
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    '<key id="t" for="edge" attr.name="trust" attr.type="double"/>'
    '<graph edgedefault="{kind}"><node id="Shop"/><node id="Team"/>'
    '<edge source="Shop" target="{other}"><data key="t">{trust}</data></edge></graph></graphml>'
)
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><graphml>&c;</graphml>'
)
OUTSIDE = '<!DOCTYPE l SYSTEM "file:///etc/passwd"><graphml/>'
FILES: list[tuple[str, str | bytes, str]] = [
    ("ties.csv", "", "empty"),
    ("ties.csv", "\n\n,,\n", "empty"),
    ("ties.csv", "from,to,trust\n", "only_header"),
    ("ties.csv", 'from,to,trust\nShop,"Team,0.5\n', "csv"),
    ("ties.csv", 'from,to,trust\n"Shop"x,Team,0.5\n', "csv"),
    ("ties.csv", b"from,to,trust\nShop,Te\x00am,0.5\n", "not_text"),
    ("ties.csv", "from,to,trust\n".encode("utf-16"), "not_text"),
    ("ties.csv", b"from,to,trust\n\xff\xff\xff,b,1\n", "encoding"),
    ("ties.csv", b"from,to,trust\n" + b"x" * 10_000_000 + b",b,1\n", "csv"),
    ("ties.csv", b"x," * 5_000_000, "too_wide"),
    ("ties.csv", b"a,b,c\n" + b"x\n" * (content.MOST_ROWS + 1), "too_long"),
    ("ties.csv", b"x" * (content.MOST_BYTES + 1), "too_big"),
    ("ties.xlsx", b"not a zip", "not_excel"),
    ("ties.xlsx", b"PK\x03\x04" + b"\x00" * 50, "not_excel"),
    ("ties.xlsx", bomb, "bomb"),
    ("ties.xlsx", entity_workbook(), "entities"),
    ("ties.xlsx", workbook([]), "empty"),
    ("ties.xlsx", workbook([HEADER]), "only_header"),
    ("ties.xlsx", workbook([HEADER, ["Shop", "=1+1", 0.5]]), "formula"),
    ("ties.xlsx", workbook([HEADER, ["Shop", "Team", date(2020, 1, 2)]]), "date"),
    ("ties.xlsx", workbook([HEADER, ["Shop", "Team", True]]), "not_allowed"),
    ("ties.graphml", LAUGHS, "entities"),
    ("ties.graphml", OUTSIDE, "entities"),
    ("ties.graphml", LAUGHS.encode("utf-16"), "entities"),
    ("ties.graphml", "<graphml><graph>", "not_graphml"),
    ("ties.graphml", "<html/>", "not_graphml"),
    ("ties.graphml", "<a>" * 100_000, "not_graphml"),
    ("ties.graphml", "", "not_graphml"),
    ("ties.graphml", GRAPH.format(kind="directed", other="Shop", trust="0.5"), "self_tie"),
    ("ties.graphml", GRAPH.format(kind="directed", other="Mall", trust="0.5"), "no_organisation"),
    ("ties.graphml", GRAPH.format(kind="directed", other="Team", trust="1e999"), "not_allowed"),
    ("ties.graphml", GRAPH.format(kind="directed", other="Team", trust="x"), "not_allowed"),
]  # fmt: skip


@pytest.mark.parametrize("file, data, what", FILES)
def test_each_kind_of_broken_file_is_told(
    tmp_path: Path, file: str, data: str | bytes | Callable[[], bytes], what: str
) -> None:
    keep = {name: text for name, text in GOOD.items() if not name.startswith("ties")}
    content = data() if callable(data) else data
    problems = found(tmp_path, {**keep, file: content}, keep=False)
    assert (file, what) in [(each.file, each.what) for each in problems]


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "ties.csv").symlink_to(tmp_path / "gone")
    (tmp_path / "needs.csv").mkdir()
    keep = {name: GOOD[name] for name in ("organisations.csv",)}
    told = places(found(tmp_path, keep, keep=False))
    assert ("ties.csv", None, None, "no_file") in told
    assert ("needs.csv", None, None, "no_file") in told
    assert [each.what for each in check_place(Path("\0"))] == ["no_folder"]
    assert [each.what for each in check_place(Path("x" * 5000))] == ["no_folder"]


def test_a_file_of_a_name_nobody_knows_and_two_of_one_table_are_told(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"houshold.csv": "a", "联系.csv": GOOD["ties.csv"]}
    told = places(found(tmp_path, {**files, "~$ties.xlsx": b"x", "notes.txt": "x"}))
    assert told == [
        ("houshold.csv", None, None, "unknown_file"),
        ("联系.csv", None, None, "two_files"),
    ]


def test_households_may_be_given_one_by_one_or_counted_but_not_both(tmp_path: Path) -> None:
    counted = "building,group,tenure,households\n1,elderly,owner,3\n"
    told = places(found(tmp_path, {"buildings.csv": counted}))
    assert told == [("buildings.csv", None, None, "two_kinds")]
    nobody = counted.replace("3", "0")
    keep = {k: v for k, v in GOOD.items() if not k.startswith(("households", "open"))}
    (tmp_path / "households.csv").unlink()
    (tmp_path / "open_needs.csv").unlink()
    told = places(found(tmp_path, {**keep, "buildings.csv": nobody}, keep=False))
    assert told == [("buildings.csv", None, "households", "total")]


def test_what_refers_to_a_table_that_is_not_there_says_so(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {name: GOOD[name] for name in ("ties.csv", "open_needs.csv")}
    told = {each.what for each in found(tmp_path, files, keep=False)}
    assert told == {"needs_organisations", "needs_households"}


def test_a_broken_table_does_not_make_false_problems_in_those_that_refer_to_it(
    tmp_path: Path,
) -> None:
    broken = GOOD["organisations.csv"].replace("Shop,vendor", "Shop,vendors")
    told = places(found(tmp_path, {"organisations.csv": broken}))
    assert told == [("organisations.csv", 3, "role", "not_allowed")]


def test_a_column_that_nobody_knows_is_told_with_those_that_are_near(tmp_path: Path) -> None:
    text = "name,role,sectr\nShop,vendor,market\n"
    english = found(tmp_path, {"organisations.csv": text, "ties.csv": GOOD["ties.csv"]})[0]
    assert english.said(speak("en")).endswith("; did you mean sector?")
    assert english.said(speak("zh")).endswith("；是否指sector？")
    assert len(english.said(speak("en"))) < 300
    assert len(english.said(speak("zh"))) < 300


def test_no_folder_no_configuration_and_no_tables_are_told(tmp_path: Path) -> None:
    assert [each.what for each in check_place(tmp_path / "nothing")] == ["no_folder"]
    assert [each.what for each in check_place(tmp_path)] == ["no_configuration"]
    assert [each.what for each in found(tmp_path, {}, keep=False)] == ["no_tables"]
    bad = found(tmp_path, {"community/my place.yaml": CONFIGURATION})
    assert [each.what for each in bad] == ["configuration_name"]


def test_problems_of_one_file_are_told_up_to_a_limit(tmp_path: Path) -> None:
    text = "from,to,trust\n" + "Shop,Team,x\n" * 5000
    problems = found(tmp_path, {"ties.csv": text})
    assert len(problems) == 1001 and problems[-1].what == "more"


CELLS = st.one_of(
    st.sampled_from(
        [
            "Shop",
            "Team",
            "1",
            "2",
            "0.5",
            "elderly",
            "老年",
            "vendor",
            "parking",
            "",
            "nan",
            "-1",
            "=",
        ]
    ),
    st.text(max_size=8),
)
NAMES = st.sampled_from([f"{name}.csv" for table in TABLES for name in table.names])
HEADERS = {table.names: [column.key for column in table.columns] for table in TABLES}


@st.composite
def tables(draw: st.DrawFn) -> dict[str, str | bytes]:
    """Some tables with good and bad names of columns, and cells good and bad."""
    files: dict[str, str | bytes] = {}
    for names, columns in HEADERS.items():
        if draw(st.booleans()):
            header = draw(st.permutations(columns))[: draw(st.integers(0, len(columns)))]
            header = [*header, *draw(st.lists(CELLS, max_size=1))]
            rows = draw(st.lists(st.lists(CELLS, max_size=len(header) + 1), max_size=4))
            separator = draw(st.sampled_from(",;\t"))
            lines = [separator.join(row) for row in (header, *rows)]
            text = draw(st.sampled_from(["\n", "\r\n", "\r"])).join(lines)
            encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
            files[f"{names[0]}.csv"] = text.encode(encoding, "ignore")
    return files


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=tables())
def test_no_tables_whatever_is_in_them_give_a_traceback(
    tmp_path: Path, files: dict[str, str | bytes]
) -> None:
    for path in tmp_path.glob("*.csv"):
        path.unlink()
    found(tmp_path, files, keep=False)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["ties.csv", "ties.xlsx", "ties.graphml", "community/mine.yaml"]),
    start=st.integers(0, 6000),
    noise=st.binary(max_size=30),
)
def test_no_damage_to_a_good_file_gives_a_traceback(
    tmp_path: Path, name: str, start: int, noise: bytes
) -> None:
    good = {
        "ties.csv": GOOD["ties.csv"].encode(),
        "ties.xlsx": workbook([HEADER, ["Shop", "Team", 0.5]]),
        "ties.graphml": GRAPH.format(kind="undirected", other="Team", trust="0.5").encode(),
        "community/mine.yaml": b"# @package _global_\nplace: .\ncommunity:\n  floor_area: 50.0\n",
    }[name]
    for path in tmp_path.glob("ties.*"):
        path.unlink()
    keep = {key: text for key, text in GOOD.items() if not key.startswith("ties")}
    damaged = good[:start] + noise + good[start + len(noise) :]
    found(tmp_path, {**keep, name: damaged}, keep=False)
