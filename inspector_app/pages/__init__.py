"""The inspector's pages: the day, a visit step by step, the paper."""

from inspector_app.pages.blueprint import bp

__all__ = ["bp"]

from inspector_app.pages import (  # noqa: F401 - their views join the blueprint
    citation,
    count,
    day,
    outcome,
    photos,
    signing,
    statement,
    thanks,
    visit,
)
