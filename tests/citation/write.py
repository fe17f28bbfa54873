"""``python -m tests.citation.write``: both files anew, after a change of what they are made of."""

from tests.citation.derived import ROOT, files

if __name__ == "__main__":
    for name, text in files().items():
        (ROOT / name).write_text(text, "utf-8", newline="\n")
