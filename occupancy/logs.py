"""Log lines: a name and facts, as JSON where a machine reads them, as words on a terminal.

A line holds no text that a person typed and no text of an exception: both may carry a password or
a name. A failure is told by its type and by the places in our code that it came through.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

#: Places in the code that are told of a failure, the innermost last.
DEEPEST = 12
#: Loggers of our own code: what they say is chosen with care.
OURS = ("occupancy", "inspector_app")


def configure(*, as_json: bool) -> None:
    """Send every log line of this process to stderr: JSON lines, or words for a terminal."""
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*_SHARED, without_typed_text],
            use_get_message=False,  # the pattern alone; what is set into it comes apart
            pass_foreign_args=True,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for ours in (*OURS, "gunicorn.error"):
        logging.getLogger(ours).setLevel(logging.INFO)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # else a line that fails would be printed with its arguments
    sys.excepthook = _told
    threading.excepthook = lambda end: _told(
        end.exc_type, end.exc_value or end.exc_type(), end.exc_traceback
    )


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """Return the logger of a module: ``log.info("event_name", fact=…)``."""
    found: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return found


def failure(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Replace an exception by its type, its causes' types and the places it came through."""
    told = line.pop("exc_info", None)
    error = sys.exc_info()[1] if told is True else told[1] if isinstance(told, tuple) else told
    if isinstance(error, BaseException):
        line["failure"] = [type(each).__name__ for each in _causes(error)]
        line["at"] = places(error.__traceback__)
    return line


def places(trace: TracebackType | None) -> list[str]:
    """Return ``file:line function`` of the innermost frames; never a value."""
    frames = traceback.StackSummary.extract(traceback.walk_tb(trace), lookup_lines=False)
    return [
        f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno} {frame.name}"
        for frame in frames[-DEEPEST:]
    ]


def without_typed_text(logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Keep the pattern of another library's message and none of its words, only numbers.

    gunicorn puts the requested address into its lines, SQLAlchemy the values of a statement; a
    message without a pattern may be made of anything, so only its place is told.
    """
    args = line.pop("positional_args", ()) or ()
    if line.get("logger", "").startswith(OURS):
        line["event"] = line["event"] % args if args else line["event"]
    elif args:
        line["numbers"] = [each for each in _values(args) if isinstance(each, int | float)]
    else:
        record = line["_record"]
        line["event"] = f"{record.module}:{record.lineno}"
    return line


def _values(args: Any) -> list[Any]:
    return list(args.values()) if isinstance(args, dict) else list(args)


def _causes(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__  # type: ignore[assignment]
    return chain


def _told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logger("occupancy").critical("stopped_by_failure", exc_info=(kind, error, trace))


_SHARED: list[Callable[..., Any]] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    failure,
]

structlog.configure(
    processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
