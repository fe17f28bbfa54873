"""Uploads: bounded, kept inside their folder, and told with every problem."""

import base64
import io
import stat
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import gettempdir

import pytest
from app_checker import check_place
from openpyxl import load_workbook

from experiments.app import uploads
from experiments.app.choices import read
from experiments.app.controls import chosen
from experiments.app.uploads import (
    MEGABYTE,
    RefusedError,
    folder_of,
    lines,
    own_communities,
    receive,
    unpacked,
)
from experiments.config.place import check
from experiments.config.place.blank import blank_workbook
from experiments.config.place.configuration import read_configuration
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak

CONFIGURATION = b"# @package _global_\ncommunity:\n  households: 100\n"
SECRET = "a-secret-of-the-server"


@pytest.fixture(autouse=True)
def checker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "check_place", check_place)


def zip_of(files: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return sink.getvalue()


def sent(files: dict[str, bytes]) -> list[dict[str, str]]:
    return [{"name": name, "data": base64.b64encode(data).decode()} for name, data in files.items()]


@pytest.mark.parametrize("top", ["", "my place/"])
def test_a_zip_a_folder_and_lone_files_give_the_same(tmp_path: Path, top: str) -> None:
    whole = {f"{top}community/mine.yaml": CONFIGURATION, f"{top}households.csv": b"a\n1\n"}
    alone = {"mine.yaml": CONFIGURATION, "households.csv": b"a\n1\n"}
    extra = {f"{top}.DS_Store": b"x", "__MACOSX/._households.csv": b"x"}
    extra |= {f"{top}.~lock.households.csv#": b"x", f"{top}map.png": b"x"}
    ways = [whole, {"place.zip": zip_of(whole | extra)}, alone]
    got = [receive(tmp_path, sent(way)) for way in ways]
    assert {each.place for each in got} == {got[0].place} and got[0].names == ("mine",)
    folder = folder_of(tmp_path, got[0].place)
    assert folder is not None
    assert (folder / "community" / "mine.yaml").read_bytes() == CONFIGURATION
    assert (folder / "households.csv").read_bytes() == b"a\n1\n"
    own = own_communities(tmp_path)
    assert own == {got[0].place: ("mine",)}
    query = f"community=mine&place={got[0].place}"
    assert read(query, "en", own).place == got[0].place
    assert read(query, "en").place == "" and read(query, "en").community == "village"
    picked = chosen(read("", "en"), {"key": "community", "value": f"{got[0].place}/mine"}, own)
    assert (picked.place, picked.community) == (got[0].place, "mine")
    assert chosen(read("", "en"), {"key": "community", "value": "../x/mine"}, own).place == ""


@pytest.mark.parametrize(
    ("line", "row", "word"),
    [
        ("defaults: [{arrangement: party}]", 5, "defaults"),
        ("processes: 200", 5, "processes"),
        ("seed: 1", 5, "seed"),
        ("replicates: 1000000", 5, "replicates"),
        ("name: mine", 5, "name"),
        ("place: ${oc.env:COPROD_SECRET}", 5, "${oc.env:COPROD_SECRET}"),
        ('market: {fee: "\\x24{oc.env:COPROD_SECRET}"}', 5, "${oc.env:COPROD_SECRET}"),
        ('"${oc.env:COPROD_SECRET}": 1', 5, "${oc.env:COPROD_SECRET}"),
        ("defaults: [{community: '${oc.env:COPROD_SECRET}'}]", 5, "${oc.env:COPROD_SECRET}"),
        ("# @package hydra.job", 5, "@package _global_"),
    ],
)
def test_what_is_not_of_a_community_is_refused_by_its_line_and_never_resolved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, row: int, word: str
) -> None:
    monkeypatch.setenv("COPROD_SECRET", SECRET)
    monkeypatch.setattr(uploads, "check_place", check.check_place)
    files = {"mine.yaml": CONFIGURATION + b"place: .\n" + line.encode()}
    files["buildings.csv"] = b"building,group,tenure,households\n1,elderly,owner,24\n"
    got = receive(tmp_path, sent(files))
    assert got.place == "" and list(tmp_path.iterdir()) == []
    for lang in LANGUAGES:
        told = "\n".join(lines(got.problems, speak(lang)))
        assert SECRET not in told and str(tmp_path) not in told
    assert any(f"row {row}:" in each and word in each for each in lines(got.problems, speak("en")))


