"""What is seen before the page is there, and when its server is gone: in the reader's language.

Solara writes these in English into the page that it hands out; each is said anew here.
"""

import re
from collections.abc import Mapping

from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import Speaker

TAGS = {"zh": "zh-CN"}
"""Of languages whose tag in HTML isn't their name here."""
SAID: Mapping[str, str] = {
    r"<h1>\{\{ loading_text \}\}</h1>": "loading",
    r"App is disconnected, and may not function properly\.\s+Please refresh the page\.": "gone",
    r"Server\s+disconnected\.": "gone",
    r"Restoring session…": "loading",
    r"Could not restore session\. Please refresh\.": "gone",
    r"Could not restore session\. Will refresh in [^<]+ seconds\.": "gone",
    r"Please refresh the page": "again",
    r"Refresh now": "again",
    r"(?<=>)\s*Cancel\s*(?=<)": "leave",
}
"""What stands in its page, as patterns, and the message said in its place."""


def preferred(accepted: str, otherwise: str) -> str:
    """The first of the browser's languages that the page speaks."""
    for part in accepted.lower().split(","):
        code = part.partition(";")[0].strip().partition("-")[0]
        if code in LANGUAGES:
            return code
    return otherwise


def in_language(html: str, say: Speaker) -> str:
    """The page that is handed out, with what it says in a language."""
    for pattern, key in SAID.items():
        text = say(f"app.page.{key}")
        html = re.sub(pattern, f"<h1>{text}</h1>" if "<h1>" in pattern else text, html)
    return html.replace("<html>", f'<html lang="{TAGS.get(say.lang, say.lang)}">', 1)
