"""Compiling ahead: told first, in both languages, done once, and never counted as a run's time."""

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import fakes
import pytest
from numba import float64
from root import ROOT

from experiments.app.tasks import _meter
from experiments.app.worker import _get_ready
from experiments.base.kernel_files import KernelFile
from experiments.commands.cli import main
from experiments.run import compiling, runner
from experiments.run.compiling import EACH, ONCE, SECONDS, compile_ahead, compiled, teller
from experiments.run.progress import shown
from experiments.run.runner import run_cells
from experiments.run.sweep.job import silent
from experiments.run.ways import ALL, STEPS, WAYS, compile_steps, go_ways
from experiments.store import Cell, Study
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import EN, speak
from sim.base.kernel_cache import VARIABLE
from sim.parameters import Parameters

FIRST, *OTHERS = WAYS


class Ended:
    """A process that has ended."""

    def __init__(self, status: int) -> None:
        self.status = status

    def wait(self) -> int:
        return self.status

    def kill(self) -> None: ...


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, into which each process that shares in the work writes one kernel."""
    cache = tmp_path / "cache"
    cache.mkdir()
    monkeypatch.setenv(VARIABLE, str(cache))

    def start(part: str, taken: str) -> Ended:
        assert Path(taken).is_dir()
        with (tmp_path / "started").open("a") as parts:
            parts.write(f"{part}\n")
        KernelFile(str(cache), "kernel-of", "stamp").save(part, bytes(1000))
        return Ended(0)

    monkeypatch.setattr(compiling, "_start", start)
    return cache


def started(folder: Path) -> list[str]:
    """What processes were started for."""
    path = folder.parent / "started"
    return path.read_text().split() if path.exists() else []


def told(folder: Path) -> list[str]:
    """What is told by one call, all of it before anything is started."""
    found: list[str] = []
    before = started(folder)

    def tell(key: str) -> None:
        assert started(folder) == before
        found.append(key)

    compile_ahead(tell)
    return found


def test_a_machine_that_never_compiled_says_so_first_goes_every_way_and_is_silent_afterwards(
    folder: Path,
) -> None:
    assert not compiled(folder)
    assert told(folder) == [ONCE]
    gone = [STEPS] * compiling.processors() + [ALL] * compiling.processors()
    assert started(folder) == gone
    assert compiled(folder) and told(folder) == [] and started(folder) == gone


@pytest.mark.parametrize("damage", ["half", "zeros", "removed", "mark"])
def test_what_is_damaged_afterwards_is_compiled_again_and_told(folder: Path, damage: str) -> None:
    told(folder)
    kernels, (mark,) = sorted(folder.glob("*.kernel")), folder.glob("compiled-*")
    assert len(kernels) == len([STEPS, ALL])
    if damage == "removed":
        kernels[0].unlink()
    elif damage == "mark":
        mark.write_bytes(b"\xff\xfe")
    else:
        content = kernels[0].read_bytes()
        kernels[0].write_bytes(content[:500] if damage == "half" else bytes(len(content)))
    assert told(folder) == [ONCE] and compiled(folder)


def test_another_processor_or_version_compiles_for_itself(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(folder)
    monkeypatch.setattr("llvmlite.binding.get_host_cpu_name", lambda: "another")
    assert told(folder) == [ONCE] and told(folder) == []
    monkeypatch.setattr(compiling, "version", lambda name: "0.0")
    assert told(folder) == [ONCE]


def test_where_a_way_fails_nothing_is_raised_and_nothing_is_taken_as_compiled(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual: Any = compiling._start

    def killed(part: str, taken: str) -> Ended:
        usual(part, taken)
        return Ended(-9 if part == STEPS else 0)

    monkeypatch.setattr(compiling, "_start", killed)
    assert told(folder) == [ONCE] and not compiled(folder) and set(started(folder)) == {STEPS}

    def no_process(part: str, taken: str) -> Ended:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(compiling, "_start", no_process)
    assert told(folder) == [ONCE] and not compiled(folder)


def test_ways_are_gone_by_processes_whose_status_tells_whether_all_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a model that only saves a kernel, or tries to."""
    for folder in ("base", "measure", "parameters"):
        (tmp_path / "sim" / folder).mkdir(parents=True)
    for name, text in {
        "__init__.py": "",
        "base/__init__.py": "",
        "measure/__init__.py": "",
        "measure/records.py": "RunId = complex",
        "parameters/__init__.py": "class Parameters:\n    model_validate = dict",
        "simulation.py": "import os\nfrom experiments.base.kernel_files import KernelFile\n"
        "def run(*_): KernelFile(os.environ['TARGET'], 'f', '').save('key', 1)",
    }.items():
        (tmp_path / "sim" / name).write_text(text)
    (tmp_path / "experiments").symlink_to(ROOT / "experiments")
    cached = "sim/base/kernel_cache.py"
    (tmp_path / cached).symlink_to(ROOT / cached)
    monkeypatch.setattr(compiling, "MODEL", tmp_path / "sim")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    (tmp_path / "file").write_text("in the way")
    statuses = {}
    for target in ("folder", "file"):
        monkeypatch.setenv("TARGET", str(tmp_path / target))
        taken = tmp_path / f"taken-{target}"
        taken.mkdir()
        for other in OTHERS:
            (taken / other).touch()
        statuses[target] = compiling._start(ALL, str(taken)).wait()
    assert statuses == {"folder": 0, "file": 1}
    assert len(list((tmp_path / "folder").iterdir())) == 1


