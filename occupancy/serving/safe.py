"""A server for real people does not start with what everybody knows."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from occupancy.accounts import queries
from occupancy.accounts.services import Passwords
from occupancy.database import make_engine
from occupancy.settings import DEMO_PASSWORD, Settings, UnsafeSettings, from_environment

#: Names of this very machine; what is said to them leaves it for nobody.
HERE = {"", "localhost", "127.0.0.1", "::1"}
#: Secrets that stand in documents; nobody may serve with one of them.
KNOWN_SECRETS = {"change-me-change-me-change-me-change-me", "0123456789abcdef0123456789abcdef"}


def read_or_stop() -> Settings:
    """Return safe settings; a process that has none says why in one line and ends with 2."""
    try:
        settings = from_environment()
        refuse_unsafe(settings)
    except UnsafeSettings as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    return settings


def refuse_unsafe(settings: Settings) -> None:
    """Raise ``UnsafeSettings`` with what to do, unless real people may be served like this."""
    if settings.demo:
        return
    if settings.secret_key in KNOWN_SECRETS or settings.secret_key == settings.demo_password:
        raise UnsafeSettings(
            "OCCUPANCY_SECRET_KEY: це значення всім відоме; візьміть «openssl rand -hex 32»"
            " · everybody knows this value; take what `openssl rand -hex 32` gives"
        )
    if not settings.secure_cookies and not settings.allow_http:
        raise UnsafeSettings(
            "OCCUPANCY_PUBLIC_URL: поза демонстрацією потрібна адреса https://; якщо без неї"
            " справді ніяк, OCCUPANCY_ALLOW_HTTP=1 · outside demo mode an https:// address is"
            " needed; if there is truly no way, OCCUPANCY_ALLOW_HTTP=1"
        )
    if over_an_open_network(settings.database_url):
        raise UnsafeSettings(
            "OCCUPANCY_DATABASE_URL: PostgreSQL на іншій машині потребує ?sslmode=verify-full"
            " · a PostgreSQL on another machine needs ?sslmode=verify-full"
        )
    for name, path in key_files(settings).items():
        if path.exists() and (mode := stat.S_IMODE(path.stat().st_mode)) & 0o077:
            raise UnsafeSettings(
                f"{name}: цей файл можуть прочитати інші (права {mode:04o}); chmod 600"
                f" · others may read this file (mode {mode:04o}); chmod 600"
            )
    if logins := demo_people_who_can_enter(settings):
        raise UnsafeSettings(
            f"OCCUPANCY_DEMO=0: {', '.join(logins)}: пароль демонстраційний; змініть його або"
            " вимкніть обліковий запис · the password is that of the demonstration; change it or"
            " disable the account"
        )


def over_an_open_network(database_url: str) -> bool:
    """Tell whether a PostgreSQL elsewhere would be spoken to without a checked certificate."""
    url = make_url(database_url)
    if url.get_backend_name() != "postgresql":
        return False
    host = url.host or str(url.query.get("host", ""))
    here = host in HERE or host.startswith("/")
    return not here and url.query.get("sslmode") != "verify-full"


def key_files(settings: Settings) -> dict[str, Path]:
    """Return the files that only the server may read, by the variable that names them."""
    named = {
        "OCCUPANCY_LOG_KEY": settings.log_key or settings.data_dir / "log-key.pem",
        "OCCUPANCY_BACKUP_IDENTITY_FILE": settings.backup_identity_file,
        "OCCUPANCY_BACKUP_PASSPHRASE_FILE": settings.backup_passphrase_file,
        "OCCUPANCY_SMTP_PASSWORD_FILE": settings.smtp_password_file,
    }
    return {name: path for name, path in named.items() if path is not None}


def demo_people_who_can_enter(settings: Settings) -> list[str]:
    """Return the logins of the demonstration that its password opens here.

    Accounts marked as made up are refused at the door already; one that was made by hand, or whose
    mark was lost, is not. A database that does not answer lets nobody in: nothing to say then.
    """
    passwords = Passwords(settings.argon2_memory_kib, settings.argon2_passes)
    engine = make_engine(settings.database_url)
    try:
        with Session(engine) as session:
            kept = queries.password_hashes(session, DEMO_LOGINS)
    except SQLAlchemyError:
        return []
    finally:
        engine.dispose()
    known = {DEMO_PASSWORD, settings.demo_password}
    return [login for login, hash_ in kept if any(passwords.matches(hash_, each) for each in known)]


DEMO_LOGINS = (
    "operator", "operator2", "porter", "inspector", "inspector2", "chief", "officer", "agency",
    "admin",
)  # fmt: skip
