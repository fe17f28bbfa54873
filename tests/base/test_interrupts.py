"""Ctrl-C stops what is done, and never what keeps what was finished."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from experiments.base.interrupts import Ears, deaf


@pytest.fixture(autouse=True)
def hearing() -> Iterator[None]:
    """As a command in front of a terminal; in the background, Ctrl-C is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_ctrl_c_is_heard_until_the_ears_are_closed_and_those_that_came_then_at_the_end() -> None:
    kept = []
    with pytest.raises(KeyboardInterrupt), Ears() as ears:
        ears.closed = True
        press()
        kept.append(1)
    assert kept == [1]
    with pytest.raises(KeyboardInterrupt), Ears():
        press()
        kept.append(2)
    assert kept == [1]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_one_that_is_swallowed_is_raised_again_and_nothing_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Dying:
        def __del__(self) -> None:
            press()
            time.sleep(0)

    with pytest.raises(KeyboardInterrupt), Ears() as ears:
        Dying()
        for _ in range(1000):
            time.sleep(0.01)
    assert ears.heard
    assert capsys.readouterr().err == ""


def test_who_would_have_heard_is_told_and_may_hear_no_more() -> None:
    told = []

    def hear(number: int, frame: object) -> None:
        told.append(number)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, hear)
    with pytest.raises(KeyboardInterrupt), Ears(), Ears():
        press()
    assert told == [signal.SIGINT]
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    signal.signal(signal.SIGINT, hear)
    with pytest.raises(KeyboardInterrupt), Ears() as ears:
        ears.closed = True
        press()
        press()
    assert told == [signal.SIGINT] * 2


def test_what_is_raised_already_is_not_replaced() -> None:
    with pytest.raises(ArithmeticError), Ears() as ears:
        ears.closed = True
        press()
        raise ArithmeticError


def test_after_the_last_ears_nobody_hears() -> None:
    with Ears(last=True) as ears:
        ears.closed = True
        press()
    press()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_where_ctrl_c_is_ignored_it_stays_so_and_other_threads_hear_nothing() -> None:
    def inside() -> None:
        with Ears():
            found.append(signal.getsignal(signal.SIGINT))

    found: list[object] = []
    thread = threading.Thread(target=inside)
    thread.start()
    thread.join()
    assert found == [signal.default_int_handler]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    inside()
    assert found[1] is signal.SIG_IGN


ASKS = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))"


def test_a_process_that_is_started_deaf_never_hears_ctrl_c_and_the_starter_still_does() -> None:
    command = [sys.executable, "-c", ASKS]
    with deaf():
        assert subprocess.run(command, capture_output=True, text=True).stdout == "True\n"
    assert subprocess.run(command, capture_output=True, text=True).stdout == "False\n"
    with pytest.raises(KeyboardInterrupt), deaf():
        press()
