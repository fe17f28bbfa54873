"""All that says who wrote what, which version it is, and where, says the same."""

import re

import pytest

import make
from sim import MODEL_VERSION
from tests.citation.derived import ROOT, citation, files, project

CITED, PACKED = citation(), project()
ADDRESS = "repository-code"
"""The one place where the repository's address is filled in."""


@pytest.mark.parametrize("name", files())
def test_what_archives_read_is_made_of_the_citation(name: str) -> None:
    """Where it isn't: python -m tests.citation.write"""
    assert (ROOT / name).read_text("utf-8") == files()[name]


def test_package_and_citation_agree_on_what_both_say() -> None:
    for field in ("version", "license", "keywords"):
        assert PACKED[field] == CITED[field], field
    assert [each["name"] for each in PACKED["authors"]] == [
        each["name"] for each in CITED["authors"]
    ]
    assert PACKED["name"] in CITED["title"]


def test_who_cites_is_told_the_model_version() -> None:
    assert f"Model version {MODEL_VERSION}:" in CITED["abstract"]


def test_the_address_is_nowhere_before_the_citation_has_it_and_then_the_package_has_it_too() -> (
    None
):
    assert PACKED.get("urls", {}) == ({"Repository": CITED[ADDRESS]} if ADDRESS in CITED else {})


def test_classifiers_name_each_python_that_there_are_locks_for() -> None:
    said = [
        name.rpartition(" :: ")[2]
        for name in PACKED["classifiers"]
        if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", name)
    ]
    assert said == list(make.MINORS)


def test_an_address_and_a_date_that_the_citation_has_reach_the_archives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = {**CITED, ADDRESS: "https://example.org/coprod", "date-released": "2026-12-01"}
    monkeypatch.setattr("tests.citation.derived.citation", lambda: told)
    made = files()["codemeta.json"]
    assert '"codeRepository": "https://example.org/coprod"' in made
    assert '"datePublished": "2026-12-01"' in made
