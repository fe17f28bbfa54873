"""``python -m tests.benchmarks.scale`` at the project's top: two tables of
docs/performance_frameworks.md, and their figures in results/benchmarks/scale.json."""

import subprocess
from importlib.metadata import version

from experiments.base.files import write_atomically, write_json
from experiments.base.prepare import prepare
from tests.benchmarks.diffusion.driver import BENCH, DOCUMENT, FIGURES
from tests.benchmarks.diffusion.table import between_markers
from tests.benchmarks.scale import cost, sweeps


def versions() -> dict[str, str]:
    """Of the packages whose sweeps are measured."""
    found = {"coprod": version("coprod"), "mesa": version("mesa")}
    if BENCH.exists():
        asked = "from importlib.metadata import version; print(version('ema_workbench'))"
        text = subprocess.check_output([str(BENCH), "-c", asked], text=True)
        found["ema_workbench"] = text.strip()
    return found


def main() -> None:
    """Measure, print, and write."""
    prepare()
    steps, swept = cost.measure(), sweeps.measure()
    tables = {"schelling": cost.table(steps), "sweeps": sweeps.table(swept, versions())}
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    write_json(FIGURES.with_name("scale.json"), {"steps": steps, "sweeps": swept})
    document = DOCUMENT.read_text(encoding="utf-8")
    for name, text in tables.items():
        print(text)
        document = between_markers(document, text, name)
    write_atomically(DOCUMENT, document.encode())


if __name__ == "__main__":
    main()
