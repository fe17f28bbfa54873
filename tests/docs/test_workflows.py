"""What is checked where the project is published asks for what there is here."""

import re

import yaml
from root import ROOT

import make
from offline.target import PLATFORMS

FILE = ROOT / ".github" / "workflows" / "checks.yml"
JOBS = yaml.safe_load(FILE.read_text("utf-8"))["jobs"]


def test_tests_run_on_three_systems_with_each_python_that_there_are_locks_for() -> None:
    matrix = JOBS["tests"]["strategy"]["matrix"]
    assert tuple(matrix["python"]) == make.MINORS
    assert {name.partition("-")[0] for name in matrix["os"]} == {"ubuntu", "windows", "macos"}


def test_what_jobs_call_are_targets_and_each_kind_of_folder_is_built() -> None:
    called = {name for name in re.findall(r"python make\.py ([a-z-]+)", FILE.read_text("utf-8"))}
    assert called == {"lint", "test", "test-wheel", "words", "wheelhouse", "docs"}
    assert called <= make.TARGETS.keys()
    built = {each["platform"] for each in JOBS["wheelhouse"]["strategy"]["matrix"]["include"]}
    assert built == PLATFORMS.keys()


def test_nothing_is_uploaded_and_no_job_may_write_or_run_without_end() -> None:
    text = FILE.read_text("utf-8")
    assert yaml.safe_load(text)["permissions"] == {"contents": "read"}
    used = set(re.findall(r"uses: ([\w/-]+)@v\d+", text))
    assert used == {"actions/checkout", "actions/setup-python"} and "secrets" not in text
    assert all("timeout-minutes" in job for job in JOBS.values())
