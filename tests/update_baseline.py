"""Write the baseline anew: ``python -m tests.update_baseline``, after raising MODEL_VERSION."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from baseline_trace import CASES, FOLDER, parameters_in, path_of, read, trace_of, write

from sim import MODEL_VERSION


def changed_under_the_same_version(case: str) -> bool:
    """Did the numbers change while the version did not?"""
    if not path_of(case).exists():
        return False
    stored = read(case)
    if stored["model_version"] != MODEL_VERSION:
        return False
    return trace_of(parameters_in(stored)) != stored["trace"]


def main() -> int:
    """Refuse while changed numbers would hide behind an old version; else write every case."""
    hidden = [case for case in CASES if changed_under_the_same_version(case)]
    if hidden:
        print(
            f"baseline {', '.join(hidden)}: the model's numbers changed, MODEL_VERSION is still "
            f"{MODEL_VERSION!r}: raise it in sim/__init__.py first",
            file=sys.stderr,
        )
        return 2
    FOLDER.mkdir(exist_ok=True)
    for case in CASES:
        write(case)
    print(f"baseline written for model version {MODEL_VERSION}: {', '.join(CASES)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
