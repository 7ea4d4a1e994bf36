"""A receipt as a file: what a hotel keeps to prove its filing, even against the authority."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from occupancy.audit.rules.bodies import canonical, leaf_hash
from occupancy.audit.rules.notes import Checkpoint, opened, read_checkpoint, read_promise
from occupancy.audit.rules.refusals import NoteNotAuthentic, NoteNotReadable
from occupancy.audit.rules.tree import verify_inclusion

FORMAT = "nichlih-receipt-1"
#: A receipt is a few kilobytes; more is something else.
LONGEST = 64 * 1024


@dataclass(frozen=True)
class Receipt:
    """Entry ``seq`` with its exact ``body``, promised by the log ``origin`` in a signed note.

    ``checkpoint`` (a signed note) and ``inclusion`` (the audit path) come once a head covers it.
    """

    origin: str
    vkey: str
    seq: int
    leaf: bytes
    body: bytes
    promise: str
    checkpoint: str | None
    inclusion: tuple[bytes, ...] | None

    @property
    def said(self) -> dict[str, Any]:
        """Return the entry's body, read."""
        read: dict[str, Any] = json.loads(self.body)
        return read


def receipt_text(receipt: Receipt) -> str:
    """Return the file of a receipt: JSON that people can look through."""
    path = None if receipt.inclusion is None else [each.hex() for each in receipt.inclusion]
    return (
        json.dumps(
            {
                "format": FORMAT,
                "origin": receipt.origin,
                "vkey": receipt.vkey,
                "seq": receipt.seq,
                "leaf": receipt.leaf.hex(),
                "body": base64.b64encode(receipt.body).decode("ascii"),
                "promise": receipt.promise,
                "checkpoint": receipt.checkpoint,
                "inclusion": path,
            },
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )


def read_receipt(text: str) -> Receipt:
    """Read the file of a receipt; raises ``NoteNotReadable`` for anything else."""
    if len(text) > LONGEST:
        raise NoteNotReadable()
    try:
        told = json.loads(text)
        path = told["inclusion"]
        found = Receipt(
            origin=_text(told["origin"]),
            vkey=_text(told["vkey"]),
            seq=told["seq"],
            leaf=bytes.fromhex(told["leaf"]),
            body=base64.b64decode(told["body"], validate=True),
            promise=_text(told["promise"]),
            checkpoint=None if told["checkpoint"] is None else _text(told["checkpoint"]),
            inclusion=None if path is None else tuple(bytes.fromhex(each) for each in path),
        )
        if told["format"] != FORMAT or type(found.seq) is not int or not _holds_plain(found.body):
            raise NoteNotReadable()
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        raise NoteNotReadable() from None
    if len(found.leaf) != 32 or found.seq < 0:
        raise NoteNotReadable()
    return found


def check_promise(receipt: Receipt, public: bytes) -> None:
    """Hold the promise against the log's public key (32 bytes), the number and the body.

    Raises ``NoteNotReadable`` or ``NoteNotAuthentic``.
    """
    promise = read_promise(opened(receipt.promise, receipt.origin, public))
    promised = (promise.origin, promise.seq, promise.leaf)
    if promised != (receipt.origin, receipt.seq, leaf_hash(receipt.body)):
        raise NoteNotAuthentic()
    if receipt.leaf != promise.leaf or receipt.said.get("seq") != receipt.seq:
        raise NoteNotAuthentic()


def check_inclusion(receipt: Receipt, public: bytes) -> Checkpoint | None:
    """Return the head that the receipt's path leads to; None where it carries none yet.

    Raises ``NoteNotReadable`` or ``NoteNotAuthentic``.
    """
    if receipt.checkpoint is None or receipt.inclusion is None:
        return None
    head = read_checkpoint(opened(receipt.checkpoint, receipt.origin, public))
    leaf = leaf_hash(receipt.body)
    if not verify_inclusion(leaf, receipt.seq, head.size, receipt.inclusion, head.root):
        raise NoteNotAuthentic()
    return head


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise NoteNotReadable()
    return value


def _holds_plain(body: bytes) -> bool:
    """Tell whether ``body`` is a canonical entry, as every body of the log is."""
    said = json.loads(body)
    return isinstance(said, dict) and canonical(said) == body
