"""Everything the doctor looks at, in order, and how a finding is told."""

from collections.abc import Callable, Iterator
from pathlib import Path

from experiments.run.doctor import machine, software
from experiments.run.doctor.finding import Finding, Level
from experiments.words.speech import Speaker


def examine(out: Path, tell: Callable[[str], None]) -> Iterator[Finding]:
    """One finding after the other; the run with a known answer comes last, if it can run at all.

    out: where results go. tell: as ``compile_ahead`` takes it.
    """
    yield software.python()
    found = software.libraries()
    yield from found
    yield machine.cores()
    yield machine.memory()
    yield machine.disk(out)
    yield machine.results_folder(out)
    yield machine.kernel_cache()
    if any(each.level == Level.PROBLEM for each in found):
        return
    yield software.font()
    from experiments.run.compiling import compile_ahead
    from experiments.run.doctor.known_answer import known_answer

    compile_ahead(tell)
    yield known_answer()


def told(finding: Finding, say: Speaker) -> str:
    """A line on what was found and, where it isn't fine, one on what to do."""
    level = say(f"doctor.level.{finding.level.name.lower()}")
    line = f"{level}  {say(f'doctor.{finding.key}', **finding.values)}"
    if finding.level == Level.OK:
        return line
    return f"{line}\n    -> {say(f'doctor.{finding.key}.do', **finding.values)}"
