"""Files on pages: how large a request may be, what came with it, and giving files back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from occupancy.attachments.queries import AttachmentRow
from occupancy.attachments.store import ENDINGS, Store

View = TypeVar("View", bound=Callable[..., Any])

#: Where the store lies in the data folder.
FOLDER = "files"
#: A file that is given back runs nothing and loads nothing, whatever a browser makes of it.
ALONE = "default-src 'none'; sandbox; frame-ancestors 'none'"


def large(most: int) -> Callable[[View], View]:
    """Let a view take requests of up to ``most`` bytes from people who are signed in."""

    def mark(view: View) -> View:
        view.most_bytes = most  # type: ignore[attr-defined]
        return view

    return mark


def register(app: Flask) -> None:
    """Widen the limit of requests for the views that say so; stands before what reads a form."""
    app.before_request(_widen)


def _widen() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    most = getattr(view, "most_bytes", None)
    if most and current_user.is_authenticated:
        request.max_content_length = most


def store() -> Store:
    """Return the store of this server."""
    return Store(current_app.extensions["settings"].data_dir / FOLDER)


def sent(name: str) -> Iterator[tuple[int, FileStorage]]:
    """Yield the files of a form's field with their numbers from 1; an empty choice has none.

    A file is told by its number: its name is somebody's own words, and nothing of it is kept.
    """
    chosen = (each for each in request.files.getlist(name) if each.filename)
    yield from enumerate(chosen, start=1)


def text_sent(name: str, most: int) -> str | None:
    """Return the text of the first file in a form's field, None without one.

    One byte more than ``most`` is read, so that whoever looks at it can tell that it is too long.
    """
    for _, file in sent(name):
        return file.stream.read(most + 1).decode("utf-8", errors="replace")
    return None


def given(file: AttachmentRow, *, small: bool = False) -> Response:
    """Return a kept file: its own type, never guessed, never remembered by the browser.

    A picture is shown in its place, anything else only saved.
    """
    content = store().read(file.key, file.media_type, small=small)
    how = "inline" if file.is_picture else "attachment"
    name = f"{file.purpose.replace('_', '-')}-{file.audit_seq}.{ENDINGS[file.media_type]}"
    answer = Response(content, content_type=file.media_type)
    answer.headers["Content-Disposition"] = f'{how}; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = ALONE
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
