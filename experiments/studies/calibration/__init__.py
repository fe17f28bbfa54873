"""Calibration: the community's parameters, from patterns seen without a coordinator.

Declared in ``configs/calibration.yaml``; sampled and run (design, run), then judged by pure
functions of the stored summaries (summaries, patterns, accept).
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.config.calibrated import Settings, Size


def main(options: argparse.Namespace) -> int:
    """Calibrate, print and store the result; returns the exit status: 0, 1 when none is accepted.

    options: points, processes (None: as declared), short, adopt, out. Runs that are stored
    already are not run again. InputError, one line, for what isn't allowed.
    """
    from experiments.base.files import write_atomically, write_json
    from experiments.base.settings import usable_processors
    from experiments.config.accepted import ACCEPTED, RESULT
    from experiments.studies.calibration import accept, run
    from experiments.studies.calibration.design import read_settings
    from experiments.studies.calibration.report import markdown

    settings = read_settings()
    size = settings.short if options.short else settings.full
    if options.points is not None:
        size = size.model_copy(update={"points": options.points})
    place = run.open_place(settings, size, options.out)
    processes = usable_processors() if options.processes is None else options.processes
    scored, sources = run.explore(place, processes)
    points = accept.as_csv(accept.accepted(scored, settings))
    content = _declared(settings, size, sources) | accept.result(scored, settings)
    write_atomically(place.folder / ACCEPTED, points)
    write_json(place.folder / RESULT, content)
    print(markdown(content))
    print(f"\nstored in {place.folder}")
    if options.adopt:
        adopt(points, content)
    return 0 if content["accepted"] > 0 else 1


def _declared(settings: "Settings", size: "Size", sources: list[str]) -> dict[str, Any]:
    from sim import MODEL_VERSION

    declared: dict[str, Any] = settings.model_dump(mode="json", include={"community", "seed"})
    return declared | {
        "model_version": MODEL_VERSION,
        "model_sources": sources,
        "size": size.model_dump(),
        "parameters": {path: list(ends) for path, ends in settings.parameters.items()},
        "patterns": {name: b.model_dump() for name, b in settings.patterns.items()},
    }


def adopt(points: bytes, content: dict[str, Any]) -> None:
    """Freeze a result: the accepted set becomes the project's, and its numbers documented."""
    from experiments.base.files import read_json, write_atomically, write_json
    from experiments.base.settings import CONFIGS
    from experiments.config.accepted import ACCEPTED, RESULT
    from experiments.studies.calibration.report import filled

    page = CONFIGS.parent / "docs" / "calibration.md"
    write_atomically(CONFIGS / ACCEPTED, points)
    write_json(CONFIGS / RESULT, content)
    text = filled(page.read_text(encoding="utf-8"), read_json(CONFIGS / RESULT))
    write_atomically(Path(page), text.encode())
