"""For whom a backup is encrypted, and who opens it: age files (age-encryption.org/v1).

Nothing here is our own cryptography or our own format: ``age -d`` and ``tar xz`` open a backup
without this product. age streams only to public keys, so with a passphrase every backup gets a
fresh key of its own, which lies beside it encrypted by the passphrase, as age's own key files do.
"""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyrage
from pyrage import passphrase, x25519

from occupancy.backups.refusals import KeyNotUsable, NoIdentity, NoKey, NotABackup
from occupancy.settings import Settings

#: A shorter passphrase could be guessed by whoever steals the file.
SHORTEST_PASSPHRASE = 12
#: Where a demonstration keeps the key of its backups.
DEMO_KEY = "backup-key.txt"


@dataclass(frozen=True)
class Lock:
    """Who can open the next backup; ``key`` is the encrypted key that lies beside it, if any."""

    recipients: tuple[x25519.Recipient, ...]
    key: bytes | None = None


def lock(settings: Settings) -> Lock:
    """Return the lock that the settings ask for; a demonstration makes itself a key.

    Raises ``NoKey`` outside a demonstration and ``KeyNotUsable``.
    """
    if settings.backup_recipients:
        return Lock(tuple(_recipient(each) for each in settings.backup_recipients))
    if settings.backup_passphrase_file:
        own = x25519.Identity.generate()
        sealed = passphrase.encrypt(f"{own}\n".encode(), _passphrase(settings))
        return Lock((own.to_public(),), sealed)
    if not settings.demo:
        raise NoKey()
    return Lock((_demo_key(settings.data_dir / DEMO_KEY).to_public(),))


def identities(settings: Settings, key: bytes | None) -> list[x25519.Identity]:
    """Return the keys at hand: of the key file, by the passphrase, of the demonstration.

    ``key`` is the encrypted key that lies beside the backup. Raises ``NoIdentity`` without any
    and ``KeyNotUsable``.
    """
    found: list[x25519.Identity] = []
    if settings.backup_identity_file:
        found += _identities(_read(settings.backup_identity_file), settings.backup_identity_file)
    if key is not None and settings.backup_passphrase_file:
        try:
            own = passphrase.decrypt(key, _passphrase(settings))
        except pyrage.DecryptError:
            raise KeyNotUsable(what=str(settings.backup_passphrase_file)) from None
        found += _identities(own.decode(), settings.backup_passphrase_file)
    if settings.demo and (settings.data_dir / DEMO_KEY).exists():
        found.append(_demo_key(settings.data_dir / DEMO_KEY))
    if not found:
        raise NoIdentity()
    return found


def seal(parts: Iterator[bytes], target: IO[bytes], recipients: Sequence[x25519.Recipient]) -> None:
    """Write ``parts`` to ``target`` encrypted; what goes wrong in either comes out as it was."""
    source = _Flow(parts)
    sink = _Sink(target)
    try:
        pyrage.encrypt_io(source, sink, list(recipients))
    except pyrage.EncryptError:
        if failed := source.failed or sink.failed:
            raise failed from None
        raise


@contextmanager
def unsealed(source: IO[bytes], keys: Sequence[x25519.Identity]) -> Iterator[IO[bytes]]:
    """Give the decrypted stream of ``source``.

    Raises ``NotABackup`` when the file is cut short or was changed, ``NoIdentity`` when no key
    fits; what was read until then must not be believed.
    """
    reading, writing = os.pipe()
    wrong: list[Exception] = []

    def run() -> None:
        # Closing the pipe writes what is still kept, so it may fail like any other writing.
        try:
            with os.fdopen(writing, "wb") as pipe:
                pyrage.decrypt_io(source, pipe, list(keys))
        except (pyrage.DecryptError, OSError) as error:
            wrong.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        with os.fdopen(reading, "rb", buffering=1 << 16) as pipe:
            try:
                yield pipe
                while pipe.read(1 << 16):
                    pass
            except Exception as error:
                pipe.close()
                thread.join()
                raise _meant(wrong, error) from error
    finally:
        thread.join()
    if wrong:
        raise _meant(wrong, wrong[0])


def _meant(wrong: list[Exception], seen: Exception) -> Exception:
    """Return what to tell: what age found, unless it only noticed that we stopped reading."""
    if not wrong or isinstance(wrong[0], BrokenPipeError):
        return seen
    if isinstance(wrong[0], OSError) and wrong[0].errno is not None:
        return wrong[0]
    return NoIdentity() if "No matching keys" in str(wrong[0]) else NotABackup()


def _recipient(text: str) -> x25519.Recipient:
    try:
        return x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise KeyNotUsable(what=text[:24]) from None


def _identities(text: str, path: Path) -> list[x25519.Identity]:
    held = [each.strip() for each in text.splitlines()]
    try:
        found = [x25519.Identity.from_str(each) for each in held if each and each[0] != "#"]
    except pyrage.IdentityError:
        raise KeyNotUsable(what=str(path)) from None
    if not found:
        raise KeyNotUsable(what=str(path))
    return found


def _passphrase(settings: Settings) -> str:
    path = settings.backup_passphrase_file
    assert path is not None  # nosec B101 # for the type checker
    found = _read(path).strip()
    if len(found) < SHORTEST_PASSPHRASE:
        raise KeyNotUsable(what=str(path))
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise KeyNotUsable(what=str(path)) from None


def _demo_key(path: Path) -> x25519.Identity:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _identities(_read(path), path)[0]
    made = x25519.Identity.generate()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"# public key: {made.to_public()}\n{made}\n")
    return made


class _Flow(io.RawIOBase):
    """A readable file over an iterator of bytes, a little at a time."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts, self._held = parts, memoryview(b"")
        self.failed: BaseException | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            while not self._held:
                part = next(self._parts, None)
                if part is None:
                    return 0
                self._held = memoryview(part)
        except BaseException as error:
            self.failed = error
            raise
        taken = min(len(buffer), len(self._held))
        buffer[:taken] = self._held[:taken]
        self._held = self._held[taken:]
        return taken


class _Sink:
    """A writable file that remembers why it could not be written."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self.failed: BaseException | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._target.write(data)
        except BaseException as error:
            self.failed = error
            raise

    def flush(self) -> None:
        self._target.flush()
