"""What came of a calibration: printed by the command, kept in the documentation."""

from typing import Any

from experiments.document.blocks import Prose, Table
from experiments.document.markdown import markdown_of
from experiments.studies.calibration.patterns import source

BEGIN = "<!-- result: begin -->"
END = "<!-- result: end -->"
Content = dict[str, Any]


def markdown(content: Content) -> str:
    """The result as Markdown: patterns met, and how far parameters were narrowed."""
    return markdown_of([_summary(content), _patterns(content), _parameters(content)])


def filled(document: str, content: Content) -> str:
    """``document`` with the result between its two marks. ValueError where they are missing."""
    before, mark, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not mark or not end:
        raise ValueError(f"marks {BEGIN} and {END} are missing")
    return f"{before}{BEGIN}\n\n{markdown(content)}\n\n{END}{after}"


def _summary(content: Content) -> Prose:
    size = content["size"]
    stages = "; ".join(
        f"{name}: {count} points, {content['accepted_by_origin'].get(name, 0)} accepted"
        for name, count in content["sampled"].items()
    )
    return Prose(
        f"{content['accepted']} points meet all patterns ({stages}). Each point: "
        f"{size['replicates']} replicates and {size['doubled']} with heterogeneity doubled, "
        f"{size['households']} households, {size['horizon']} weeks, seed {content['seed']}, "
        f"model version {content['model_version']}. SHA-256 of the accepted set: "
        f"`{content['sha256']}`."
    )


def _patterns(content: Content) -> Table:
    total = content["sampled"]["prior"]
    rows = [
        [name, source(name), _bounds(content["patterns"][name]),
         _numbers(content["prior_values"][name]), f"{content['prior_met'][name]} of {total}"]
        for name in content["patterns"]
    ]  # fmt: skip
    head = ["pattern", "what it says", "bounds", "5%, 50%, 95% over the prior", "met"]
    every = ["all", "", "", "", f"{content['prior_met_all']} of {total}"]
    return Table("patterns", head, [*rows, every])


def _bounds(bounds: dict[str, float | None]) -> str:
    named = (("≥", bounds["least"]), ("≤", bounds["most"]))
    return " and ".join(f"{sign} {value:g}" for sign, value in named if value is not None)


def _parameters(content: Content) -> Prose | Table:
    if content["medoid"] is None:
        return Prose("No point meets all patterns: there is no medoid.")
    rows = [
        [f"`{path}`", _numbers(content["parameters"][path]), f"{content['medoid'][path]:.4g}",
         _numbers([row["low"], row["high"]]), f"{row['narrowed']:.0%}",
         "" if row["identified"] else "unidentified"]
        for path, row in content["narrowing"].items()
    ]  # fmt: skip
    head = ["parameter", "prior", "medoid", "90% range accepted", "narrowed", ""]
    return Table("parameters", head, rows)


def _numbers(values: list[float]) -> str:
    return ", ".join(f"{value:.3g}" for value in values)
