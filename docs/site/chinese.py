"""Search in Chinese: every two characters in a row, so that any phrase is found.

Sphinx's own asks for jieba, indexes words of its dictionary alone, and its stemmer isn't there in
the browser.
"""

import re
from collections.abc import Iterator

from sphinx.search import SearchLanguage

RUN = re.compile(r"[\u4e00-\u9fff]+|[^\W\u4e00-\u9fff]+")
"""Chinese without a break, or a word in other letters."""
IN_THE_BROWSER = r"""
function splitQuery(query) {
  const runs = query.match(/[\u4e00-\u9fff]+|[\p{L}\p{N}_]+/gu) ?? [];
  return runs.flatMap((run) =>
    run.length > 1 && /^[\u4e00-\u9fff]/.test(run)
      ? Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2))
      : [run],
  );
}
"""
"""The same of what is asked for, without single characters where there are pairs."""


class Chinese(SearchLanguage):
    """Indexes characters, pairs of them, and words in other letters as they are written."""

    lang = "zh"
    language_name = "Chinese"
    js_splitter_code = IN_THE_BROWSER

    def split(self, input: str) -> list[str]:
        """Terms of a text."""
        return [term for run in RUN.findall(input) for term in _terms(run)]

    def stem(self, word: str) -> str:
        """As the browser asks for it."""
        return word.lower()


def _terms(run: str) -> Iterator[str]:
    if not "\u4e00" <= run[0] <= "\u9fff":
        yield run
        return
    yield from run
    yield from (run[at : at + 2] for at in range(len(run) - 1))
