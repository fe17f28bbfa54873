"""Figures as images inside the file, each with its words and its data."""

import io
import re
from collections.abc import Collection, Sequence

from PIL import Image

from experiments.document.blocks import Picture, Section
from experiments.document.links import csv_download, data_link
from experiments.figures import (
    BODY,
    FIGURES,
    Material,
    alt_text,
    figure_bytes,
    figure_data,
    figure_finding,
    given,
)
from experiments.words.speech import Speaker

MOST_ROWS, LARGEST_SVG = 200, 120_000
"""Rows of data, and bytes, up to which a figure is drawn in lines; others are images of points."""
COLOURS = 64
"""Colours of an image of points: figures have few, edges of letters need shades of them."""
_SIZE = re.compile(r' (?:width|height)="([\d.]+)pt"')
MIME = {"svg": "image/svg+xml", "webp": "image/webp"}


def figures_section(material: Material, apart: Collection[str], say: Speaker) -> Section:
    """The first figures that the study gives, but those shown apart."""
    names = [name for name in BODY if name not in apart]
    return Section("figures", say("report.section.figures"), pictures(material, names, say))


def annex_section(material: Material, apart: Collection[str], say: Speaker) -> Section:
    """All other figures that the study gives, but those shown apart."""
    names = [name for name in FIGURES if name not in (*BODY, *apart)]
    return Section("annex", say("report.section.annex"), pictures(material, names, say))


def pictures(material: Material, names: Sequence[str], say: Speaker) -> list[Picture]:
    """Those of the named figures that the study gives."""
    known = given(material)
    return [_picture(name, material, say) for name in names if name in known]


def _picture(name: str, material: Material, say: Speaker) -> Picture:
    """A figure under what it concludes; its words are for who can't see it."""
    title, alt = figure_finding(name, material, say), alt_text(name, material, say)
    data = figure_data(name, material)
    source, width, height = _source(name, material, len(data), say)
    downloads = [csv_download(name, data, say)]
    return Picture(name, title, source, alt, "", width, height, downloads)


def _source(name: str, material: Material, rows: int, say: Speaker) -> tuple[str, int, int]:
    """The image as a link, with its width and height, by which the browser keeps its place.

    Lines where they are few, for they print best; else points, in a fraction of the size.
    """
    if rows <= MOST_ROWS:
        svg = figure_bytes(name, material, say, "svg", headed=False)
        if len(svg) <= LARGEST_SVG:
            width, height = (round(float(size)) for size in _SIZE.findall(svg.decode())[:2])
            return data_link(MIME["svg"], svg), width, height
    return as_link(figure_bytes(name, material, say, "png", headed=False))


def as_link(png: bytes) -> tuple[str, int, int]:
    """An image of points as a link, with its width and height in pixels."""
    points, (width, height) = fewer_colours(png)
    return data_link(MIME["webp"], points), width, height


def fewer_colours(png: bytes) -> tuple[bytes, tuple[int, int]]:
    """The image with COLOURS colours, without any other loss, as WebP; and its size in pixels."""
    sink = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        flat = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        flat.convert("RGB").save(sink, "WEBP", lossless=True)
        return sink.getvalue(), image.size
