"""``coprod completion``: every shell is told every command and its options."""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from refusing import Refused

from experiments.commands.cli import COMMANDS, main
from experiments.commands.completion import SHELLS

library = pytest.mark.skipif(find_spec("shtab") is None, reason="shtab isn't installed")
ASK = """. {script}
ask() {{
  COMP_WORDS=(coprod "$@"); COMP_CWORD=$#; COMPREPLY=(); _shtab_coprod; echo "${{COMPREPLY[@]}}"
}}
ask lis; ask list par; ask compare --equ"""


@library
@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_names_every_command_and_an_option_of_one(
    shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert all(name in script for name in COMMANDS) and "equal-means" in script


@library
@pytest.mark.skipif(shutil.which("bash") is None, reason="bash isn't there")
def test_bash_completes_commands_choices_and_options(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["completion", "bash"])
    (tmp_path / "script").write_text(capsys.readouterr().out)
    asked = ["bash", "-c", ASK.format(script=tmp_path / "script")]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert done.stdout == "list\nparameters\n--equal-means\n"


def test_without_the_library_a_line_says_what_to_install(
    refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert "completion: needs the extra completion" in refused("completion", "zsh")