def test_each_way_is_gone_by_one_of_those_who_share_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone: list[str] = []

    def go(name: str) -> None:
        gone.append(name)
        if len(gone) == 2:  # meanwhile another process comes
            go_ways(tmp_path)

    monkeypatch.setattr("experiments.run.ways.go", go)
    go_ways(tmp_path)
    assert gone == list(WAYS)


def test_each_step_of_the_week_is_compiled_by_one_of_those_who_share_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, Any]] = []

    def step(name: str) -> Any:
        def compile_for(kinds: tuple[Any]) -> None:
            asked.append((name, kinds[0]))
            if name == "c":  # meanwhile another process comes
                compile_steps(tmp_path)

        return SimpleNamespace(__name__=name, way_in=SimpleNamespace(compile=compile_for))

    monkeypatch.setattr("sim.simulation.Simulation", lambda *_: SimpleNamespace(world=1.5))
    monkeypatch.setattr("sim.week.schedule.WEEK", tuple(map(step, "abcd")))
    compile_steps(tmp_path)
    assert asked == [(name, float64) for name in "dcba"]


def test_where_nothing_can_be_kept_that_is_told_and_nothing_is_started(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full: Any = type("Usage", (), {"free": compiling.ROOM - 1})()
    monkeypatch.setattr(shutil, "disk_usage", lambda path: full)
    assert told(folder) == [EACH]
    monkeypatch.setenv(VARIABLE, "")
    assert told(folder) == [EACH]
    assert started(folder) == [] and list(folder.iterdir()) == []


def test_ctrl_c_ends_what_was_started(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []

    class Waiting:
        killed = False

        def __init__(self, part: str, taken: str) -> None:
            made.append(self)

        def wait(self) -> int:
            if not self.killed:
                raise KeyboardInterrupt
            return -9

        def kill(self) -> None:
            self.killed = True

    monkeypatch.setattr(compiling, "_start", Waiting)
    with pytest.raises(KeyboardInterrupt):
        compile_ahead(lambda _: None)
    assert made and all(each.killed for each in made) and not compiled(folder)


# -- who tells ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", [ONCE, EACH])
def test_it_is_one_line_with_the_seconds_in_both_languages_on_page_and_terminal(
    key: str, lang: str
) -> None:
    stream = io.StringIO()
    teller(speak(lang), stream)(key)
    line = stream.getvalue()
    assert line.count("\n") == 1 and str(SECONDS) in line
    assert str(SECONDS) in speak(lang)(f"app.stage.{key}", seconds=SECONDS)
    assert ("编译" in line) == (lang == "zh")


def cell(folder: Path) -> Cell:
    return Study(folder / "study").open_cell(Parameters(horizon=4), 0, "none", "village")


def test_runs_of_the_model_are_preceded_by_it_and_only_where_some_are_missing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []

    class Meter:
        def __call__(self, runs: int = 1) -> None:
            order.append("run")

        def found(self, runs: int) -> None: ...

        def compiling(self, what: str) -> None:
            order.append(what)

    @contextmanager
    def progress(total: int) -> Iterator[Meter]:
        yield Meter()

    run_cells([cell(folder.parent)], 1, 1, progress, run=fakes.run)
    assert order == ["run"]
    monkeypatch.setattr(runner, "model_run", fakes.run)
    run_cells([cell(folder.parent)], 1, 1, progress, run=fakes.run)
    assert order == ["run"] and started(folder) == []
    run_cells([cell(folder.parent)], 2, 1, progress, run=fakes.run)
    assert order == ["run", ONCE, "run"] and set(started(folder)) == {STEPS, ALL}


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_time_left_is_by_the_runs_after_compiling() -> None:
    clock, stream = Clock(), io.StringIO()
    with shown("party", 10, stream, clock) as meter:
        meter.compiling(ONCE)
        clock.now = 60.0  # a minute of compiling, with the first run
        meter()
        clock.now = 66.0
        meter(3)
    first, one, four = stream.getvalue().splitlines()
    assert first == speak("en")(ONCE, seconds=SECONDS)
    assert one == "party: 1/10 runs, 60 s"
    assert four == "party: 4/10 runs, 66 s, 12 s left"  # 3 runs in 6 s, 6 to go


def test_time_left_without_compiling_counts_the_first_run() -> None:
    clock, stream = Clock(), io.StringIO()
    with shown("party", 10, stream, clock) as meter:
        clock.now = 6.0
        meter(3)
    assert stream.getvalue() == "party: 3/10 runs, 6 s, 14 s left\n"


def test_a_bar_tells_it_on_the_terminal_before_it_appears() -> None:
    stream = io.StringIO()
    stream.isatty = lambda: True  # type: ignore[method-assign]
    with shown("party", 2, stream, say=speak("zh")) as meter:
        meter.compiling(ONCE)
        assert stream.getvalue() == speak("zh")(ONCE, seconds=SECONDS) + "\n"
        meter(2)
    assert "2/2" in stream.getvalue()


def test_a_job_elsewhere_tells_it_in_its_log(capsys: pytest.CaptureFixture[str]) -> None:
    with silent(3, speak("zh")) as meter:
        meter()
        meter.compiling(ONCE)
    assert capsys.readouterr().err == speak("zh")(ONCE, seconds=SECONDS) + "\n"


def test_the_page_shows_it_as_a_stage() -> None:
    messages: list[tuple[Any, ...]] = []
    with _meter(lambda *message: messages.append(message))(2) as meter:
        meter.compiling(EACH)
    assert messages == [("stage", EACH)] and EN.knows(f"app.stage.{EACH}")


def test_a_worker_of_the_page_tells_it_and_that_it_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gone: list[str] = []
    monkeypatch.setattr("experiments.run.ways.go", gone.append)
    for cold, expected in ((True, [ONCE, "preparing"]), (False, ["preparing"])):
        told: list[str] = []
        monkeypatch.setattr(
            compiling, "compile_ahead", lambda tell, cold=cold: tell(ONCE) if cold else None
        )
        _get_ready(told.append)
        assert told == expected
    assert gone == [FIRST, FIRST]  # then the model is loaded


# -- coprod warm-up -------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_warm_up_says_what_it_does_and_how_long_it_took_and_the_second_time_that_it_is_done(
    folder: Path, lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "experiments.commands.cli.prepare", lambda: None
    )  # the folder is chosen here
    assert main(["warm-up", "--lang", lang]) == 0
    first, last = capsys.readouterr().out.splitlines()
    assert first == speak(lang)(ONCE, seconds=SECONDS)
    assert str(folder) in last and ("秒" in last) == (lang == "zh")
    assert main(["warm-up", "--lang", lang]) == 0
    assert capsys.readouterr().out == speak(lang)("compiling.before", folder=folder) + "\n"
    assert len(started(folder)) == 2 * compiling.processors()


def test_warm_up_that_can_keep_nothing_has_status_1(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("experiments.commands.cli.prepare", lambda: None)
    monkeypatch.setenv(VARIABLE, "")
    assert main(["warm-up"]) == 1
    assert capsys.readouterr().out == speak("en")("compiling.not_kept") + "\n"
    assert started(folder) == []


@pytest.mark.parametrize("argument", ["village", "--lang=fr", "--processes=2"])
def test_warm_up_refuses_what_it_does_not_know_in_one_line(
    folder: Path, argument: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["warm-up", argument]) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1 and started(folder) == []


def test_its_help_is_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["warm-up", "--help"])
    shown_help = " ".join(capsys.readouterr().out.split())
    assert "ahead of the first run" in shown_help and "预先编译" in shown_help
