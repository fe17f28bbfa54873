"""A calibration from its declaration to what is told of it, and making it the project's."""

from pathlib import Path
from typing import Any

from experiments.base.files import read_json, write_atomically
from experiments.base.settings import CONFIGS
from experiments.config.accepted import RESULT
from experiments.config.calibrated import Settings, Size
from experiments.studies.calibration import accept
from experiments.studies.calibration.check import DRIFT, STATIONARY, check, drifts, is_stationary
from experiments.studies.calibration.design import read_settings
from experiments.studies.calibration.emulator import Emulators
from experiments.studies.calibration.report import Calibrated, filled
from experiments.studies.calibration.run import Place, open_place
from experiments.studies.calibration.waves import explore, keep
from experiments.words.speech import Speaker
from sim import MODEL_VERSION

PAGE = CONFIGS.parent / "docs" / "calibration.md"


def calibrate(
    out: Path, say: Speaker, processes: int, short: bool = False
) -> tuple[Calibrated, Path]:
    """Run what is missing of a calibration under ``out``, and judge it; with its folder.

    InputError, one line, for what isn't allowed.
    """
    settings = read_settings()
    size = settings.short if short else settings.full
    place = open_place(settings, size, out, processes, say)
    return judged(place), place.folder


def judged(place: Place) -> Calibrated:
    """Every wave of a place, the points kept, and how they stand up to being checked."""
    settings = place.settings
    explored = explore(place)
    kept = keep(place, explored.emulators)
    points = accept.accepted(kept)
    checks = check(place, explored.emulators, points) if len(points) else {}
    points[DRIFT] = drifts(place, points) if len(points) else []
    points[STATIONARY] = is_stationary(points[DRIFT].to_numpy(float), settings)
    found = accept.result(points, kept, explored.prior, settings, _default(place))
    content = _declared(settings, place.size, sorted(explored.sources)) | found
    content["stages"] = {name: len(part.points) for name, part in explored.by_stage.items()}
    content["checks"] = {name: each._asdict() for name, each in checks.items()}
    content["emulators"] = _emulators(explored.emulators)
    return Calibrated(points, content)


def _default(place: Place) -> int:
    """Number of the set that the community is of as it stands."""
    rules = place.base.structure.model_dump()
    own = {rule: rules[rule.partition(".")[2]] for rule in place.settings.rules}
    return place.settings.sets.index(own)


def _emulators(emulators: Emulators) -> dict[str, dict[str, float]]:
    return {
        name: {"within": emulators.within[name], "undefined": emulators.undefined[name]}
        for name in emulators.by_pattern
    }


def _declared(settings: Settings, size: Size, sources: list[str]) -> dict[str, Any]:
    named = {"community", "seed", "fresh_seed", "kept_at", "just_rejected", "drift"}
    declared: dict[str, Any] = settings.model_dump(mode="json", include=named)
    return declared | {
        "model_version": MODEL_VERSION,
        "model_sources": sources,
        "size": size.model_dump(mode="json"),
        "parameters": {path: list(ends) for path, ends in settings.parameters.items()},
        "patterns": {name: b.model_dump() for name, b in settings.patterns.items()},
    }


def adopt(found: Calibrated) -> None:
    """Freeze a result: the accepted set becomes the project's, and its numbers documented."""
    found.keep(CONFIGS)
    text = filled(PAGE.read_text(encoding="utf-8"), read_json(CONFIGS / RESULT))
    write_atomically(PAGE, text.encode())
