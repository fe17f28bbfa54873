"""What a study is composed of, before anything is run."""

from collections.abc import Iterator

from experiments.config.shown import cell_yaml
from experiments.studies.protocol import Declared, Findings, Plan


def configuration(study: Declared[Findings]) -> Iterator[str]:
    """A document of YAML for each cell; of a study whose cells aren't known before it begins, the
    one that they are made from."""
    wanted = study.wanted
    if isinstance(study, Plan):
        for spec in study.specs:
            replicates = spec.replicates or wanted.replicates
            yield cell_yaml(spec.parameters, spec.arm, spec.community, spec.seed, replicates)
    else:
        settings = (wanted.arm, wanted.community, wanted.seed, wanted.replicates)
        yield cell_yaml(wanted.parameters, *settings)
