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

    lang = shared.language(options)
    findings = []
    for finding in examine(options.out, teller(lang)):
        findings.append(finding)
        print(told(finding, lang), flush=True)
    worst = max(finding.level for finding in findings)
    from experiments.words import say

    print(say(f"doctor.summary.{worst.name.lower()}", lang))
    return 1 if worst == Level.PROBLEM else 0
