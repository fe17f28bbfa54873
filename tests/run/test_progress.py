"""How far a study is, on terminals and in logs."""

import io

from experiments.run.progress import shown
from experiments.words.speech import speak


def test_a_log_gets_a_line_every_five_seconds_and_at_the_end() -> None:
    stream, clock = io.StringIO(), iter([0.0, 2.0, 6.0, 8.0, 12.0])
    with shown("party", 4, stream, clock.__next__) as advance:
        for _ in range(4):
            advance()
    assert stream.getvalue().splitlines() == [
        "party: 2/4 runs, 6 s, 6 s left",
        "party: 4/4 runs, 12 s, 0 s left",
    ]


def test_a_log_is_in_the_readers_language() -> None:
    stream, clock = io.StringIO(), iter([0.0, 300.0, 9_000.0])
    with shown("party", 4, stream, clock.__next__, speak("zh")) as advance:
        advance()
        advance(3)
    assert stream.getvalue().splitlines() == [
        "party：1/4次运行，已用5分钟，约剩15分钟",
        "party：4/4次运行，已用2.5小时，约剩0秒",
    ]


def test_a_log_of_a_long_study_gets_fewer_lines_and_larger_units() -> None:
    stream, clock = io.StringIO(), iter(range(0, 100_000, 10))
    with shown("party", 2_000, stream, lambda: float(next(clock))) as advance:
        advance.found(1_000)
        for _ in range(1_000):
            advance()
    lines = stream.getvalue().splitlines()
    assert len(lines) < 300
    assert lines[-1] == "party: 1000/1000 runs, 2.8 h, 0 s left"
    assert any("min left" in line for line in lines)


def test_a_terminal_gets_a_bar_that_counts_runs() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    with shown("party", 2, stream) as advance:
        advance()
        advance()
    assert "2/2" in stream.getvalue() and "party" in stream.getvalue()


def test_a_notebook_gets_a_bar_too() -> None:
    """Its stream is no terminal, and is known by who made it."""
    notebooks = type("OutStream", (io.StringIO,), {"__module__": "ipykernel.iostream"})
    stream = notebooks()
    with shown("party", 2, stream) as advance:
        advance()
        advance()
    assert "2/2" in stream.getvalue() and "\r" in stream.getvalue()
