"""Write every card and notebook into docs/labs: ``python -m experiments.lab.write``."""

from pathlib import Path

from experiments.lab.card import LANGUAGES, card, card_file, labs_page, notebook_file
from experiments.lab.declared import lab_names, read_lab
from experiments.lab.notebook import notebook
from experiments.store.files import write_atomically

DOCS = Path(__file__).parents[2] / "docs" / "labs"


def documents() -> dict[str, str]:
    """Text of every document by its file name."""
    labs = {name: read_lab(name) for name in lab_names()}
    texts = {card_file("README", lang): labs_page(labs, lang) for lang in LANGUAGES}
    for name, lab in labs.items():
        for lang in LANGUAGES:
            texts[card_file(name, lang)] = card(name, lab, lang)
            texts[notebook_file(name, lang)] = notebook(name, lab, lang)
    return texts


def main() -> None:
    """Write them all."""
    DOCS.mkdir(parents=True, exist_ok=True)
    for name, text in documents().items():
        write_atomically(DOCS / name, text.encode())


if __name__ == "__main__":
    main()