@pytest.mark.parametrize(
    ("text", "what", "row"),
    [
        ('# @package _global_\nmarket: {fee: "\\x24{x}"}\n', "yaml_computed", 2),
        ('# @package _global_\n"${x}": 1\n', "yaml_computed", 2),
        ("# @package _group_\nforming: {panel_size: 8}\n", "yaml_line", 1),
        ("# @package _global_.hydra\ncommunity: {households: 9}\n", "yaml_line", 1),
        ("# @package _global_ hydra\ncommunity: {households: 9}\n", "yaml_line", 1),
        ("# @other\n# @package _global_\ncommunity: {households: 9}\n", "yaml_line", 1),
        ("# mine\n# @package _global_\nforming: {panel_size: 8}\n", "yaml_package", 1),
        ("hydra: {run: {dir: x}}\n", "configuration", 1),
        ("# @package _global_\nhydra: {run: {dir: x}}\n", "configuration", 2),
    ],
)
def test_no_way_of_writing_it_passes_what_hydra_would_resolve_or_lay_elsewhere(
    tmp_path: Path, text: str, what: str, row: int | None
) -> None:
    (tmp_path / "community").mkdir()
    (tmp_path / "community/mine.yaml").write_text(text)
    tables, told = read_configuration(tmp_path / "community/mine.yaml")
    assert (tables, [(each.what, each.row) for each in told]) == ("", [(what, row)])


@pytest.mark.parametrize("name", ["village", "jinsong_north"])
def test_a_name_of_coprods_own_is_refused_for_it_would_be_run_instead(
    tmp_path: Path, name: str
) -> None:
    got = receive(tmp_path, sent({f"{name}.yaml": CONFIGURATION}))
    assert got.place == "" and name in lines(got.problems, speak("zh"))[0]


def test_what_does_not_compose_is_not_kept_and_no_path_is_told(tmp_path: Path) -> None:
    files = {"mine.yaml": b"# @package _global_\nhorizon: 1\n", "other.yaml": CONFIGURATION}
    got = receive(tmp_path / "results", sent(files), tmp_path)
    assert [
        each.startswith("mine: horizon = 1: must be") for each in lines(got.problems, speak("en"))
    ] == [True]
    assert list(tmp_path.iterdir()) == []
    elsewhere = {"mine.yaml": b"# @package _global_\nplace: nowhere\n"}
    told = lines(receive(tmp_path, sent(elsewhere)).problems, speak("en"))
    assert len(told) == 1 and "no folder nowhere" in told[0] and " /" not in told[0]
    assert str(tmp_path) not in told[0] and gettempdir() not in told[0]


@pytest.mark.parametrize("name", ["arrangement/none.yaml", "a/community/mine.yaml", "mine.YAML"])
def test_a_configuration_anywhere_else_than_among_communities_is_refused(name: str) -> None:
    with pytest.raises(RefusedError, match="elsewhere"):
        unpacked({"community/mine.yaml": b"1", name: b"1"})


def test_the_same_brought_by_twenty_at_once_is_kept_once_and_whole(tmp_path: Path) -> None:
    files = {"mine.yaml": CONFIGURATION, "households.csv": b"a\n1\n" * 10_000}
    with ThreadPoolExecutor(20) as threads:
        got = list(threads.map(lambda _: receive(tmp_path, sent(files)), range(20)))
    assert len(set(got)) == 1 and got[0].names == ("mine",)
    (kept,) = (tmp_path / "communities").iterdir()
    assert (kept / "households.csv").read_bytes() == files["households.csv"]


def test_a_bad_community_shows_all_its_problems_and_is_not_kept(tmp_path: Path) -> None:
    got = receive(tmp_path, sent({"mine.yaml": b"bad", "ties.csv": b"bad", "good.csv": b"1"}))
    assert lines(got.problems, speak("en")) == [
        "mine.yaml: first", "mine.yaml: second", "ties.csv: first", "ties.csv: second",
    ]  # fmt: skip
    assert lines(got.problems, speak("zh"))[0] == "mine.yaml：first"
    assert got.place == "" and list(tmp_path.iterdir()) == []


def test_every_file_of_another_kind_is_told_and_what_is_wrong_with_the_others(
    tmp_path: Path,
) -> None:
    files = {"mine.yaml": CONFIGURATION, "a.xls": b"1", "x/b.doc": b"1", "ties.csv": b"bad"}
    got = receive(tmp_path, sent(files))
    told = [line.partition(":")[0] for line in lines(got.problems, speak("en"))]
    assert told == ["a.xls", "x/b.doc", "ties.csv", "ties.csv"]
    assert list(tmp_path.iterdir()) == []


def test_what_is_read_of_a_community_is_told(tmp_path: Path) -> None:
    whole = {
        "mine.yaml": b"# @package _global_\nplace: .\n",
        "buildings.csv": b"building,group,households\nA,elderly,60\n",
    }
    got = receive(tmp_path, sent(whole))
    assert got.problems == ()
    assert lines(got.read, speak("en")) == [
        ".: tables read: buildings (buildings.csv);"
        " left to the model: organisations, ties, needs, open_needs"
    ]
    assert "楼栋 (buildings.csv)；由模型决定：组织" in lines(got.read, speak("zh"))[0]


