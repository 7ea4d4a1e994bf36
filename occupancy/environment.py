"""Reading environment variables into types; a wrong one is told by name, never by its value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

Environment = Mapping[str, str]


class UnsafeSettings(Exception):
    """The server would start with a secret that everybody knows, or without one."""


class WrongSetting(UnsafeSettings):
    """A variable cannot be read; the text names it and says in both languages what is expected."""

    def __init__(self, name: str, uk: str, en: str) -> None:
        super().__init__(f"{name}: {uk} · {en}")


def whole(env: Environment, name: str, default: int, *, least: int, most: int) -> int:
    """Read a whole number from ``least`` to ``most``."""
    told = env.get(name, str(default)).strip()
    if not (told.isascii() and told.isdecimal() and len(told) < 12 and least <= int(told) <= most):
        raise WrongSetting(
            name,
            f"потрібне ціле число від {least} до {most}",
            f"a whole number from {least} to {most} is expected",
        )
    return int(told)


def switch(env: Environment, name: str, default: bool) -> bool:
    """Read 0 or 1."""
    return choice(env, name, "1" if default else "0", ("0", "1")) == "1"


def choice(env: Environment, name: str, default: str, choices: tuple[str, ...]) -> str:
    """Read one of a few words."""
    told = env.get(name, default).strip()
    if told not in choices:
        words = ", ".join(each or '""' for each in choices)
        raise WrongSetting(name, f"можливі значення: {words}", f"possible values: {words}")
    return told


def path(env: Environment, name: str) -> Path | None:
    """Read the path of a file; an empty one is none."""
    told = env.get(name, "")
    return Path(told).absolute() if told else None


def several(env: Environment, name: str) -> tuple[str, ...]:
    """Read words that stand apart by commas or blanks."""
    return tuple(env.get(name, "").replace(",", " ").split())


def moment(env: Environment, name: str) -> datetime | None:
    """Read a moment with its zone, e.g. ``2026-11-23T20:00:00+02:00``."""
    told = env.get(name, "")
    if not told:
        return None
    try:
        found = datetime.fromisoformat(told)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise WrongSetting(
            name,
            "потрібен момент із зоною, як-от 2026-11-23T20:00:00+02:00",
            "a moment with its zone is expected, such as 2026-11-23T20:00:00+02:00",
        )
    return found


def address(env: Environment, name: str, default: str, schemes: tuple[str, ...]) -> str:
    """Read a web address without query and fragment; the last slash is dropped."""
    told = env.get(name, default).strip()
    if told:
        try:
            parts = urlsplit(told)
            good = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
            good = good and not (parts.query or parts.fragment or parts.username)
        except ValueError:
            good = False
        if not good:
            raise WrongSetting(
                name,
                f"потрібна адреса, що починається з {schemes[-1]}://, без запиту й пароля",
                f"an address that begins with {schemes[-1]}:// is expected, without query and"
                " password",
            )
    return told.rstrip("/")


def database(env: Environment, name: str, default: str) -> str:
    """Read the address of a database of a kind that we know."""
    told = env.get(name, default)
    try:
        known = make_url(told).drivername in ("sqlite", "postgresql+psycopg")
    except (ArgumentError, ValueError):
        known = False
    if not known:
        raise WrongSetting(
            name,
            "потрібна адреса sqlite:///… або postgresql+psycopg://…",
            "an address sqlite:///… or postgresql+psycopg://… is expected",
        )
    return told
