"""``python -m docs.site``: builds both languages into ``dist/docs``; the status is Sphinx's."""

import shutil
import sys

from sphinx.cmd.build import build_main

from docs.site.pages import LANGUAGES, ROOT, SITE, stage

SOURCES, BUILT = ROOT / "build" / "site", ROOT / "dist" / "docs"


def main() -> int:
    """Build anew; a warning is an error."""
    for folder in (SOURCES, BUILT):
        shutil.rmtree(folder, ignore_errors=True)
    for language in LANGUAGES:
        sources = SOURCES / language
        stage(language, sources, BUILT)
        place = BUILT if language == LANGUAGES[0] else BUILT / language
        words = ["-W", "--keep-going", "-q", "-b", "html", "-t", language, "-c", str(SITE)]
        words += ["-d", str(SOURCES / f"{language}-read"), str(sources), str(place)]
        if status := build_main(words):
            return status
    print(f"the site is in {BUILT.relative_to(ROOT)}: open {BUILT / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
