"""The helper process: safe after a fork, from threads, and when it dies."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from kit import drawing
from kit.drawing import DrawingError, draw

SPEC = {
    "data": {"values": [{"n": 1}]},
    "mark": "bar",
    "encoding": {"y": {"field": "n", "type": "quantitative"}},
}
CHART = {"what": "chart", "spec": SPEC}


def test_what_it_cannot_do_is_said():
    with pytest.raises(DrawingError, match="KeyError"):
        draw({"what": "sculpture"})


def test_it_goes_on_after_a_refusal():
    with pytest.raises(DrawingError):
        draw({"what": "chart", "spec": {"mark": "nonsense"}})

    assert draw(CHART).startswith(b"<svg")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_draws_with_a_helper_of_its_own():
    draw(CHART)

    child = os.fork()
    if not child:
        signal.alarm(30)
        os._exit(0 if draw(CHART).startswith(b"<svg") else 1)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert draw(CHART).startswith(b"<svg")


def test_threads_take_turns():
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(draw, [CHART] * 8))

    assert len(set(drawn)) == 1


def test_a_helper_that_died_is_replaced():
    draw(CHART)
    drawing._desk.helper.process.kill()
    drawing._desk.helper.process.wait()

    assert draw(CHART).startswith(b"<svg")


def test_a_helper_is_renewed_after_many_wishes(monkeypatch):
    draw(CHART)
    first = drawing._desk.helper
    monkeypatch.setattr(drawing, "RENEW_AFTER", 1)

    draw(CHART)

    assert drawing._desk.helper is not first
    assert first.process.returncode is not None


def test_one_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(drawing, "SECONDS_ALLOWED", 0.001)

    with pytest.raises(DrawingError, match="stopped"):
        draw(CHART)


def test_it_is_told_no_secrets():
    assert not {name for name in drawing.PASSED_ON if "KEY" in name or "URL" in name}
