"""Addresses of an application with something in every place."""

from __future__ import annotations

import re
from collections.abc import Mapping

from werkzeug.routing import Rule

_PLACE = re.compile(r"<(?:(?P<kind>[a-z]+)(?:\([^)]*\))?:)?(?P<name>[a-z_]+)>")


def filled(rule: Rule, values: Mapping[str, object] | None = None) -> str:
    """Return the address of ``rule``; places without a value get a number or a code."""

    def value(found: re.Match[str]) -> str:
        usual = "1" if found["kind"] == "int" else "SL-0001"
        return str((values or {}).get(found["name"], usual))

    return _PLACE.sub(value, rule.rule)
