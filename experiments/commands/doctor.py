"""``coprod doctor``: what this machine has and lacks."""

import argparse

from experiments.commands import options as shared

EXAMPLES = """  coprod doctor
  coprod doctor --out elsewhere/results --lang zh"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    shared.add_out(parser)


def execute(options: argparse.Namespace) -> int:
    """Say what was found and what to do; status 1 where something must be mended."""
    from experiments.run.compiling import teller
    from experiments.run.doctor.examine import examine, told
    from experiments.run.doctor.finding import Level

    say = shared.speaker(options)
    findings = []
    for finding in examine(options.out, teller(say)):
        findings.append(finding)
        print(told(finding, say), flush=True)
    worst = max(finding.level for finding in findings)

    print(say(f"doctor.summary.{worst.name.lower()}"))
    return 1 if worst == Level.PROBLEM else 0
