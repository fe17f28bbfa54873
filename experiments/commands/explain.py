"""``coprod explain``: the story of one breakdown."""

import argparse

from experiments.commands import options as shared

EXAMPLES = """  coprod explain headline party/3
  coprod explain headline none/0 --project vendor_2@41 --twin equal_means
  coprod explain headline party/3 --lang zh"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    shared.add_stored_run(parser)
    parser.add_argument(
        "--project",
        metavar="INITIATOR@WEEK",
        help="tell of this project (default: of those that broke, preferring those that the twin"
        " completed, the one that cost most)",
    )
    parser.add_argument(
        "--twin",
        metavar="CELL",
        help="the arm to compare with (default: the one without a hub, else the party hub)",
    )
    shared.add_out(parser)


def execute(options: argparse.Namespace) -> int:
    """Run the replicate again, watch one project and tell its story."""
    from experiments.report.explain import case_of, story
    from experiments.run.compiling import compile_ahead, teller
    from experiments.run.replay import split_run
    from experiments.store import Study
    from experiments.store.named import study_folder

    say = shared.speaker(options)
    arm, replicate = split_run(options.run)
    study = Study(study_folder(options.out, options.study))
    compile_ahead(teller(say))
    case = case_of(study, arm, replicate, options.project, options.twin)
    print("\n".join(story(case, say)))
    return 0
