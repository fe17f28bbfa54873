"""``python -m tests.baseline.check``: run every case; tell those that differ, table by table."""

import sys
from collections.abc import Iterable
from typing import Any

from tests.baseline.data import Case, Cases, read_cases, read_outcomes
from tests.baseline.runs import outcome

ADVICE = (
    "the model's numbers changed: if that is meant, raise MODEL_VERSION in sim/__init__.py and run "
    "python -m tests.baseline.write"
)


def differences(cases: Cases, chosen: Iterable[Case], stored: dict[str, Any]) -> list[str]:
    """A line for every case that doesn't give what is stored, in order."""
    told = ((case.name, _difference(outcome(cases, case), stored[case.name])) for case in chosen)
    return [f"{name}: {difference}" for name, difference in told if difference]


def _difference(now: dict[str, Any], then: dict[str, Any]) -> str:
    if "error" in now:
        return str(now["error"])
    old = then["digests"]
    tables = ", ".join(table for table, digest in now["digests"].items() if digest != old[table])
    totals = now.get("totals", {})
    values = "".join(
        f"\n    {name}: {value}, was {then['totals'][name]}"
        for name, value in totals.items()
        if value != then["totals"][name]
    )
    return tables + values


def main() -> int:
    """0 where everything is the same to the bit, else 1."""
    cases, (version, stored) = read_cases(), read_outcomes()
    found = differences(cases, cases.cases, stored)
    print("\n".join(found))
    print(f"{len(found)} of {len(cases.cases)} cases differ from model version {version}")
    if found:
        print(ADVICE, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
