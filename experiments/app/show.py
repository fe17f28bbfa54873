"""What a report finds, as HTML for the page: the report's own blocks, template and style."""

from collections.abc import Sequence
from functools import cache

from experiments.report.blocks import Section
from experiments.report.page import TEMPLATES, environment

INSIDE = "coprod-report"
"""Class of the element in which the report's style holds, and nowhere else on the page."""
_SECTIONS = """{% from "blocks.html.j2" import show %}
{% for section in sections %}
<section class="part {{ section.key }}">
<h2>{{ section.title }}</h2>
{% for block in section.blocks %}{{ show(block, lang) }}{% endfor %}
</section>
{% endfor %}"""


def html_of(sections: Sequence[Section], lang: str) -> str:
    """Sections as the report shows them; text is escaped by the template."""
    return environment().from_string(_SECTIONS).render(sections=sections, lang=lang)


@cache
def report_style() -> str:
    """The report's style, for elements inside INSIDE only."""
    style = (TEMPLATES / "style.css").read_text("utf-8")
    return f".{INSIDE}{{{style.replace(':root', '&', 1)}}}"
