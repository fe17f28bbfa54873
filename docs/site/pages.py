"""Which pages the site has, and their text with links that lead to where they are in it.

English pages are at the top, Chinese ones in ``zh``, both under the same names: so the switch
between languages is one path. What isn't a page, such as a configuration, is put beside them in
``files``.
"""

import os
import re
import shutil
from html import escape
from pathlib import Path

SITE = Path(__file__).resolve().parent
DOCS = SITE.parent
ROOT = DOCS.parent
LANGUAGES = ("en", "zh")
PROJECT = ("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "CODE_OF_CONDUCT.md")
"""Pages beside ``docs``, in English."""
CHINESE = ".zh.md"
PIECE = re.compile(r"```.*?```|(!?)\[((?:`[^`\n]*`|[^\[\]`])*)\]\(([^)\s]+)\)|`[^`\n]*`", re.DOTALL)
"""Code, in which nothing is a link, or a link: whether a picture, its words and its target."""

BROKEN = re.compile(r"(?<=[\u3001-\u9fff\uff01-\uff5e])\n(?=[\u3001-\u9fff\uff01-\uff5e])")
"""A line's end within a Chinese sentence, which would be shown as a blank."""


def pages(language: str) -> dict[str, Path]:
    """The file of each page of a language, by its name in the site."""
    files = [*DOCS.glob("*.md"), *DOCS.glob("labs/*.md"), *SITE.glob("*.md")]
    if language == LANGUAGES[0]:
        files += [ROOT / name for name in PROJECT]
    chosen = (path for path in files if path.name.endswith(CHINESE) == (language == "zh"))
    return {_name(path): path for path in sorted(chosen)}


def _name(path: Path) -> str:
    """``headline``, ``labs/index``, ``contributing``."""
    if path.parent == ROOT:  # apart: docs has a security.md too
        return f"project/{path.stem.lower()}"
    folder = "labs/" if path.parent.name == "labs" else ""
    stem = path.name.removesuffix(CHINESE).removesuffix(".md")
    return folder + ("index" if stem == "README" else stem.lower())


def url(name: str, language: str) -> str:
    """Where a page is, from the site's top."""
    return f"{'' if language == LANGUAGES[0] else 'zh/'}{name}.html"


def twins() -> set[str]:
    """Names of pages that there are in both languages."""
    return set.intersection(*({*pages(language)} for language in LANGUAGES))


class Links:
    """Rewrites the links of a language's pages, and gathers the files that they lead to."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.files: set[Path] = set()
        self.pictures: set[Path] = set()
        self._places = {
            path: (name, other) for other in LANGUAGES for name, path in pages(other).items()
        }

    def text(self, name: str) -> str:
        """A page of the site, for Sphinx."""
        source = pages(self.language)[name]
        text = source.read_text("utf-8").replace("```mermaid", "```text")
        text = BROKEN.sub("", text)
        return PIECE.sub(lambda piece: self._piece(piece, name, source), text)

    def _piece(self, piece: re.Match[str], name: str, source: Path) -> str:
        picture, words, target = piece.groups()
        if target is None or target.startswith("#") or "://" in target:
            return piece[0]
        path, _, section = target.partition("#")
        there = (source.parent / path).resolve()
        anchor = f"#{section}" if section else ""
        if picture:
            self.pictures.add(there)
            return f"![{words}]({_from(name, f'pictures/{there.name}')})"
        if there not in self._places:
            return self._file(words, there, name)
        other, language = self._places[there]
        if language == self.language:  # Sphinx finds out whether page and section are there
            return f"[{words}]({_from(name, other)}.md{anchor})"
        link = _from(url(name, self.language), url(other, language))
        return f'<a href="{link}{escape(anchor)}" hreflang="{language}">{words}</a>'

    def _file(self, words: str, path: Path, name: str) -> str:
        """A link to a copy; of a folder the words alone."""
        if path.is_dir():
            return words
        self.files.add(path)
        copy = f"files/{path.relative_to(ROOT).as_posix()}"
        return f'<a href="{_from(url(name, self.language), copy)}">{words}</a>'


def _from(page: str, target: str) -> str:
    return os.path.relpath(target, Path(page).parent).replace(os.sep, "/")


def stage(language: str, sources: Path, built: Path) -> None:
    """Write a language's pages into ``sources``, and the files that they lead to into ``built``."""
    links = Links(language)
    for name in pages(language):
        place = sources / f"{name}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(links.text(name), encoding="utf-8")
    for picture in links.pictures:
        _copy(picture, sources / "pictures" / picture.name)
    for file in links.files:
        _copy(file, built / "files" / file.relative_to(ROOT))


def _copy(file: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, to)
