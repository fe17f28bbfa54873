"""What the page opens on: the stored headline's four lines and its figure; or what makes one."""

from functools import lru_cache
from pathlib import Path
from threading import Lock

from experiments.app.form import plain_name
from experiments.app.show import html_of
from experiments.document.blocks import Prose, Section
from experiments.words.speech import speak

_FIGURE = """<figure class="bars"><figcaption><h3>{{ title }}</h3></figcaption>
<p class="ends" aria-hidden="true"><span>{{ fewer }}</span><span>{{ more }}</span></p>
<dl>{% for bar in bars %}<div><dt>{{ name(bar.arm) }}</dt><dd>
<svg viewBox="-100 0 200 12" preserveAspectRatio="none" aria-hidden="true">
<path class="middle" d="M0 0v12"></path>
<rect class="{{ 'help' if bar.share < 0 else 'harm' }}" x="{{ [bar.share, 0]|min }}" y="1"
width="{{ bar.share|abs }}" height="10"></rect>
<path class="reach" d="M{{ bar.low }} 6H{{ bar.high }}"></path></svg>
<span>{{ bar.text }}</span></dd></div>{% endfor %}</dl></figure>
{% for line in about %}<p class="quiet about">{{ line }}</p>{% endfor %}"""
KEPT = 8
_alone = Lock()


def opening_html(results: Path, lang: str) -> str:
    """The stored answer in a language; where none is stored, a line that says what makes one."""
    with _alone:  # who asks while it is made the first time waits for that
        return _made(results, lang, _stamp(results))


def _stamp(results: Path) -> tuple[tuple[str, int], ...]:
    """What changes when a study is stored anew."""
    paths = sorted(results.glob("*/*-*.csv"))
    return tuple((str(path), path.stat().st_mtime_ns) for path in paths)


@lru_cache(KEPT)
def _made(results: Path, lang: str, _: object) -> str:
    from experiments.document.page import environment
    from experiments.studies.opening import opening

    say = speak(lang)
    found = opening(results)
    if found is None:
        return html_of(
            [Section("answer", say("app.opening"), [Prose(say("app.opening.none"))])], say
        )
    answer = html_of([Section("answer", say("app.opening"), [found.lines(say)])], say)
    figure = environment().from_string(_FIGURE)
    beside = figure.render(
        title=found.title(say), bars=found.bars(say), about=found.about(say),
        fewer=say("app.opening.fewer"), more=say("app.opening.more"),
        name=lambda arm: plain_name(arm, say),
    )  # fmt: skip
    return f"{answer}<div>{beside}</div>"
