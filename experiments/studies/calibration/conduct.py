"""A calibration from its declaration to what is told of it, and making it the project's."""

from pathlib import Path
from typing import Any

from experiments.base.files import read_json, write_atomically
from experiments.base.settings import CONFIGS
from experiments.config.accepted import RESULT
from experiments.config.calibrated import Settings, Size
from experiments.studies.calibration import accept
from experiments.studies.calibration.design import read_settings
from experiments.studies.calibration.report import Calibrated, filled
from experiments.studies.calibration.run import explore, open_place
from experiments.words.speech import Speaker
from sim import MODEL_VERSION

PAGE = CONFIGS.parent / "docs" / "calibration.md"


def calibrate(
    out: Path, say: Speaker, processes: int, short: bool = False, points: int | None = None
) -> tuple[Calibrated, Path]:
    """Run what is missing of a calibration under ``out``, and judge it; with its folder.

    points: of the hypercube, as declared where None. InputError, one line, for what isn't allowed.
    """
    settings = read_settings()
    declared = settings.short if short else settings.full
    size = declared if points is None else declared.model_copy(update={"points": points})
    place = open_place(settings, size, out)
    scored, sources = explore(place, processes, say)
    content = _declared(settings, size, sources) | accept.result(scored, settings)
    return Calibrated(accept.accepted(scored, settings), content), place.folder


def _declared(settings: Settings, size: Size, sources: list[str]) -> dict[str, Any]:
    declared: dict[str, Any] = settings.model_dump(mode="json", include={"community", "seed"})
    return declared | {
        "model_version": MODEL_VERSION,
        "model_sources": sources,
        "size": size.model_dump(),
        "parameters": {path: list(ends) for path, ends in settings.parameters.items()},
        "patterns": {name: b.model_dump() for name, b in settings.patterns.items()},
    }


def adopt(found: Calibrated) -> None:
    """Freeze a result: the accepted set becomes the project's, and its numbers documented."""
    found.keep(CONFIGS)
    text = filled(PAGE.read_text(encoding="utf-8"), read_json(CONFIGS / RESULT))
    write_atomically(PAGE, text.encode())
