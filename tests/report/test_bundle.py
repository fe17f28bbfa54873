"""An archive is whole, describes itself, and tells whether what it holds comes out the same."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest
from report_studies import two_arms

from experiments.base.errors import InputError
from experiments.report import bundle as archive
from experiments.report import verify as checking
from experiments.report.bundle import HELD, METADATA, SUMS, bundle, files_in
from experiments.report.verify import DAMAGED, DIFFERS, ELSEWHERE, SAME, chosen, verify
from experiments.run.replay import Replay
from experiments.store import Cell
from experiments.words.speech import speak


def same(_: Cell, __: int, ___: Path) -> Replay:
    return Replay([], [], [])


def other(_: Cell, number: int, __: Path) -> Replay:
    return Replay(["runs.failed"] if number == 3 else [], [], [])


@pytest.fixture(autouse=True, scope="module")
def _shortly() -> Iterator[None]:
    """Reports have tests of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "report", lambda study, lang: f"{study.path.name}, {lang}")
        yield


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("rocrate")
    folder = tmp_path_factory.mktemp("packed")
    return bundle(two_arms(folder / "mine"), folder / "archive", speak("en"))


@pytest.fixture
def wrong(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, str], set[tuple[str, str]]]:
    """What RO-Crate's validator finds wrong at a severity, as (where, what).

    The vocabulary that it would fetch is handed to it, as the standard's library has it.
    """
    services = pytest.importorskip("rocrate_validator.services", reason="needs roc-validator")
    from requests import Response
    from rocrate_validator.utils.http import HttpRequester  # type: ignore[import-not-found]

    def get(url: str, **_: object) -> Response:
        assert url == "https://w3id.org/ro/crate/1.3/context"
        answer = Response()
        answer.status_code, answer.headers["Content-Type"] = 200, "application/ld+json"
        answer.raw = BytesIO(files("rocrate").joinpath("data/ro-crate.jsonld").read_bytes())
        return answer

    def find(folder: Path, severity: str) -> set[tuple[str, str]]:
        settings = services.ValidationSettings(
            rocrate_uri=str(folder), profile_identifier="ro-crate-1.3", offline=True,
            requirement_severity=services.Severity[severity],
        )  # fmt: skip
        issues = services.validate(settings).get_issues()
        return {(issue.violatingEntity, issue.message) for issue in issues}

    monkeypatch.setattr(HttpRequester(), "get", get, raising=False)
    return find


@pytest.fixture
def copied(packed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(packed, tmp_path / "copy"))


def test_every_part_is_there_is_described_and_has_a_sum_that_others_can_check(packed: Path) -> None:
    graph = json.loads((packed / METADATA).read_text("utf-8"))["@graph"]
    described = {each["@id"]: each for each in graph}
    for part in HELD:
        assert (packed / part.path).exists() and described[part.path]["description"]
    sums = dict(line.split("  ")[::-1] for line in (packed / SUMS).read_text().splitlines())
    assert set(sums) == set(files_in(packed, (SUMS, METADATA)))
    for name, digest in sums.items():
        assert hashlib.sha256((packed / name).read_bytes()).hexdigest() == digest
    assert not any(name.endswith((".lock", ".tmp")) for name in sums)
    rows = (packed / archive.OUTCOMES).read_text("utf-8").splitlines()
    assert len(rows) == 1 + 2 * 4
    made = json.loads((packed / archive.VERSIONS).read_text("utf-8"))
    assert {"model_version", "versions", "platform"} <= set(made)


def test_the_crate_is_read_back_by_its_library(packed: Path) -> None:
    from rocrate.rocrate import ROCrate  # type: ignore[import-not-found]

    crate = ROCrate(packed)
    assert "study mine" in crate.name
    assert {part.path for part in HELD} == {each.id for each in crate.data_entities}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of what the validator is made of
def test_an_archive_is_a_valid_crate_with_nearly_all_that_is_recommended(
    copied: Path, wrong: Callable[[Path, str], set[tuple[str, str]]]
) -> None:
    assert wrong(copied, "RECOMMENDED") == {  # and nothing that is required
        ("./", "The Root Data Entity SHOULD have a `publisher` property (Organization or Person)"),
        ("./study/", "Local Dataset Data Entities SHOULD list their contents via `hasPart`"),
    }
    described = json.loads((copied / METADATA).read_text("utf-8"))
    (root,) = (each for each in described["@graph"] if each["@id"] == "./")
    del root["datePublished"]
    (copied / METADATA).write_text(json.dumps(described), "utf-8")
    assert wrong(copied, "REQUIRED"), "the validator does look"


def test_what_is_there_is_not_written_over_and_nothing_is_left_of_what_fails(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = two_arms(tmp_path / "mine")
    with pytest.raises(InputError, match="is there already"):
        bundle(study, packed, speak("en"))

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "_outcomes", fails)
    with pytest.raises(InputError, match="No space left"):
        bundle(study, tmp_path / "new", speak("en"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine"]


def test_a_whole_archive_whose_runs_come_out_alike_is_the_same_to_the_bit(packed: Path) -> None:
    found = verify(packed, 3, same)
    assert (found.verdict, len(found.replayed)) == (SAME, 3)
    assert not (found.changed or found.missing or found.added)


def test_a_changed_and_a_missing_file_are_named_and_nothing_is_run_again(copied: Path) -> None:
    (copied / "report.html").write_text("other")
    (copied / "LICENSE").unlink()
    (copied / "notes.txt").write_text("mine")
    found = verify(copied, 3, same)
    assert (found.verdict, found.replayed) == (DAMAGED, [])
    assert (found.changed, found.missing, found.added) == (
        ["report.html"], ["LICENSE"], ["notes.txt"],
    )  # fmt: skip


def test_a_run_that_differs_counts_here_and_is_no_promise_broken_elsewhere(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = verify(copied, 8, other)
    assert found.verdict == DIFFERS
    assert found.differing == ["none/3: runs.failed", "party/3: runs.failed"]
    monkeypatch.setattr(checking, "machine", lambda: {"platform": "another"})
    assert verify(copied, 8, other).verdict == ELSEWHERE


def test_runs_are_chosen_evenly_from_the_first_to_the_last(tmp_path: Path) -> None:
    cells = two_arms(tmp_path / "mine").cells()
    names = [(cell.arm, number) for cell, number in chosen(cells, 3)]
    assert names[0] == ("none", 0) and names[-1] == ("party", 3) and len(names) == 3
    assert len(chosen(cells, 100)) == 8 and chosen(cells, 0) == []


@pytest.mark.parametrize("content", [None, "not a sum\n", ""])
def test_a_folder_that_is_no_archive_is_refused_in_one_line(
    content: str | None, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / SUMS).write_text(content)
    with pytest.raises(InputError) as refused:
        verify(tmp_path, 1, same)
    assert SUMS in str(refused.value) and "\n" not in str(refused.value)
