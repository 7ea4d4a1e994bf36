"""How fast one may guess: counted tries that expire, never a lock on an account (threat 4)."""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Sequence
from datetime import datetime, timedelta

#: Failed tries count for this long.
WINDOW = timedelta(minutes=15)
#: Failed tries for one login from one address.
PER_LOGIN_AND_ADDRESS = 8
#: Failed tries from one address, whatever the login.
PER_ADDRESS = 16
#: Failed second-factor codes for one login, whatever the address. Only somebody who knows the
#: password gets that far, so a stranger cannot shut a person out with it.
CODES_PER_LOGIN = 16
#: How long a try is remembered at all; after that nobody needs the address.
KEPT = timedelta(days=7)


def wait(failures: Sequence[datetime], allowed: int, now: datetime) -> int:
    """Return the seconds until another try counts, 0 when it may be made now.

    ``failures`` are the moments of failed tries, any order. The answer is the time until fewer
    than ``allowed`` of them lie within ``WINDOW``, at most the window itself.
    """
    recent = sorted(moment for moment in failures if moment > now - WINDOW)
    if len(recent) < allowed:
        return 0
    free_at = recent[len(recent) - allowed] + WINDOW
    return max(1, math.ceil((free_at - now).total_seconds()))


def login_key(login: str) -> str:
    """Return the form in which a login is kept and counted: no blanks, no case, ≤ 80 characters."""
    return login.replace("\x00", "").strip().casefold()[:80]


def address_key(address: str | None) -> str:
    """Return what counts as one address: an IPv4 address, or the /64 of an IPv6 one (RFC 6177)."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.IPv6Network((parsed, 64), strict=False))
    return str(parsed)
