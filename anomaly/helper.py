"""The process that ``anomaly.crew`` starts: judges peer groups sent to it through a pipe."""

import signal
from multiprocessing.connection import Connection

from anomaly.found import Found, Nights, find


def main(handle: str) -> None:
    """Serve the pipe whose file descriptor is given; an interrupt is the caller's to act upon."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with Connection(int(handle)) as pipe:
        serve(pipe)


def serve(pipe: Connection) -> None:
    """Say "ready", then judge each task that comes and send what is found, or what went wrong."""
    pipe.send(True)
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer: tuple[Found, Nights] | Exception = find(task)
        except Exception as problem:  # the one who asked has to know, whatever it is
            answer = problem
        pipe.send(answer)
