"""Settings: typed, read once from ``OCCUPANCY_*`` in the environment, refused when unsafe."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from occupancy import environment
from occupancy.environment import UnsafeSettings, WrongSetting

DEMO_PASSWORD = "demo-nichlih-2026"  # nosec B105 # of made-up accounts, printed in README

#: What a session secret outside demo mode holds at least.
SHORTEST_SECRET, FEWEST_SIGNS = 32, 10


@dataclass(frozen=True)
class Settings:
    """Everything that an administrator may set.

    What each variable means, which values it takes and what is usual stands in
    docs/operations/settings.md. ``log_format`` is ``json``, ``text`` or, when empty, what fits who
    reads; ``argon2_*`` are the cost of a password check (by default OWASP's least for argon2id).
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
    allow_http: bool = False
    log_format: str = ""
    metrics_port: int = 0
    metrics_token: str = ""
    secure_cookies: bool = False
    trusted_proxies: int = 0
    log_key: Path | None = None
    log_heads: Path | None = None
    witness_file: Path | None = None
    witness_mail: tuple[str, ...] = ()
    witness_url: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_tls: str = "starttls"
    smtp_ca: Path | None = None
    smtp_user: str = ""
    smtp_password_file: Path | None = None
    mail_from: str = ""
    backup_recipients: tuple[str, ...] = ()
    backup_passphrase_file: Path | None = None
    backup_identity_file: Path | None = None
    backup_dir: Path | None = None
    certificate: Path | None = None
    boundaries: Path | None = None
    demo_clock: datetime | None = None
    argon2_memory_kib: int = 19_456
    argon2_passes: int = 2
    authority_uk: str = "Департамент туризму Львівської ОВА (демонстрація)"
    authority_en: str = "Tourism department of Lviv oblast (demonstration)"

    def __post_init__(self) -> None:
        if self.demo:
            return
        if len(self.secret_key) < SHORTEST_SECRET or len(set(self.secret_key)) < FEWEST_SIGNS:
            raise UnsafeSettings(
                "OCCUPANCY_SECRET_KEY: потрібні щонайменше 32 випадкові знаки, як-от від"
                " «openssl rand -hex 32» · at least 32 random characters are needed, such as"
                " `openssl rand -hex 32` gives"
            )

    @property
    def logs_as_json(self) -> bool:
        """Say whether log lines are for a machine: outside demo mode, unless on a terminal."""
        if self.log_format:
            return self.log_format == "json"
        return not self.demo and not sys.stderr.isatty()


def from_environment(env: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; make the data folder, and in demo mode a session secret kept in it.

    Raises ``WrongSetting`` for a variable that cannot be read and ``UnsafeSettings`` outside demo
    mode where the server would not be safe.
    """
    data_dir = Path(env.get("OCCUPANCY_DATA_DIR", "var")).absolute()
    demo = environment.switch(env, "OCCUPANCY_DEMO", True)
    _make(data_dir)
    port = environment.whole(env, "PORT", 8000, least=1, most=65_535)
    public_url = environment.address(
        env, "OCCUPANCY_PUBLIC_URL", f"http://127.0.0.1:{port}", ("http", "https")
    )
    return Settings(
        database_url=environment.database(
            env, "OCCUPANCY_DATABASE_URL", f"sqlite:///{data_dir / 'nichlih.sqlite'}"
        ),
        data_dir=data_dir,
        secret_key=env.get("OCCUPANCY_SECRET_KEY", "") or (_kept_secret(data_dir) if demo else ""),
        demo=demo,
        demo_password=env.get("OCCUPANCY_DEMO_PASSWORD", DEMO_PASSWORD),
        public_url=public_url,
        allow_http=environment.switch(env, "OCCUPANCY_ALLOW_HTTP", False),
        port=port,
        bind=env.get("OCCUPANCY_BIND", Settings.bind),
        worker=environment.switch(env, "OCCUPANCY_WORKER", True),
        log_format=environment.choice(env, "OCCUPANCY_LOG_FORMAT", "", ("", "json", "text")),
        metrics_port=environment.whole(env, "OCCUPANCY_METRICS_PORT", 0, least=0, most=65_535),
        metrics_token=env.get("OCCUPANCY_METRICS_TOKEN", ""),
        secure_cookies=public_url.startswith("https://"),
        trusted_proxies=environment.whole(env, "OCCUPANCY_TRUSTED_PROXIES", 0, least=0, most=9),
        log_key=environment.path(env, "OCCUPANCY_LOG_KEY"),
        log_heads=environment.path(env, "OCCUPANCY_LOG_HEADS"),
        witness_file=environment.path(env, "OCCUPANCY_WITNESS_FILE"),
        witness_mail=environment.several(env, "OCCUPANCY_WITNESS_MAIL"),
        witness_url=environment.address(env, "OCCUPANCY_WITNESS_URL", "", ("http", "https")),
        smtp_host=env.get("OCCUPANCY_SMTP_HOST", ""),
        smtp_port=environment.whole(env, "OCCUPANCY_SMTP_PORT", 587, least=1, most=65_535),
        smtp_tls=environment.choice(
            env, "OCCUPANCY_SMTP_TLS", "starttls", ("starttls", "tls", "none")
        ),
        smtp_ca=environment.path(env, "OCCUPANCY_SMTP_CA"),
        smtp_user=env.get("OCCUPANCY_SMTP_USER", ""),
        smtp_password_file=environment.path(env, "OCCUPANCY_SMTP_PASSWORD_FILE"),
        mail_from=env.get("OCCUPANCY_MAIL_FROM", ""),
        backup_recipients=environment.several(env, "OCCUPANCY_BACKUP_RECIPIENTS"),
        backup_passphrase_file=environment.path(env, "OCCUPANCY_BACKUP_PASSPHRASE_FILE"),
        backup_identity_file=environment.path(env, "OCCUPANCY_BACKUP_IDENTITY_FILE"),
        backup_dir=environment.path(env, "OCCUPANCY_BACKUP_DIR"),
        certificate=environment.path(env, "OCCUPANCY_CERTIFICATE"),
        boundaries=environment.path(env, "OCCUPANCY_BOUNDARIES"),
        demo_clock=demo_clock(env),
        argon2_memory_kib=environment.whole(
            env, "OCCUPANCY_ARGON2_MEMORY_KIB", 19_456, least=8, most=4_194_304
        ),
        argon2_passes=environment.whole(env, "OCCUPANCY_ARGON2_PASSES", 2, least=1, most=100),
        authority_uk=env.get("OCCUPANCY_AUTHORITY_UK", Settings.authority_uk),
        authority_en=env.get("OCCUPANCY_AUTHORITY_EN", Settings.authority_en),
    )


def demo_clock(env: Mapping[str, str] = os.environ) -> datetime | None:
    """Return the moment that a demonstration pretends to start at; None outside demo mode."""
    told = environment.moment(env, "OCCUPANCY_DEMO_CLOCK")
    return told if environment.switch(env, "OCCUPANCY_DEMO", True) else None


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise WrongSetting(
            "OCCUPANCY_DATA_DIR",
            "цю теку не вдається створити або прочитати",
            "this folder cannot be made or read",
        ) from None


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
