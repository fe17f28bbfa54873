"""The declaration in ``configs/honesty.yaml``: arms, and the experiments made of them."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from experiments.base.errors import InputError
from experiments.base.settings import CONFIGS
from experiments.studies.declared import Count, Seed, Setting, Text, Words, chosen, read_declared
from sim.parameters.fields import Group

DECLARATION = CONFIGS / "honesty.yaml"
HEADLINE, SHOWN, SIGN = "headline", "shown", "sign"


class Experiment(Group):
    """Treated less reference. after: first start week of the opportunities judged."""

    rule: Literal["headline", "shown", "sign"]
    treated: Text
    reference: Text
    after: Annotated[int, Field(ge=0)] | None = None
    name: Words
    says: Words


class Declaration(Group):
    """All that was declared before any of it was run."""

    community: Text
    seed: Seed
    replicates: Count
    arms: dict[str, Setting]
    experiments: dict[str, Experiment]

    def only(self, names: list[str]) -> dict[str, Experiment]:
        """The experiments named, in the order declared; all where none is named.

        Where one asks whether the headline's sign holds, the headline is among them.
        """
        named = set(chosen("experiments", self.experiments, names))
        asked = any(self.experiments[name].rule == SIGN for name in named)
        return {
            name: each
            for name, each in self.experiments.items()
            if name in named or (asked and each.rule == HEADLINE)
        }

    def arms_of(self, experiments: dict[str, Experiment]) -> dict[str, Setting]:
        """The arms that these experiments need, in the order declared."""
        used = {arm for each in experiments.values() for arm in (each.treated, each.reference)}
        return {name: arm for name, arm in self.arms.items() if name in used}

    def set_by_arms(self) -> set[str]:
        """Parameters that some arm sets."""
        return {path for arm in self.arms.values() for path in arm.set}


def read_declaration(path: Path = DECLARATION) -> Declaration:
    """The declaration in ``path``. InputError, one line, where it is not allowed."""
    declared = read_declared(path, Declaration)
    for name, each in declared.experiments.items():
        unknown = sorted({each.treated, each.reference} - set(declared.arms))
        if unknown:
            raise InputError(f"{path}: experiments.{name}: {', '.join(unknown)}: no such arm")
    headlines = [n for n, each in declared.experiments.items() if each.rule == HEADLINE]
    if len(headlines) != 1:
        raise InputError(f"{path}: experiments: one with rule: {HEADLINE} is needed")
    return declared
