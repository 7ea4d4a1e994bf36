"""What others kept: checkpoints and receipts, held against the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from occupancy.audit.findings import Findings
from occupancy.audit.rules import (
    Checkpoint,
    NoteNotAuthentic,
    NoteNotReadable,
    Receipt,
    check_inclusion,
    check_promise,
    checkpoint_text,
    opened,
    read_checkpoint,
    read_receipt,
)


@dataclass(frozen=True)
class Evidence:
    """A file from outside: its name for people, and its text."""

    name: str
    text: str


class Outside:
    """Checkpoints and receipts that others kept, opened with the keys of the epochs.

    Whatever cannot be opened is told at once; the rest waits for the pass over the entries.
    """

    def __init__(
        self,
        findings: Findings,
        keys: Mapping[str, tuple[int, bytes]],
        checkpoints: Iterable[Evidence],
        receipts: Iterable[Evidence],
    ) -> None:
        self._findings = findings
        self._keys = keys
        self.heads: list[tuple[str, Checkpoint]] = []
        self.receipts: list[tuple[str, Receipt]] = []
        for file in checkpoints:
            self._take_checkpoint(file)
        for file in receipts:
            self._take_receipt(file)

    @property
    def sizes(self) -> set[int]:
        """Return the sizes whose roots are wanted."""
        return {head.size for _, head in self.heads}

    @property
    def numbers(self) -> set[tuple[int, int]]:
        """Return (epoch, number) of the heads that must be among the stored ones."""
        return {(self._keys[head.origin][0], head.number) for _, head in self.heads}

    @property
    def bodies(self) -> dict[int, bytes]:
        """Return the bodies that receipts hold, by entry."""
        return {receipt.seq: receipt.body for _, receipt in self.receipts}

    def finish(
        self,
        size: int,
        roots: Mapping[int, bytes],
        texts: Mapping[tuple[int, int], str],
        lost_from: Mapping[int, int],
    ) -> list[tuple[str, Mapping[str, Any]]]:
        """Compare; return notes about what a declared restore lost.

        ``size`` is that of the log, ``roots`` its roots by size, ``texts`` the stored heads by
        (epoch, number), ``lost_from`` by epoch the first entry that its history lost.
        """
        notes: list[tuple[str, Mapping[str, Any]]] = []
        since = 0
        for name, head in sorted(self.heads, key=lambda each: each[1].size):
            epoch = self._keys[head.origin][0]
            if epoch in lost_from and head.size > lost_from[epoch]:
                notes.append(("outside_lost", {"file": name, "first": lost_from[epoch]}))
                continue
            if head.size > size:
                self._findings.add(size, "outside_beyond", file=name, size=head.size)
            elif roots.get(head.size) != head.root:
                self._findings.add(
                    None, "outside_differs", since=since, last=head.size - 1, file=name
                )
            elif texts.get((epoch, head.number)) != checkpoint_text(head):
                self._findings.add(None, "outside_not_kept", file=name, number=head.number)
            else:
                since = head.size
        for name, receipt in self.receipts:
            epoch = self._keys[receipt.origin][0]
            if epoch in lost_from and receipt.seq >= lost_from[epoch]:
                notes.append(("outside_lost", {"file": name, "first": lost_from[epoch]}))
            elif receipt.seq >= size:
                self._findings.add(size, "receipt_beyond", file=name, number=receipt.seq)
        return notes

    def _take_checkpoint(self, file: Evidence) -> None:
        origin = file.text.partition("\n")[0]
        if origin not in self._keys:
            self._findings.add(None, "outside_unknown", file=file.name)
            return
        try:
            text = opened(file.text, origin, self._keys[origin][1])
            self.heads.append((file.name, read_checkpoint(text)))
        except (NoteNotReadable, NoteNotAuthentic):
            self._findings.add(None, "outside_not_signed", file=file.name)

    def _take_receipt(self, file: Evidence) -> None:
        try:
            receipt = read_receipt(file.text)
            if receipt.origin not in self._keys:
                self._findings.add(None, "outside_unknown", file=file.name)
                return
            public = self._keys[receipt.origin][1]
            check_promise(receipt, public)
            head = check_inclusion(receipt, public)
        except (NoteNotReadable, NoteNotAuthentic):
            self._findings.add(None, "outside_not_signed", file=file.name)
            return
        self.receipts.append((file.name, receipt))
        if head is not None:
            self.heads.append((file.name, head))
