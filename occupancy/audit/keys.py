"""The key that signs the log: Ed25519, in a file of its own that only the server reads."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from occupancy.audit.rules import LogKeyMissing


@dataclass(frozen=True)
class LogKey:
    """A signing key; its private half appears in no representation."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """Return the public key, 32 bytes."""
        return self.private.public_key().public_bytes_raw()

    def __repr__(self) -> str:
        return f"LogKey(public={self.public.hex()})"


def load(path: Path) -> LogKey:
    """Read the key; raises ``LogKeyMissing`` when there is no readable Ed25519 key at ``path``."""
    try:
        private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError):
        raise LogKeyMissing(path=str(path)) from None
    if not isinstance(private, Ed25519PrivateKey):
        raise LogKeyMissing(path=str(path))
    return LogKey(private)


def create(path: Path) -> LogKey:
    """Make a new key and keep it at ``path`` (mode 0600); one that stands there is never replaced.

    Of two servers that begin at once, one makes the key and both use it.
    """
    made = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    # A link of a finished file appears whole or not at all, and never over another.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(made)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    return load(path)
