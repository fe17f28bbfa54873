"""codemeta.json and .zenodo.json, from CITATION.cff and pyproject.toml."""

import json
import tomllib
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
CODEMETA, ZENODO = "codemeta.json", ".zenodo.json"
Said = dict[str, Any]


def citation() -> Said:
    """CITATION.cff."""
    read: Said = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    return read


def project() -> Said:
    """The table ``project`` of pyproject.toml."""
    read: Said = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return read


def files() -> dict[str, str]:
    """Name -> text of both files."""
    cited, packed = citation(), project()
    made = {CODEMETA: _codemeta(cited, packed), ZENODO: _zenodo(cited, packed)}
    return {
        name: json.dumps(said, ensure_ascii=False, indent=2) + "\n" for name, said in made.items()
    }


def _codemeta(cited: Said, packed: Said) -> Said:
    article = cited["references"][0]
    known = {"codeRepository": "repository-code", "datePublished": "date-released"}
    return {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": packed["name"],
        "headline": cited["title"],
        "description": packed["description"],
        "version": cited["version"],
        "license": f"https://spdx.org/licenses/{cited['license']}",
        "author": [{"@type": "Organization", "name": each["name"]} for each in cited["authors"]],
        "keywords": cited["keywords"],
        "programmingLanguage": "Python",
        "runtimePlatform": f"Python {packed['requires-python']}",
        "referencePublication": {
            "@type": "ScholarlyArticle",
            "name": article["title"],
            "author": [
                {
                    "@type": "Person",
                    "familyName": each["family-names"],
                    "givenName": each["given-names"],
                }
                for each in article["authors"]
            ],
            "isPartOf": {"@type": "Periodical", "name": article["journal"]},
            "datePublished": str(article["year"]),
        },
        **{name: str(cited[said]) for name, said in known.items() if said in cited},
    }


def _zenodo(cited: Said, packed: Said) -> Said:
    article = cited["references"][0]
    authors = "; ".join(
        f"{each['family-names']}, {each['given-names']}" for each in article["authors"]
    )
    return {
        "upload_type": "software",
        "title": cited["title"],
        "description": packed["description"],
        "version": cited["version"],
        "license": cited["license"],
        "access_right": "open",
        "creators": [{"name": each["name"]} for each in cited["authors"]],
        "keywords": cited["keywords"],
        "references": [
            f"{authors} ({article['year']}). {article['title']}. {article['journal']}"
            f" ({article['issue']})."
        ],
    }
