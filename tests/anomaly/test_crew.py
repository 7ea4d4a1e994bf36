"""Several processes find what one finds, and one that dies is told of."""

import os
import signal
import threading
from dataclasses import replace
from multiprocessing import Pipe

import numpy as np
import pytest

from anomaly import BadInput, helper, scan
from anomaly.calendar import calendar
from anomaly.crew import Crew, worth_helpers
from anomaly.found import Task, find
from anomaly.params import ScanParams
from anomaly.simulate import simulate, town

NIGHTS = np.arange("2026-05-01", "2026-08-01", dtype="datetime64[D]")


@pytest.fixture(scope="module")
def panel():
    facilities, season = town(120, seed=8, communities=4)
    return simulate(facilities, season, NIGHTS, seed=8, share=0.2).panel


@pytest.fixture(scope="module")
def tasks(panel):
    nights, params = calendar(NIGHTS, "UA"), ScanParams()
    return [
        Task(panel.take(np.arange(first, first + 10)), nights, params, 0.12, None, None)
        for first in range(0, 120, 10)
    ]


def same(one, other):
    for rows, others in ((one.facilities, other.facilities), (one.days, other.days)):
        for name, value in vars(rows).items():
            if name == "reasons":
                assert repr(value) == repr(others.reasons)
            else:
                np.testing.assert_array_equal(value, getattr(others, name))


def wait_until_ready(crew, tasks):
    while not all(one.ready for one in crew.helpers):
        crew.find(enumerate(tasks), lambda number, answer: None)


@pytest.fixture(scope="module")
def crew(tasks):
    with Crew(2) as crew:
        wait_until_ready(crew, tasks[:1])
        yield crew


def test_the_number_of_processes_changes_no_figure(crew, panel):
    alone = scan(panel, workers=1)
    same(alone, scan(panel, workers=3))
    same(alone, scan(panel, crew=crew))


def test_helpers_take_their_share_of_the_tasks(crew, tasks):
    here, taken_there, kept = threading.get_ident(), threading.Event(), {}

    def told():
        for number, task in enumerate(tasks):
            if threading.get_ident() != here:
                taken_there.set()
            yield number, task

    def keep(number, answer):
        kept[number] = answer
        assert taken_there.wait(60)

    crew.find(told(), keep)
    assert sorted(kept) == list(range(len(tasks)))
    for number, (found, _) in kept.items():
        np.testing.assert_array_equal(found.gap, find(tasks[number])[0].gap)


def test_answers_are_kept_by_the_calling_thread(crew, tasks):
    callers = set()
    crew.find(enumerate(tasks), lambda number, answer: callers.add(threading.get_ident()))
    assert callers == {threading.get_ident()}


def endless(task):
    """One task again and again, until the helper has met what is wrong."""
    return ((number, task) for number in range(10_000))


def test_a_helper_that_dies_at_work_is_told_of(tasks):
    with Crew(2) as crew:
        wait_until_ready(crew, tasks[:1])
        os.kill(crew.helpers[0].process.pid, signal.SIGKILL)
        with pytest.raises(ChildProcessError, match=r"ended with code -9.*--workers 1"):
            crew.find(endless(tasks[0]), lambda number, answer: None)


def test_a_helper_that_dies_before_it_is_ready_is_not_missed(panel):
    with Crew(2) as crew:
        os.kill(crew.helpers[0].process.pid, signal.SIGKILL)
        same(scan(panel, crew=crew), scan(panel, workers=1))


def test_what_goes_wrong_in_a_helper_goes_wrong_here(crew, tasks):
    here, kept = threading.get_ident(), {}

    def wrong_elsewhere():
        for number, task in endless(tasks[0]):
            yield number, task if threading.get_ident() == here else replace(task, params=None)

    with pytest.raises(AttributeError):
        crew.find(wrong_elsewhere(), lambda number, answer: None)
    crew.find(enumerate(tasks), kept.__setitem__)
    assert len(kept) == len(tasks)


def test_a_task_that_cannot_be_made_is_told_of(crew, tasks):
    here = threading.get_ident()

    def tasks_elsewhere():
        for number in range(10_000):
            if threading.get_ident() != here:
                raise BadInput("task.broken", number=number)
            yield number, tasks[0]

    with pytest.raises(BadInput, match=r"task\.broken"):
        crew.find(tasks_elsewhere(), lambda number, answer: None)


def test_an_answer_that_cannot_be_kept_ends_the_work(crew, tasks):
    def keep(number, answer):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        crew.find(enumerate(tasks), keep)


def test_a_helper_answers_until_its_pipe_is_closed(tasks):
    before = signal.getsignal(signal.SIGINT)
    ours, theirs = Pipe()
    ours.send(tasks[0])
    ours.send(replace(tasks[0], part=None))
    answers = []

    def ask():
        answers.extend(ours.recv() for _ in range(3))
        ours.close()

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        helper.main(str(os.dup(theirs.fileno())))
    finally:
        signal.signal(signal.SIGINT, before)
    asking.join()
    ready, (found, nights), problem = answers
    assert ready is True
    np.testing.assert_array_equal(found.gap, find(tasks[0])[0].gap)
    np.testing.assert_array_equal(nights.expected, find(tasks[0])[1].expected)
    assert isinstance(problem, AttributeError)


def test_few_nights_are_not_worth_a_helper():
    assert worth_helpers(365) == 1
    assert worth_helpers(10_000_000) == len(os.sched_getaffinity(0))


def test_a_refusal_crosses_processes_with_its_facts():
    ours, theirs = Pipe()
    ours.send(BadInput("panel.empty", row=3))
    refused = theirs.recv()
    assert (refused.code, refused.facts, str(refused)) == (
        "panel.empty",
        {"row": 3},
        "panel.empty row=3",
    )
