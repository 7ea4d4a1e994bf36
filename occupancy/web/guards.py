"""Every door has a guard: who may enter is a mark on the view, read by the app and by the tests."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, g, redirect, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session

from occupancy.accounts.roles import Role
from occupancy.accounts.rules import Actor
from occupancy.errors import NotYours
from occupancy.registry import queries as registry
from occupancy.registry.queries import FacilityRow

View = TypeVar("View", bound=Callable[..., Any])

#: The mark of a page that needs no sign-in.
EVERYONE: frozenset[Role] = frozenset()
#: The only pages of somebody whose password was given by somebody else.
FIRST = frozenset({"web.password", "web.change_password"})


def only(*roles: Role) -> Callable[[View], View]:
    """Let in only people who hold one of ``roles``; for others the page does not exist."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                wanted = request.full_path.rstrip("?") if request.method == "GET" else None
                return redirect(url_for("web.sign_in", next=wanted), 303)
            actor = current_actor()
            if actor.first_password and request.endpoint not in FIRST:
                return redirect(url_for("web.password"), 303)
            if not actor.has(*roles):
                raise NotYours()
            return view(*args, **kwargs)

        guarded.doors = frozenset(roles)  # type: ignore[attr-defined]
        return cast(View, guarded)

    return mark


def signed_in(view: View) -> View:
    """Let in anybody who is signed in, whatever the role."""
    return only(*Role)(view)


def everyone(view: View) -> View:
    """Let in everybody, signed in or not."""
    view.doors = EVERYONE  # type: ignore[attr-defined]
    return view


def current_actor() -> Actor:
    """Return who is signed in; raises ``NotYours`` when nobody is."""
    actor = getattr(current_user, "actor", None)
    if actor is None:
        raise NotYours()
    return cast(Actor, actor)


def facility_or_404(session: Session, code: str, *roles: Role) -> FacilityRow:
    """Return the facility if one of ``roles`` reaches it; otherwise it does not exist."""
    place = registry.facility(session, code)
    if place is None or not current_actor().may(
        *roles,
        operator_id=place.operator_id,
        facility_id=place.id,
        community=place.community.katottg,
    ):
        raise NotYours()
    g.facility = place
    return place


def doors(app: Flask) -> dict[str, frozenset[Role]]:
    """Return each endpoint of ``app`` with the roles that may enter; raises on an unmarked one."""
    found: dict[str, frozenset[Role]] = {}
    for endpoint, view in app.view_functions.items():
        if endpoint == "static" or endpoint.endswith(".static"):
            found[endpoint] = EVERYONE
            continue
        marked = getattr(view, "doors", None)
        if marked is None:
            raise LookupError(f"the page {endpoint} does not say who may enter")
        found[endpoint] = marked
    return found
