"""``python -m tests.benchmarks``: measure, write results/benchmarks/speed.json, print a table."""

import json
import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from experiments.cli import prepare

OUT = Path("results/benchmarks/speed.json")
DOCUMENT = Path("docs/performance.md")
START, END = "<!-- speed: start -->", "<!-- speed: end -->"
LIBRARIES = ("mesa", "numpy", "numba")


def main() -> None:
    """Measure everything; what is printed is what ``docs/performance.md`` shows."""
    prepare()
    found = measure()
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    text = "\n".join(table(found))
    print(text)
    head, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(START)
    tail = rest.partition(END)[2]
    DOCUMENT.write_text(
        f"{head}{START}\n\n{text}\n\n{_where(found)}\n\n{END}{tail}", encoding="utf-8"
    )


def _where(found: dict[str, Any]) -> str:
    """The machine and what ran on it, in a sentence."""
    machine = found["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    return (
        f"{machine['cores']} cores ({machine['processor']}), Python {machine['python']}, "
        f"{versions}; load before: {machine['load_before']:.1f}."
    )


def measure() -> dict[str, Any]:
    """All figures, each with what it was measured on."""
    from tests.benchmarks import batch, speed, sweep

    return {
        "machine": {
            "processor": platform.processor() or platform.machine(),
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "load_before": os.getloadavg()[0],
            "versions": {name: version(name) for name in LIBRARIES},
        },
        "week": [speed.week_against_c_and_mesa(n) for n in (speed.JINSONG, 100_000)],
        "run": [speed.whole_run(arm) for arm in ("none", "party")],
        "fixed": speed.fixed_cost(),
        "size": speed.by_size(),
        "memory": batch.memory_of_one_large_run(),
        "batch": batch.memory_of_a_batch(),
        "processes": batch.efficiency_of_two(),
        "sweep": sweep.against_bare_runs(),
    }


def table(found: dict[str, Any]) -> list[str]:
    """A markdown table: what, found, wished."""
    rows = [("what", "found", "wished"), ("---", "---", "---")]
    for week in found["week"]:
        size, ns = week["households"], week["ns"]
        rows += [
            (f"household week, {size:,} households, ns a household",
             f"{ns['coprod']:.1f} (C {ns['c']:.1f}, plain Mesa {ns['mesa']:,.0f})", ""),
            ("over the C version", f"{week['coprod_over_c']:.2f}", "at most 1.5"),
            ("plain Mesa over it", f"{week['mesa_over_coprod']:.0f}", "at least 40"),
        ]  # fmt: skip
    for run in found["run"]:
        rows += [
            (f"whole Jinsong run, arm {run['arm']}, ms", f"{run['run_ms']:.0f}", ""),
            ("over its household part in C", f"{run['run_over_c_part']:.1f}",
             "at most 8 (stretch 5)"),
            ("with plain Mesa households over it", f"{run['plain_mesa_run_over_run']:.0f}",
             "at least 25"),
        ]  # fmt: skip
    rows.append(("fixed cost of a Jinsong run, ms", f"{found['fixed']['ms']:.1f}", "under 15"))
    for size in found["size"]:
        wished = "at most 1.5" if size["households"] > 36_050 else ""
        rows.append(
            (f"run of {size['households']:,} households, ns a household-week",
             f"{size['ns_per_household_week']:.0f} ({size['over_36050']:.2f} of that at 36,050)",
             wished)
        )  # fmt: skip
    rows += [
        ("1,000,000 households, bytes a household at peak beyond imports",
         f"{found['memory']['bytes_a_household']:.0f}", "under 250"),
        ("growth of memory from run 200 to run 1,000, MB",
         f"{found['batch']['grown_mb']:.1f}", "flat"),
        ("efficiency of two processes", f"{found['processes']['efficiency']:.2f}", "at least .9"),
    ]  # fmt: skip
    for name, swept in found["sweep"].items():
        rows += [
            (f"sweep of {swept['runs']:,} village runs, {name}, ms a bare run",
             f"{swept['bare_ms']:.1f}", ""),
            ("runs a second and core, stored", f"{swept['runs_a_second_and_core']:.0f}", ""),
            ("share of the speed of bare runs", f"{swept['share_of_bare']:.2f}", "at least .6"),
            ("processor time a run beyond the bare run's, ms", f"{swept['beyond_ms']:.1f}", ""),
        ]  # fmt: skip
    return ["| " + " | ".join(row) + " |" for row in rows]


if __name__ == "__main__":
    main()
