"""Signed notes as the C2SP describes them (c2sp.org/signed-note, c2sp.org/tlog-checkpoint).

Two kinds of text are signed: a checkpoint (the head of the log) and a promise (this entry is in
the log at this number). Their first lines differ, so neither can be taken for the other.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from occupancy.audit.rules.refusals import NoteNotAuthentic, NoteNotReadable

#: Signature type byte of Ed25519 in key ids and verifier keys.
ED25519 = b"\x01"
#: What the first line of a promise adds to the origin.
PROMISE = "/receipt"
_DASH = "\u2014"


@dataclass(frozen=True)
class Checkpoint:
    """The head of the log: ``root`` over the first ``size`` entries.

    Heads are numbered from 1 without a gap; ``previous`` is the SHA-256 of the signed note before
    (zeros for the first), ``at`` the UTC moment of signing.
    """

    origin: str
    size: int
    root: bytes
    number: int
    previous: bytes
    at: str


@dataclass(frozen=True)
class Promise:
    """What a receipt promises: entry ``seq`` of the log ``origin`` has the hash ``leaf``."""

    origin: str
    seq: int
    leaf: bytes


def checkpoint_text(head: Checkpoint) -> str:
    """Return the text of a checkpoint: origin, size, root, and our extension lines."""
    return (
        f"{head.origin}\n{head.size}\n{_base64(head.root)}\n"
        f"number {head.number}\nprevious {head.previous.hex()}\ntime {head.at}\n"
    )


def promise_text(promise: Promise) -> str:
    """Return the text of a promise: origin and kind, number of the entry, its leaf hash."""
    return f"{promise.origin}{PROMISE}\n{promise.seq}\n{_base64(promise.leaf)}\n"


def signed(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """Return ``text`` as a note signed by ``key`` under ``name``."""
    public = key.public_key().public_bytes_raw()
    mark = key_id(name, public) + key.sign(text.encode())
    return f"{text}\n{_DASH} {name} {_base64(mark)}\n"


def opened(note: str, name: str, public: bytes) -> str:
    """Return the text of a note once the signature of ``public`` (32 bytes) under ``name`` holds.

    Raises ``NoteNotReadable`` or ``NoteNotAuthentic``.
    """
    text, between, signatures = note.rpartition("\n\n")
    if not between or not signatures.endswith("\n"):
        raise NoteNotReadable()
    text += "\n"
    key, key_name = _key(public), key_id(name, public)
    for line in signatures[:-1].split("\n"):
        dash, _, rest = line.partition(" ")
        who, _, mark = rest.rpartition(" ")
        raw = _bytes(mark)
        if dash != _DASH:
            raise NoteNotReadable()
        if who != name or raw[:4] != key_name:
            continue
        try:
            key.verify(raw[4:], text.encode())
        except InvalidSignature:
            raise NoteNotAuthentic() from None
        return text
    raise NoteNotAuthentic()


def read_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint of ours; raises ``NoteNotReadable``."""
    try:
        origin, size, root, number, previous, at, end = text.split("\n")
        if end or not number.startswith("number ") or not previous.startswith("previous "):
            raise NoteNotReadable()
        found = Checkpoint(
            origin,
            _count(size),
            _bytes(root),
            _count(number.removeprefix("number ")),
            bytes.fromhex(previous.removeprefix("previous ")),
            at.removeprefix("time "),
        )
    except ValueError:
        raise NoteNotReadable() from None
    if len(found.root) != 32 or checkpoint_text(found) != text:
        raise NoteNotReadable()
    return found


def read_promise(text: str) -> Promise:
    """Read the text of a promise; raises ``NoteNotReadable``."""
    try:
        first, seq, leaf, end = text.split("\n")
        found = Promise(first.removesuffix(PROMISE), _count(seq), _bytes(leaf))
    except ValueError:
        raise NoteNotReadable() from None
    if end or len(found.leaf) != 32 or promise_text(found) != text:
        raise NoteNotReadable()
    return found


def key_id(name: str, public: bytes) -> bytes:
    """Return the four bytes by which a note names a key."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def vkey(name: str, public: bytes) -> str:
    """Return a verifier key as Go's tools take it: name, key id and key in one line."""
    return f"{name}+{key_id(name, public).hex()}+{_base64(ED25519 + public)}"


def fingerprint(public: bytes) -> str:
    """Return the SHA-256 of a public key in hex, in groups of four that can be read aloud."""
    digits = hashlib.sha256(public).hexdigest()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


@lru_cache(maxsize=8)
def _key(public: bytes) -> Ed25519PublicKey:
    """Return a key ready for use: a log has few, and very many heads."""
    return Ed25519PublicKey.from_public_bytes(public)


def _count(digits: str) -> int:
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 18:
        raise NoteNotReadable()
    return int(digits)


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteNotReadable() from None
