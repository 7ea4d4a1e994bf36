"""What every answer tells the browser: what it may load, frame, remember and pass on."""

from __future__ import annotations

from flask import Flask, Response, request

from occupancy.settings import Settings

#: Own files only, nothing inline, nobody frames us (ASVS 5.0, 3.4.3 and 3.4.6).
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; object-src 'none'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'"
)
#: Nothing of the device is used by any page.
NOTHING = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope",
           "magnetometer", "microphone", "midi", "payment", "usb")  # fmt: skip
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in NOTHING),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: A year, as browsers' preload lists ask; only said where the public address is https.
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


def register(app: Flask) -> None:
    """Put the headers on every answer of ``app``, errors too; a view may set its own first."""
    settings: Settings = app.extensions["settings"]

    def protect(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if (leads := response.headers.get("Location", "")).startswith(request.host_url):
            # Werkzeug puts a missing slash right with the name that the request gave us.
            response.headers["Location"] = "/" + leads[len(request.host_url) :].lstrip("/")
        if settings.secure_cookies:
            response.headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
        if not (request.endpoint or "").endswith("static"):
            # Pages hold a person's figures or a form's token; no cache on the way keeps them.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    app.after_request(protect)
