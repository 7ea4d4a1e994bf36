"""The portal's front door for somebody who is not signed in, or has no room of their own."""

from __future__ import annotations

from urllib.parse import quote

from flask import current_app, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from occupancy.web.blueprint import bp
from occupancy.web.demo_people import demo_people
from occupancy.web.guards import everyone
from occupancy.web.landing import FIELD_APP, home_of, in_field
from occupancy.web.preferences import person

#: Where a document's code is checked (an address that people rely on).
CHECK = "/c/"


@everyone
def welcome() -> ResponseReturnValue:
    """Say what this is and lead on: sign in, check a document; people with a room go there."""
    actor = person()
    home = home_of(actor) if actor else None
    if in_field(current_app):
        return redirect(home or url_for("web.sign_in"), 303)
    if home is not None and home != url_for("web.welcome"):
        return redirect(home, 303)
    if code := request.args.get("code", "").strip():
        return redirect(CHECK + quote(code, safe=""), 303)
    return render_template("web/welcome.html", field_app=FIELD_APP, demo_people=demo_people())


def _place(state: BlueprintSetupState) -> None:
    """At the root of the portal; the field app's root is the inspector's day."""
    rule = "/welcome" if in_field(state.app) else "/"
    state.add_url_rule(rule, "welcome", welcome, methods=["GET"])


bp.record(_place)
