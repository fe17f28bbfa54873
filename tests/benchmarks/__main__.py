"""``python -m tests.benchmarks``: measure, write results/benchmarks/speed.json, print a table."""

import json
import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from experiments.base.prepare import prepare

OUT = Path("results/benchmarks/speed.json")
DOCUMENT = Path("docs/performance.md")
START, END = "<!-- speed: start -->", "<!-- speed: end -->"
WISHED_OVER_C = {"none": "at most 1.8", "party": "at most 2.0"}
WISHED_OF_MESA = {"none": 55, "party": 53}
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
    from tests.benchmarks.before import model_before

    with model_before() as before:
        return {
            "machine": {
                "processor": platform.processor() or platform.machine(),
                "cores": os.cpu_count(),
                "python": platform.python_version(),
                "load_before": os.getloadavg()[0],
                "versions": {name: version(name) for name in LIBRARIES},
            },
            "village": speed.village_run(before),
            "run": [speed.whole_run(arm, before) for arm in ("none", "party")],
            "reference": speed.against_reference(),
            "week": [
                *(speed.week_against(households) for households in (speed.JINSONG, 100_000)),
                speed.week_against(1_000_000, with_mesa=False),
            ],
            "week_before": speed.week_before(1_000_000, before),
            "fixed": speed.fixed_cost(),
            "size": speed.by_size(),
            "memory": batch.memory_of_one_large_run(),
            "batch": batch.memory_of_a_batch(),
            "processes": batch.efficiency_of_two(),
            "sweep": sweep.against_bare_runs(),
        }


def table(found: dict[str, Any]) -> list[str]:
    """A markdown table: what, found, wished."""
    rows = [("what", "found", "wished"), ("---", "---", "---"), *_of_village(found["village"])]
    for run in found["run"]:
        rows += _of_run(run)
    reference = found["reference"]["reference_over_run"]
    rows.append(("the reference, in plain Python, over a village run", f"{reference:.0f}", ""))
    for week in found["week"]:
        rows += _of_week(week)
    if before := found["week_before"]:
        rows.append(
            (f"household week, {before['households']:,} households, over the model before",
             f"{before['over_before']:.2f}", "at most 1.1")
        )  # fmt: skip
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
         f"{found['memory']['bytes_a_household']:.0f}", "under 200"),
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


Rows = list[tuple[str, str, str]]


def _of_village(run: dict[str, Any]) -> Rows:
    return [
        (f"whole village run, arm party, {run['horizon']} weeks, ms", f"{run['run_ms']:.1f}", ""),
        ("with the rows to be stored, ms", f"{run['with_rows_ms']:.1f}", ""),
        *_of_before(run),
    ]


def _of_before(run: dict[str, Any]) -> Rows:
    if "before_over_run" not in run:
        return []
    wished = "at least 6.5" if "arm" not in run else ""
    was = f"{run['before_over_run']:.1f}"
    return [("the model before the week was compiled over it", was, wished)]


def _of_run(run: dict[str, Any]) -> Rows:
    return [
        (f"whole Jinsong run, arm {run['arm']}, ms", f"{run['run_ms']:.0f}", ""),
        ("over its household part in C", f"{run['run_over_c_part']:.1f}",
         WISHED_OVER_C[run["arm"]]),
        *_of_before(run),
        ("with plain Mesa households over it", f"{run['plain_mesa_run_over_run']:.0f}",
         f"at least {WISHED_OF_MESA[run['arm']]}"),
    ]  # fmt: skip


def _of_week(week: dict[str, Any]) -> Rows:
    size, ns, mesa = week["households"], week["ns"], week["mesa_over_coprod"]
    beside = f"C {ns['c']:.1f}" + (f", plain Mesa {ns['mesa']:,.0f}" if mesa else "")
    rows = [
        (f"household week, {size:,} households, ns a household",
         f"{ns['coprod']:.1f} ({beside})", ""),
        ("over the C version", f"{week['coprod_over_c']:.2f}", "at most 1.5"),
    ]  # fmt: skip
    return rows + ([("plain Mesa over it", f"{mesa:.0f}", "at least 40")] if mesa else [])


if __name__ == "__main__":
    main()
