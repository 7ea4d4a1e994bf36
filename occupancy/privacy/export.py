"""What is held about a person as one ZIP: JSON for programs, HTML to read."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

#: Part of what is held, its title in both languages; the order in which a person reads it.
SECTIONS = (
    ("account", "Обліковий запис", "Account"),
    ("roles", "Ролі", "Roles"),
    ("sessions", "Сеанси", "Sessions"),
    ("sign_in_tries", "Спроби входу", "Tries to sign in"),
    ("open_visits", "Незавершені обстеження", "Visits in hand"),
    ("deeds", "Записи журналу за номерами", "Entries of the log by number"),
    ("words", "Ваші слова: причини й пояснення", "Your words: reasons and notes"),
)


def archive(held: Mapping[str, Any], *, now: datetime) -> bytes:
    """Return the ZIP for what ``queries.held_about`` found."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("held.json", json.dumps(held, default=_plain, ensure_ascii=False, indent=1))
        files.writestr("held.html", _page(held, now))
    return made.getvalue()


def _page(held: Mapping[str, Any], now: datetime) -> str:
    pages = Environment(
        loader=PackageLoader("occupancy.privacy"), autoescape=True, undefined=StrictUndefined
    )
    pages.filters["shown"] = _shown
    page = pages.get_template("privacy/held.html")
    return page.render(held=held, at=_plain(now), sections=SECTIONS)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"an export holds no {type(value).__name__}")


def _shown(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "так · yes" if value else "ні · no"
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_shown(each)}" for name, each in value.items())
    return _plain(value) if isinstance(value, date) else str(value)
