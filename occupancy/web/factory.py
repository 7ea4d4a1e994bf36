"""What the portal and the field app are built from alike."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from occupancy import clock
from occupancy.settings import Settings
from occupancy.web import (
    account,
    catalogs,
    db,
    errors,
    formats,
    headers,
    health,
    metrics,
    own_data,
    people_words,
    preferences,
    readable,
    request_log,
    rewound,
    second_factor,
    session,
    sign_in,
    staying,
    uploads,
    welcome,
)
from occupancy.web.blueprint import bp
from occupancy.web.guards import doors

#: The largest request that a page takes; one that takes several files says so (uploads.large).
MAX_REQUEST = 12 * 1024 * 1024

#: Modules whose views belong to the shared blueprint; importing them puts them there.
PAGES = (account, health, metrics, own_data, preferences, second_factor, sign_in, welcome)


def furnish(app: Flask, settings: Settings, *, cookie: str, path: str) -> Flask:
    """Give ``app`` its database, sessions, guards, words, headers and error pages.

    ``cookie`` and ``path`` keep the two applications' sessions apart; under https the name alone
    does, since a browser takes a ``__Host-`` cookie, which no other host can plant, for / only.
    """
    if settings.secure_cookies:
        cookie, path = f"__Host-{cookie}", "/"
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME=cookie,
        SESSION_COOKIE_PATH=path,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        SESSION_REFRESH_EACH_REQUEST=False,  # occupancy.web.staying renews it once a minute
        MAX_CONTENT_LENGTH=MAX_REQUEST,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.secure_cookies,
        BABEL_DEFAULT_LOCALE="uk",
        BABEL_DEFAULT_TIMEZONE="Europe/Kyiv",
        BABEL_TRANSLATION_DIRECTORIES=";".join(str(folder) for folder in catalogs.folders()),
    )
    app.extensions["settings"] = settings
    if settings.demo_clock:
        clock.pretend(settings.demo_clock)
    if hops := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    request_log.register(app)
    db.register(app, settings)
    session.register(app)
    uploads.register(app)
    CSRFProtect(app)
    readable.register(app)
    Babel(app, locale_selector=preferences.language)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    formats.register(app)
    preferences.register(app)
    app.jinja_env.globals["device_words"] = people_words.device_words
    rewound.register(app)
    staying.register(app)
    headers.register(app)
    errors.register(app)
    app.register_blueprint(bp)
    return app


def checked(app: Flask) -> Flask:
    """Return ``app`` once every page says who may enter; raises ``LookupError`` otherwise."""
    doors(app)
    return app