def test_how_many_communities_a_page_and_all_pages_bring_is_limited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bring(number: int, brought: tuple[str, ...] = ()) -> uploads.Received:
        files = {"mine.yaml": CONFIGURATION, "a.csv": b"%d" % number}
        return receive(tmp_path, sent(files), brought=brought)

    first = bring(0).place
    monkeypatch.setattr(uploads, "MOST_BROUGHT", 2)
    second = bring(1, (first,)).place
    assert second and bring(1, (first, second)).place == second
    full = bring(2, (first, second))
    assert full.place == "" and "2" in full.problems[0].said(speak("zh"))
    assert bring(2).place
    monkeypatch.setattr(uploads, "MOST_KEPT", 3)
    assert len(bring(3).problems) == 1 and bring(2).place
    assert len(list((tmp_path / "communities").iterdir())) == 3


@pytest.mark.parametrize(
    "name",
    [
        "../evil.yaml", "a/../../evil.yaml", "/etc/evil.yaml", "..\\evil.yaml", "C:\\evil.yaml",
        "a/b/c/d/e.yaml", "evil.py", "evil.sh", "evil", "a/./../evil.yaml", ".hidden.yaml",
        "x" * 90 + ".csv", "a\n.csv",
    ],
)  # fmt: skip
@pytest.mark.parametrize("zipped", [False, True])
def test_what_leads_out_or_could_be_run_is_refused(tmp_path: Path, name: str, zipped: bool) -> None:
    files = {"good.csv": b"1", name: b"1"}
    with pytest.raises(RefusedError):
        unpacked({"place.zip": zip_of(files)} if zipped else files)
    got = receive(tmp_path / "results", sent(files))
    assert len(got.problems) == 1 and not (tmp_path / "results").exists()
    for lang in LANGUAGES:
        assert "\n" not in lines(got.problems, speak(lang))[0]


def test_a_link_in_a_zip_is_refused() -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        link = zipfile.ZipInfo("households.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(RefusedError, match="kind"):
        unpacked({"place.zip": sink.getvalue()})


def test_a_bomb_is_refused_and_read_no_further_than_there_is_room() -> None:
    bomb = zip_of({f"{n}.csv": bytes(20 * MEGABYTE) for n in range(2)})
    assert len(bomb) < MEGABYTE
    with pytest.raises(RefusedError, match="unpacked"):
        unpacked({"place.zip": bomb})


def test_a_header_that_lies_about_its_size_does_not_help() -> None:
    data = bytearray(zip_of({"a.csv": bytes(40 * MEGABYTE)}))
    real, small = (40 * MEGABYTE).to_bytes(4, "little"), (10).to_bytes(4, "little")
    with pytest.raises(RefusedError):
        unpacked({"place.zip": bytes(data.replace(real, small))})


def test_too_much_and_too_many_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(uploads, "MOST_UPLOADED", 10)
    assert "MB" in receive(tmp_path, sent({"a.csv": b"1" * 11})).problems[0].said(speak("en"))
    many = {f"{n}.csv": b"" for n in range(uploads.MOST_FILES + 1)}
    assert "60" in receive(tmp_path, sent(many)).problems[0].said(speak("zh"))
    with pytest.raises(RefusedError, match="many"):
        unpacked({"a.zip": zip_of(many)})


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no", zlib.compress(b"x"), b"text"])
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError, match="no_zip"):
        unpacked({"place.ZIP": data})


@pytest.mark.parametrize("what", [[], [{"name": "a.csv", "data": "%%"}], [{"data": ""}], [{}]])
def test_what_did_not_arrive_whole_is_refused(what: list[dict[str, str]], tmp_path: Path) -> None:
    assert len(receive(tmp_path, what).problems) == 1


def test_two_files_of_one_name_are_refused() -> None:
    with pytest.raises(RefusedError, match="twice"):
        unpacked({"mine.yaml": b"1", "community/mine.yaml": b"2"})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_that_is_handed_out_is_taken_back_without_any_file_more(
    tmp_path: Path, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "check_place", check.check_place)
    name = {"en": "Our street.xlsx", "zh": "我们的街道.xlsx"}[lang]
    got = receive(tmp_path, sent({name: blank_workbook(speak(lang))}))
    assert got.problems == () and got.names == ("my_place",)
    assert own_communities(tmp_path) == {got.place: ("my_place",)}
    folder = folder_of(tmp_path, got.place)
    assert folder is not None and (folder / name).is_file()
    (told,) = lines(got.read, speak(lang))
    assert name in told


def test_a_workbook_with_faults_tells_all_of_them_and_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "check_place", check.check_place)
    book = load_workbook(io.BytesIO(blank_workbook(speak("en"))))
    book["settings"]["B2"] = "village"
    book["buildings"]["B2"] = "ghosts"
    book["ties"]["C2"] = 7
    sink = io.BytesIO()
    book.save(sink)
    got = receive(tmp_path, sent({"ours.xlsx": sink.getvalue()}))
    told = lines(got.problems, speak("en"))
    assert [line.partition(":")[0] for line in told] == [
        "ours.xlsx [settings], row 2",
        "ours.xlsx [buildings], row 2, column group",
        "ours.xlsx [ties], row 2, column trust",
    ]
    assert own_communities(tmp_path) == {}
