"""What a configuration from elsewhere may not say: it describes a community, and nothing else.

Hydra would resolve ``${oc.env:...}`` to a variable of the environment, take any other file in by
``defaults``, and lay values wherever ``@package`` says.
"""

from collections.abc import Collection, Iterator

import yaml

from experiments.place.problem import Problem
from experiments.settings import Settings

PACKAGE, GLOBAL = "@package", "_global_"
INTERPOLATION = "${"
GROUPS = ("defaults", "hydra")


def unasked(file: str, text: str, allowed: Collection[str] = ()) -> list[Problem]:
    """Every entry of a configuration that is not the community's, and every ``${...}`` in it.

    file: its name, to be told. text: YAML that can be read. allowed: names of settings, or
    ``defaults``, that may stand in it after all.
    """
    refused = {*GROUPS, *Settings.model_fields} - set(allowed)
    return [*_packages(file, text), *_interpolations(file, text), *_entries(file, text, refused)]


def _packages(file: str, text: str) -> Iterator[Problem]:
    for number, line in enumerate(text.splitlines(), 1):
        _, header, found = line.strip().partition(PACKAGE)
        if line.lstrip().startswith("#") and header and found.strip() != GLOBAL:
            yield Problem(file, number, None, "package", {"allowed": f"{PACKAGE} {GLOBAL}"})


def _interpolations(file: str, text: str) -> Iterator[Problem]:
    """Of keys as of values, as YAML reads them: an escape may write the dollar sign."""
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if isinstance(token, yaml.ScalarToken) and INTERPOLATION in token.value:
            row = token.start_mark.line + 1
            yield Problem(file, row, None, "interpolation", {"found": f"{INTERPOLATION}...}}"})


def _entries(file: str, text: str, refused: Collection[str]) -> Iterator[Problem]:
    top = yaml.compose(text, Loader=yaml.SafeLoader)
    for key, _ in top.value if isinstance(top, yaml.MappingNode) else ():
        if str(key.value) in refused:
            row = key.start_mark.line + 1
            yield Problem(file, row, None, "not_of_community", {"found": str(key.value)})
