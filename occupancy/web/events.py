"""Security events: by name, with numbers only (ASVS 5.0, chapter 16).

A login that somebody typed may be a password typed into the wrong field, so no event tells it;
an address is told as a keyed digest, by which events of one origin are found together.
"""

from __future__ import annotations

import hashlib
import hmac

from flask import current_app, request

from occupancy import logs
from occupancy.accounts.rules import throttle
from occupancy.settings import Settings
from occupancy.web import counts

log = logs.logger("occupancy.security")

NAMES = frozenset(
    {
        "signed_in",
        "signed_out",
        "sign_in_failed",
        "second_factor_failed",
        "throttled",
        "csrf_refused",
        "password_changed",
        "password_refused",
        "sessions_ended",
        "not_yours",
        "session_ended",
    }
)

#: What people do every day; the others are worth a look when they become many.
USUAL = frozenset({"signed_in", "signed_out", "password_changed", "session_ended"})


def tell(name: str, **numbers: int | None) -> None:
    """Log a security event of this request and count it."""
    if name not in NAMES:
        raise LookupError(f"no such security event: {name}")
    counts.EVENTS.labels(name).inc()
    say = log.info if name in USUAL else log.warning
    say(name, endpoint=request.endpoint, origin=_origin(), **numbers)


def _origin() -> str:
    settings: Settings = current_app.extensions["settings"]
    told = throttle.address_key(request.remote_addr).encode()
    return hmac.new(settings.secret_key.encode(), told, hashlib.sha256).hexdigest()[:12]
