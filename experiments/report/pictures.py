"""Figures as images inside the file, each with its words and its data."""

import io
import re
from collections.abc import Collection, Sequence

from PIL import Image

from experiments.figures import Material, alt_text, figure_bytes, figure_data, figure_name, given
from experiments.messages import say
from experiments.report.blocks import Picture, Section
from experiments.report.links import csv_download, data_link

LARGEST_SVG = 120_000
"""Bytes up to which a figure is drawn in lines; a larger one becomes an image of points."""
COLOURS = 96
"""Colours of an image of points: figures have few, edges of letters need shades of them."""
_SIZE = re.compile(r' (?:width|height)="([\d.]+)pt"')
MIME = {"svg": "image/svg+xml", "png": "image/png"}


def figures_section(material: Material, apart: Collection[str], lang: str) -> Section:
    """Every figure that the study gives, but those shown apart."""
    names = [name for name in given(material) if name not in apart]
    found = pictures(material, names, lang)
    return Section("figures", say("report.section.figures", lang), found)


def pictures(material: Material, names: Sequence[str], lang: str) -> list[Picture]:
    """Those of the named figures that the study gives."""
    known = given(material)
    return [_picture(name, material, lang) for name in names if name in known]


def _picture(name: str, material: Material, lang: str) -> Picture:
    title, alt = figure_name(name, lang), alt_text(name, material, lang)
    source, width, height = _source(name, material, lang)
    downloads = [csv_download(name, figure_data(name, material), lang)]
    return Picture(
        name, title[0].upper() + title[1:], source, alt, alt, width, height, downloads
    )


def _source(name: str, material: Material, lang: str) -> tuple[str, int, int]:
    """The image as a link, with its width and height for the browser to keep its place."""
    svg = figure_bytes(name, material, lang, "svg")
    width, height = (round(float(size)) for size in _SIZE.findall(svg.decode())[:2])
    if len(svg) <= LARGEST_SVG:
        return data_link(MIME["svg"], svg), width, height
    png = fewer_colours(figure_bytes(name, material, lang, "png"))
    return data_link(MIME["png"], png), width, height


def fewer_colours(png: bytes) -> bytes:
    """The same image with COLOURS colours, a fraction of the size."""
    sink = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        flat = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        flat.save(sink, "PNG", optimize=True)
    return sink.getvalue()
