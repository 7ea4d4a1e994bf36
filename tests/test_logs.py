"""A log line tells what happened and where, never what somebody typed."""

import json
import logging
import subprocess
import sys

import pytest

from tests.support.tree import ROOT

SAYS = """
import logging, sys, threading, warnings
from occupancy import logs
logs.configure(as_json=sys.argv[1] == "json")
log = logs.logger("occupancy.trying")
def fails():
    raise ValueError("canary in an exception")
try:
    try:
        fails()
    except ValueError as error:
        raise RuntimeError("canary again") from error
except RuntimeError:
    log.error("went_wrong", number=7, exc_info=True)
    logging.getLogger("gunicorn.error").exception("Error handling request %s of %d", "/canary?x", 9)
logging.getLogger("gunicorn.error").warning("Invalid request: canary")
logging.getLogger("occupancy.old").warning("not ready: %s", "schema")
warnings.warn("canary in a warning")
def thread_fails():
    raise KeyError("canary in a thread")
thread = threading.Thread(target=thread_fails); thread.start(); thread.join()
log.warning("%s", ["not", "formatted"])
raise OSError("canary at the end")
"""


@pytest.fixture(scope="module", params=["json", "text"])
def lines(request):
    done = subprocess.run(
        [sys.executable, "-c", SAYS, request.param],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == ""
    return request.param, done.stderr


def test_no_text_of_an_exception_or_of_another_library_is_told(lines):
    assert "canary" not in lines[1]


def test_a_failure_is_told_by_its_types_and_places(lines):
    kind, text = lines
    assert "ValueError" in text
    assert "RuntimeError" in text
    assert "fails" in text
    if kind == "json":
        found = [json.loads(line) for line in text.splitlines()]
        wrong = next(each for each in found if each["event"] == "went_wrong")
        assert wrong["failure"] == ["RuntimeError", "ValueError"]
        assert (wrong["number"], wrong["level"], wrong["logger"]) == (
            7,
            "error",
            "occupancy.trying",
        )
        assert wrong["timestamp"].endswith("Z")
        other = next(each for each in found if each["event"].startswith("Error handling"))
        assert other["numbers"] == [9]
        assert found[-1]["failure"] == ["OSError"]
        assert any(each["event"] == "not ready: schema" for each in found)


def test_loggers_speak_through_the_standard_ones(caplog):
    from occupancy import logs

    with caplog.at_level(logging.INFO, logger="occupancy.trying"):
        logs.logger("occupancy.trying").info("happened", number=1)
    assert "happened" in caplog.text
