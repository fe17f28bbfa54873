"""Tables of a comparison have each number under its own heading."""

import numpy as np
from fabricated import fabricated_arm

from experiments.analysis.compare import compare
from experiments.document.comparison import comparison_tables
from experiments.words.speech import EN


def test_pairs_stand_under_what_became_of_them() -> None:
    """Eight of the reference's twenty networks collapse, and one of the treated arm's others."""
    broken, treated = fabricated_arm("none"), fabricated_arm("party", 0.1)
    for arm, falling in ((broken, range(8)), (treated, [9])):
        fallen = arm.history["replicate"].isin(falling)
        arm.history["live_joined"] = np.where(fallen, 0, 1)
        arm.history["vacant"] = np.where(fallen, 0.5, 0.0)
    tables = comparison_tables(compare([broken, treated]), EN)
    heads = [EN(f"column.{name}") for name in ("saved", "harmed", "both", "neither")]
    [table] = [each for each in tables if set(heads) <= set(each.header)]
    [row] = table.rows
    told = dict(zip(table.header, row, strict=True))
    assert [told[head] for head in heads] == ["8", "1", "0", "11"]
    assert row[0] == "no hub"
