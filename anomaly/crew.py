"""Several processes judge peer groups side by side.

Helpers are fresh interpreters that know what they are told through a pipe and nothing else:
``fork`` could copy a lock that another thread holds (the platform scans beside its web threads),
``spawn`` and ``forkserver`` would run the caller's main module again. This process judges, too, so
that two cores need one helper. A helper takes about a second of a core to start, and is given
nothing before it says that it is ready.
"""

import os
import queue
import subprocess  # nosec B404 # this very Python, words of our own
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Pipe
from types import TracebackType
from typing import Self

from anomaly.found import Found, Nights, Task, find

Answer = tuple[Found, Nights]
Keep = Callable[[int, Answer], None]

WORTH_HELPERS = 250_000  # nights; fewer are nearly judged when a helper has started

DIED = (
    "a helper process ended with code {} before it was done; "
    "give it more memory, or let one process do it (--workers 1)"
)
START = "import sys; sys.path[:] = sys.argv[2:]; from anomaly.helper import main; main(sys.argv[1])"


def worth_helpers(nights: int) -> int:
    """How many processes to judge this many nights with: one, or one for each core."""
    return len(os.sched_getaffinity(0)) if nights >= WORTH_HELPERS else 1


class Crew:
    """This process and ``workers - 1`` helpers; a context, at whose end the helpers are gone."""

    def __init__(self, workers: int) -> None:
        self.helpers = [_Helper() for _ in range(workers - 1)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for helper in self.helpers:
            helper.dismiss()

    def find(self, tasks: Iterable[tuple[int, Task]], keep: Keep) -> None:
        """Work through the tasks; ``keep(number, answer)`` is called by this thread, in any order.

        Raises ``ChildProcessError`` when a helper dies, and whatever a task raises.
        """
        waiting = _Waiting(tasks)
        try:
            for helper in self.helpers:
                helper.follow(waiting)
            kept = 0
            for number, task in waiting:
                keep(number, find(task))
                kept += 1
                while not waiting.answers.empty():
                    keep(*waiting.answer())
                    kept += 1
            for _ in range(waiting.taken - kept):
                keep(*waiting.answer())
        finally:
            waiting.stopped = True


class _Waiting:
    """Tasks that several threads take from, each made only when it is taken, and their answers."""

    def __init__(self, tasks: Iterable[tuple[int, Task]]) -> None:
        self.tasks, self.lock = iter(tasks), threading.Lock()
        self.taken, self.stopped = 0, False
        self.answers: queue.SimpleQueue[tuple[int, Answer] | Exception] = queue.SimpleQueue()

    def __iter__(self) -> Iterator[tuple[int, Task]]:
        return self

    def __next__(self) -> tuple[int, Task]:
        with self.lock:
            if self.stopped:
                raise StopIteration
            self.taken += 1  # before it is made: what goes wrong in making it is an answer, too
            try:
                return next(self.tasks)
            except StopIteration:
                self.taken -= 1
                raise

    def answer(self) -> tuple[int, Answer]:
        """Wait for a helper's next answer; raises what it met."""
        told = self.answers.get()
        if isinstance(told, Exception):
            raise told
        return told


class _Helper:
    """A process that judges what it is sent; it ends when this process does."""

    def __init__(self) -> None:
        self.pipe, theirs = Pipe()
        self.ready, self.busy = False, threading.Lock()
        self.threads: list[threading.Thread] = []
        with theirs:
            self.process = subprocess.Popen(  # nosec B603 # words of our own
                [sys.executable, "-c", START, str(theirs.fileno()), *sys.path],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )

    def follow(self, waiting: _Waiting) -> None:
        """Take tasks, in a thread of its own, until none is left."""
        thread = threading.Thread(target=self._work, args=(waiting,), daemon=True)
        self.threads.append(thread)
        thread.start()

    def _work(self, waiting: _Waiting) -> None:
        with self.busy:
            try:
                self.ready = self.ready or self.pipe.recv()
            except (EOFError, OSError):
                return  # it died before it took anything; the others do it all
            try:
                for number, task in waiting:
                    told = self._ask(task)
                    waiting.answers.put(told if isinstance(told, Exception) else (number, told))
            except Exception as problem:  # the calling thread has to know, whatever it is
                waiting.answers.put(problem)

    def _ask(self, task: Task) -> Answer | Exception:
        try:
            self.pipe.send(task)
            answer: Answer | Exception = self.pipe.recv()
        except (EOFError, OSError) as problem:
            raise ChildProcessError(DIED.format(self.process.wait())) from problem
        return answer

    def dismiss(self) -> None:
        """End the process; what it is at does not matter any more."""
        self.process.kill()
        self.process.wait()
        for thread in self.threads:
            thread.join()
        self.pipe.close()
