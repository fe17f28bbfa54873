"""How Sphinx builds one language of the site; the tag ``zh`` says which."""

import sphinx.search

from docs.site.chinese import Chinese
from docs.site.pages import twins

IN_CHINESE = tags.has("zh")  # noqa: F821  # Sphinx gives it

project = "coprod"
author = copyright = "coprod贡献者" if IN_CHINESE else "The coprod contributors"
language = "zh_CN" if IN_CHINESE else "en"
extensions = ["myst_parser", "sphinx_copybutton"]
myst_heading_anchors = 4
sphinx.search.languages["zh"] = Chinese
html_search_language = "zh" if IN_CHINESE else "en"

html_theme = "furo"
html_title = "coprod 文档" if IN_CHINESE else "coprod"
html_theme_options = {"top_of_page_buttons": []}
templates_path = ["templates"]
html_static_path = ["static"]
html_js_files = ["accessible.js"]
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "language.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "navigation.html",
        "sidebar/scroll-end.html",
    ]
}
html_use_index = False
html_copy_source = False
html_show_sphinx = False
html_show_search_summary = False  # it would fetch pages, which no browser allows from a disk
html_context = {
    "twins": twins() | {"search"},
    "other": (
        {"language": "en", "name": "English", "top": "../", "none": "本页没有英文版。"}
        if IN_CHINESE
        else {"language": "zh", "name": "中文", "top": "zh/", "none": "Not in Chinese yet."}
    ),
}
