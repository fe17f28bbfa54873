"""What a study is called where nobody names it: after what is compared in it."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from experiments.base.nested import at, differing
from experiments.config.compose import Composed, of_files

HEADLINE = "headline"
COMMUNITY = "jinsong_north"
"""The headline's community; of it the name tells nothing."""
LONGEST = 64
"""Letters of a study's name."""
SPELLED_OUT = 3
"""Arms that a name spells out at most."""
DIGITS = 6
"""Of the hash of what differs."""
Json = dict[str, Any]


def named_after(
    cells: Sequence[Composed],
    overrides: Sequence[str],
    usual: Sequence[str] = (),
    config_dir: Path | None = None,
) -> str:
    """The study's name where the overrides give one, else after what is in it."""
    named = any(text.startswith("name=") for text in overrides)
    return cells[0].name if named else study_name(cells, usual, config_dir)


def study_name(
    cells: Sequence[Composed], usual: Sequence[str] = (), config_dir: Path | None = None
) -> str:
    """``headline`` for the usual arms in its community with nothing changed; else community and
    arms, and a hash of what is said otherwise than in the files of those.

    It is the same for the same cells, however they were asked for, and whatever the number of
    replicates.
    """
    arms, community = [cell.arrangement for cell in cells], cells[0].community
    said = {cell.arrangement: _said(cell, config_dir) for cell in cells}
    differs = {arm: values for arm, values in said.items() if values}
    all_usual = sorted(arms) == sorted(usual)
    if all_usual and community == COMMUNITY and not differs:
        return HEADLINE
    spelled = len(arms) <= SPELLED_OUT
    parts = [community, *([HEADLINE] if all_usual else arms if spelled else [f"{len(arms)}_arms"])]
    name = "-".join(parts)
    if differs or not (all_usual or spelled) or len(name) > LONGEST:
        content = json.dumps([sorted(arms), differs], sort_keys=True).encode()
        end = f"-{hashlib.sha256(content).hexdigest()[:DIGITS]}"
        name = name[: LONGEST - len(end)] + end
    return name


def _said(cell: Composed, config_dir: Path | None) -> Json:
    """What differs of a cell from its community and arrangement as their files have them, its
    seed and shock included, by name."""
    files = [f"community={cell.community}", f"arrangement={cell.arrangement}"]
    plain = of_files(files, config_dir)
    ours, theirs = (each.parameters.model_dump(mode="json") for each in (cell, plain))
    seed = {} if cell.seed == plain.seed else {"seed": cell.seed}
    # of what is in a list, the list
    named = ([step for step in steps if isinstance(step, str)] for steps in differing(theirs, ours))
    return seed | {".".join(names): at(ours, names) for names in named}
