"""What a report finds, as HTML for the page: the report's own blocks, template and style."""

from collections.abc import Sequence
from functools import cache

from experiments.document.blocks import Section
from experiments.document.page import TEMPLATES, environment
from experiments.words.speech import Speaker

INSIDE = "coprod-report"
"""Class of the element in which the report's style holds, and nowhere else on the page."""
UNFOLDED = ("limits", "figures")
"""Parts that are open at first, beside the answer; the others are a click away."""
AFTER_ANSWER = "<!-- after the answer -->"
"""Stands behind the first part."""
_SECTIONS = """{% from "blocks.html.j2" import show %}
{% macro blocks(section) %}
{% for block in section.blocks %}{{ show(block, lang) }}{% endfor %}
{% endmacro %}
{% for section in sections %}
{% if loop.first %}
<section class="part {{ section.key }}"><h2>{{ section.title }}</h2>{{ blocks(section) }}</section>
{{ after_answer|safe }}
{% else %}
<details class="part {{ section.key }}"{% if section.key in unfolded %} open{% endif %}>
<summary><h2>{{ section.title }}</h2></summary>{{ blocks(section) }}</details>
{% endif %}
{% endfor %}"""


def html_of(sections: Sequence[Section], say: Speaker) -> str:
    """Sections as the report shows them, folded but for some; the template escapes text."""
    page = environment().from_string(_SECTIONS)
    return page.render(
        sections=sections, lang=say.lang, unfolded=UNFOLDED, after_answer=AFTER_ANSWER
    )


@cache
def report_style() -> str:
    """The report's style, for elements inside INSIDE only."""
    style = (TEMPLATES / "style.css").read_text("utf-8")
    return f".{INSIDE}{{{style.replace(':root', '&', 1)}}}"
