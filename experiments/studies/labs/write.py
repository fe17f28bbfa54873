"""Write every card and notebook into docs/labs: ``python -m experiments.studies.labs.write``."""

from pathlib import Path

from experiments.base.files import write_atomically
from experiments.studies.labs.card import card, card_file, labs_page, notebook_file
from experiments.studies.labs.declared import lab_names, read_lab
from experiments.studies.labs.notebook import notebook
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak

DOCS = Path(__file__).parents[3] / "docs" / "labs"


def documents() -> dict[str, str]:
    """Text of every document by its file name."""
    labs = {name: read_lab(name) for name in lab_names()}
    texts = {card_file("README", say): labs_page(labs, say) for say in map(speak, LANGUAGES)}
    for name, lab in labs.items():
        for say in map(speak, LANGUAGES):
            texts[card_file(name, say)] = card(name, lab, say)
            texts[notebook_file(name, say)] = notebook(name, lab, say)
    return texts


def main() -> None:
    """Write them all."""
    DOCS.mkdir(parents=True, exist_ok=True)
    for name, text in documents().items():
        write_atomically(DOCS / name, text.encode())


if __name__ == "__main__":
    main()
