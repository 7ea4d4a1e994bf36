"""`/styles`: every component, chart and state, in both themes; the frames as whole pages."""

from __future__ import annotations

from pathlib import Path

from flask import Response, abort, make_response, render_template, request, url_for

from occupancy.public import style_samples as samples
from occupancy.public.blueprints import styles_bp
from occupancy.web.blueprint import bp as web
from occupancy.web.guards import everyone

THEMES = ("device", "light", "dark", "sun", "both")
FRAMES = ("phone", "desk", "tablet", "plain")


def _wanted_theme() -> dict[str, str]:
    """Return the theme that the address asks for; nothing leaves the person's own."""
    wanted = request.args.get("theme", "")
    return {"theme": wanted} if wanted in THEMES else {}


@styles_bp.get("/styles")
@everyone
def styles() -> str:
    """Show every part; ``?theme=`` device, light, dark, sun, or both side by side."""
    return render_template(
        "public/styles.html",
        themes=[(each, url_for("styles.styles", theme=each)) for each in THEMES],
        frames=[(each, url_for("styles.frame", name=each)) for each in FRAMES],
        **samples.parts(),
        **_wanted_theme(),
    )


@styles_bp.get("/styles/<name>")
@everyone
def frame(name: str) -> str:
    """Show one frame as a whole page with made-up content."""
    if name not in FRAMES:
        abort(404)
    return render_template(f"public/styles/{name}.html", **samples.parts(), **_wanted_theme())


@styles_bp.get("/styles/both.css")
@everyone
def both() -> Response:
    """Return the tokens of day and night, each under a class, so that one page shows both."""
    folder = Path(str(web.static_folder)) / "css"
    day = (folder / "tokens.css").read_text(encoding="utf-8")
    night = (folder / "dark.css").read_text(encoding="utf-8")
    tokens = day[day.index(":root") :]  # without the fonts, which are there already
    sheet = "\n".join(
        (
            tokens.replace(":root", ".n-as-day, .n-as-night"),
            night.replace(":root", ".n-as-night"),
            ".n-as-day, .n-as-night { background: var(--n-paper); color: var(--n-ink); }",
        )
    )
    response = make_response(sheet)
    response.mimetype = "text/css"
    return response
