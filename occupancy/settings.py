"""Settings: typed, read once from ``OCCUPANCY_*`` in the environment, refused when unsafe."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

DEMO_PASSWORD = "demo-nichlih-2026"  # nosec B105 # of made-up accounts, printed in README


class UnsafeSettings(Exception):
    """The server would start with a secret that everybody knows, or without one."""


@dataclass(frozen=True)
class Settings:
    """Everything that an administrator may set.

    ``data_dir`` holds the embedded database, the session secret and the demo's truth;
    ``demo`` switches made-up accounts, `/styles` and `demo …` on; ``public_url`` is printed in
    QR codes; ``demo_clock`` lets a demonstration start at another moment;
    ``boundaries`` is the path of an outline file (GeoJSON), drawn only where it is given;
    ``trusted_proxies`` says how many proxies of one's own stand before the server: only then are
    their ``X-Forwarded-For`` and ``-Proto`` believed, else anybody could pick an address;
    ``log_key`` and ``log_heads`` are the files of the log's signing key and of its signed heads (by
    default both in ``data_dir``; better on another disk than the database);
    ``backup_recipients`` (age public keys) or the passphrase in ``backup_passphrase_file`` lock a
    backup, ``backup_identity_file`` (age private keys) or that passphrase opens it again;
    ``bind`` is the address that `serve` listens on; ``worker`` says whether it starts the
    background worker too; ``log_format`` is ``json``, ``text`` or, when empty, what fits who reads;
    ``argon2_*`` are the cost of a password check (by default OWASP's least for argon2id).
    """

    database_url: str
    data_dir: Path
    secret_key: str
    demo: bool = True
    demo_password: str = DEMO_PASSWORD
    public_url: str = "http://127.0.0.1:8000"
    port: int = 8000
    bind: str = "127.0.0.1"
    worker: bool = True
    log_format: str = ""
    secure_cookies: bool = False
    trusted_proxies: int = 0
    log_key: Path | None = None
    log_heads: Path | None = None
    backup_recipients: tuple[str, ...] = ()
    backup_passphrase_file: Path | None = None
    backup_identity_file: Path | None = None
    boundaries: Path | None = None
    demo_clock: datetime | None = None
    argon2_memory_kib: int = 19_456
    argon2_passes: int = 2
    authority_uk: str = "Департамент туризму Львівської ОВА (демонстрація)"
    authority_en: str = "Tourism department of Lviv oblast (demonstration)"

    def __post_init__(self) -> None:
        if not self.demo and len(self.secret_key) < 32:
            raise UnsafeSettings("OCCUPANCY_SECRET_KEY: at least 32 characters are needed")

    @property
    def logs_as_json(self) -> bool:
        """Say whether log lines are for a machine: outside demo mode, unless on a terminal."""
        if self.log_format:
            return self.log_format == "json"
        return not self.demo and not sys.stderr.isatty()


def from_environment(env: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; make the data folder, and in demo mode a session secret kept in it."""
    data_dir = Path(env.get("OCCUPANCY_DATA_DIR", "var")).absolute()
    data_dir.mkdir(parents=True, exist_ok=True)
    demo = env.get("OCCUPANCY_DEMO", "1") != "0"
    port = int(env.get("PORT", "8000"))
    public_url = env.get("OCCUPANCY_PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/")
    return Settings(
        database_url=env.get("OCCUPANCY_DATABASE_URL", f"sqlite:///{data_dir / 'nichlih.sqlite'}"),
        data_dir=data_dir,
        secret_key=env.get("OCCUPANCY_SECRET_KEY") or (_kept_secret(data_dir) if demo else ""),
        demo=demo,
        demo_password=env.get("OCCUPANCY_DEMO_PASSWORD", DEMO_PASSWORD),
        public_url=public_url,
        port=port,
        bind=env.get("OCCUPANCY_BIND", Settings.bind),
        worker=env.get("OCCUPANCY_WORKER", "1") != "0",
        log_format=env.get("OCCUPANCY_LOG_FORMAT", ""),
        secure_cookies=public_url.startswith("https://"),
        trusted_proxies=int(env.get("OCCUPANCY_TRUSTED_PROXIES", "0")),
        log_key=_path(env, "OCCUPANCY_LOG_KEY"),
        log_heads=_path(env, "OCCUPANCY_LOG_HEADS"),
        backup_recipients=tuple(
            env.get("OCCUPANCY_BACKUP_RECIPIENTS", "").replace(",", " ").split()
        ),
        backup_passphrase_file=_path(env, "OCCUPANCY_BACKUP_PASSPHRASE_FILE"),
        backup_identity_file=_path(env, "OCCUPANCY_BACKUP_IDENTITY_FILE"),
        boundaries=_path(env, "OCCUPANCY_BOUNDARIES"),
        demo_clock=demo_clock(env),
        argon2_memory_kib=int(env.get("OCCUPANCY_ARGON2_MEMORY_KIB", "19456")),
        argon2_passes=int(env.get("OCCUPANCY_ARGON2_PASSES", "2")),
        authority_uk=env.get("OCCUPANCY_AUTHORITY_UK", Settings.authority_uk),
        authority_en=env.get("OCCUPANCY_AUTHORITY_EN", Settings.authority_en),
    )


def _path(env: Mapping[str, str], name: str) -> Path | None:
    told = env.get(name)
    return Path(told).absolute() if told else None


def demo_clock(env: Mapping[str, str] = os.environ) -> datetime | None:
    """Return the moment that a demonstration pretends to start at; None outside demo mode."""
    moment = env.get("OCCUPANCY_DEMO_CLOCK")
    demo = env.get("OCCUPANCY_DEMO", "1") != "0"
    return datetime.fromisoformat(moment) if demo and moment else None


def _kept_secret(data_dir: Path) -> str:
    """Return the secret of this data folder; made once, readable by its owner only."""
    path = data_dir / "session-secret"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii").strip()
