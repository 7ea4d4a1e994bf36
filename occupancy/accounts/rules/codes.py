"""One-time codes of the second factor: TOTP of RFC 6238, SHA-1, six digits, 30 seconds."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from datetime import datetime

import pyotp

PERIOD = 30
#: Codes of the step before and after are taken too: phones' clocks are a little off.
TOLERANCE = 1


def step_at(now: datetime) -> int:
    """Return the number of the 30-second step since 1970 that ``now`` (aware) lies in."""
    return int(now.timestamp()) // PERIOD


def code_of(secret: str, step: int) -> str:
    """Return the six digits of ``secret`` (base32) in ``step``."""
    return str(pyotp.TOTP(secret, interval=PERIOD).generate_otp(step))


def matching_step(secret: str, typed: str, now: datetime) -> int | None:
    """Return the step whose code was typed, within ± ``TOLERANCE``; None when there is none."""
    digits = re.sub(r"\s", "", typed)
    if not re.fullmatch(r"[0-9]{6}", digits):
        return None
    present = step_at(now)
    found = None
    for step in range(present - TOLERANCE, present + TOLERANCE + 1):
        if hmac.compare_digest(code_of(secret, step), digits):
            found = step
    return found


def next_usable_step(now: datetime, last_used: int | None) -> int:
    """Return the earliest step whose code is still unused; beyond ``TOLERANCE`` one has to wait."""
    return max(step_at(now), (last_used or 0) + 1)


def derived_secret(key: str, label: str) -> str:
    """Return a base32 secret of 160 bits that only the holder of ``key`` can make for ``label``."""
    digest = hmac.new(key.encode(), f"totp:{label}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:20]).decode("ascii")


def address_for_app(secret: str, login: str) -> str:
    """Return the ``otpauth://`` address that an authenticator application reads from a QR code."""
    return pyotp.TOTP(secret, interval=PERIOD).provisioning_uri(name=login, issuer_name="Nichlih")
