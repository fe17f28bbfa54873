"""``python -m tests.baseline.write``: store what every case gives, after raising MODEL_VERSION."""

import sys

from tests.baseline.data import DIGESTS_FILE, read_cases, read_outcomes, write_outcomes
from tests.baseline.runs import MODEL_VERSION, outcome


def main() -> int:
    """Refuse while changed numbers would hide behind an old version, or a case doesn't run."""
    cases = read_cases()
    now = {case.name: outcome(cases, case) for case in cases.cases}
    failed = [f"{name}: {found['error']}" for name, found in now.items() if "error" in found]
    if failed:
        return _refuse("\n".join(failed))
    version, then = read_outcomes() if DIGESTS_FILE.exists() else ("", {})
    hidden = [name for name in now if name in then and now[name] != then[name]]
    if hidden and version == MODEL_VERSION:
        return _refuse(
            f"{len(hidden)} cases ({hidden[0]}, ...): the model's numbers changed, MODEL_VERSION is"
            f" still {version!r}: raise it in sim/__init__.py first"
        )
    write_outcomes(MODEL_VERSION, now)
    print(f"baseline of {len(now)} cases written for model version {MODEL_VERSION}")
    return 0


def _refuse(reason: str) -> int:
    print(f"baseline: {reason}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
