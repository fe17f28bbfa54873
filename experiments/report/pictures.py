"""Figures as images inside the file, each with its words and its data."""

import io

from PIL import Image

from experiments.figures import Material, alt_text, figure_bytes, figure_data, figure_name, given
from experiments.messages import say
from experiments.report.blocks import Picture, Section
from experiments.report.links import csv_download, data_link

LARGEST_SVG = 120_000
"""Bytes up to which a figure is drawn in lines; a larger one becomes an image of points."""
COLOURS = 96
"""Colours of an image of points: figures have few, edges of letters need shades of them."""
MIME = {"svg": "image/svg+xml", "png": "image/png"}


def figures_section(material: Material, lang: str) -> Section:
    """Every figure that the study gives."""
    pictures = [picture(name, material, lang) for name in given(material)]
    return Section("figures", say("report.section.figures", lang), pictures)


def picture(name: str, material: Material, lang: str) -> Picture:
    """One figure by its name."""
    png = figure_bytes(name, material, lang, "png")
    with Image.open(io.BytesIO(png)) as image:
        width, height = image.size
    title = figure_name(name, lang)
    return Picture(
        name,
        title[0].upper() + title[1:],
        _source(figure_bytes(name, material, lang, "svg"), png),
        alt_text(name, material, lang),
        alt_text(name, material, lang),
        width,
        height,
        [csv_download(name, figure_data(name, material), lang)],
    )


def _source(svg: bytes, png: bytes) -> str:
    if len(svg) <= LARGEST_SVG:
        return data_link(MIME["svg"], svg)
    return data_link(MIME["png"], fewer_colours(png))


def fewer_colours(png: bytes) -> bytes:
    """The same image with COLOURS colours, a fraction of the size."""
    sink = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        flat = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        flat.save(sink, "PNG", optimize=True)
    return sink.getvalue()
