#!/usr/bin/env python3
"""Перевірка квитанцій і голів журналу «Нічліг» без самого «Нічлігу».
Checks receipts and heads of the log of «Nichlih» without «Nichlih» itself.

One file; needs Python 3.9 or later and the package ``cryptography``, nothing else and no network.

  verify_log.py --key KEY receipt RECEIPT.json [--body]
  verify_log.py --key KEY heads OLD.txt NEW.txt PROOF.json

KEY is what /audit/key publishes: a line ``name+id+base64``, or a file with such lines. Take it from
where you trust it, not from whom you check. A receipt without ``--key`` is checked with the key
that it carries, and that is said. PROOF is the answer of /audit/proof/consistency.

Exit: 0 all of it was proven, 1 something was not, 2 a file could not be read.
What is what: RFC 6962 (tree), c2sp.org/signed-note, c2sp.org/tlog-checkpoint, RFC 8785 (bodies).
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

DASH, PROMISE = "\u2014", "/receipt"


class Unreadable(Exception):
    """A file is not what it was given as."""


class Said:
    """What was proven and what was not, told in both languages as it comes."""

    good = True

    def check(self, holds: bool, uk: str, en: str) -> bool:
        """Tell whether something was proven."""
        words = ("ДОВЕДЕНО", "PROVEN") if holds else ("НЕ ДОВЕДЕНО", "NOT PROVEN")
        print(f"{words[0]}: {uk}\n{words[1]}: {en}\n")
        self.good = self.good and holds
        return holds

    def note(self, uk: str, en: str) -> None:
        """Tell what the reader must know besides."""
        print(f"УВАГА: {uk}\nNOTE: {en}\n")


def leaf_hash(body: bytes) -> bytes:
    """Return a leaf of the tree."""
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return a node of the tree."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def inclusion_root(leaf: bytes, seq: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that a path leads to, None when it leads nowhere (RFC 9162 2.1.3.2)."""
    at, last, found = seq, size - 1, leaf
    if not 0 <= seq < size:
        return None
    for sibling in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            found = node_hash(sibling, found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        at, last = at >> 1, last >> 1
    return found if last == 0 else None


def grew(old: Head, new: Head, path: Sequence[bytes]) -> bool:
    """Tell whether a proof shows that ``new`` grew out of ``old`` (RFC 9162 2.1.4.2)."""
    if old.size == new.size:
        return not path and old.root == new.root
    if not 0 < old.size < new.size or not path:
        return False
    rest = list(path)
    if old.size & (old.size - 1) == 0:
        rest.insert(0, old.root)
    at, last = old.size - 1, new.size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    one = two = rest[0]
    for sibling in rest[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            one, two = node_hash(sibling, one), node_hash(sibling, two)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            two = node_hash(two, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and one == old.root and two == new.root


class Key:
    """A verifier key of C2SP: the name of a log and its Ed25519 key."""

    def __init__(self, line: str) -> None:
        try:
            self.name, mark, text = line.strip().split("+", 2)
            raw = base64.b64decode(text, validate=True)
            self.id = hashlib.sha256(self.name.encode() + b"\n" + raw).digest()[:4]
            if raw[:1] != b"\x01" or len(raw) != 33 or self.id.hex() != mark:
                raise ValueError
        except ValueError:
            raise Unreadable(f"{line[:60]}: це не ключ / not a key") from None
        self.raw = raw[1:]

    def opens(self, note: str) -> str | None:
        """Return the text of a signed note when this key signed it, None when it did not."""
        text, between, signatures = note.rpartition("\n\n")
        if not between or not signatures.endswith("\n"):
            raise Unreadable("це не підписаний текст / not a signed note")
        text += "\n"
        for line in signatures[:-1].split("\n"):
            name, _, mark = line.removeprefix(f"{DASH} ").rpartition(" ")
            try:
                raw = base64.b64decode(mark, validate=True)
            except ValueError:
                raise Unreadable("підпис не прочитано / a signature is not readable") from None
            if line.startswith(DASH) and name == self.name and raw[:4] == self.id:
                try:
                    Ed25519PublicKey.from_public_bytes(self.raw).verify(raw[4:], text.encode())
                except InvalidSignature:
                    return None
                return text
        return None


class Head:
    """What a checkpoint says: size, root, number and time."""

    def __init__(self, text: str, origin: str) -> None:
        try:
            first, size, root, number, _previous, at, end = text.split("\n")
            self.size, self.number = int(size), int(number.removeprefix("number "))
            self.root, self.at = base64.b64decode(root, validate=True), at.removeprefix("time ")
            if first != origin or end or len(self.root) != 32:
                raise ValueError
        except ValueError:
            raise Unreadable("це не голова журналу / not a head of the log") from None


def pick(keys: Sequence[Key], note: str, suffix: str = "") -> Key:
    """Return the key of the log that a note names in its first line, else the newest one."""
    first = note.partition("\n")[0]
    return next((key for key in keys if key.name + suffix == first), keys[-1])


def signed_head(said: Said, keys: Sequence[Key], note: str, name: str) -> Head | None:
    """Check the signature of a head; None when it does not hold."""
    key = pick(keys, note)
    text = key.opens(note)
    said.check(
        text is not None,
        f"{name}: голову підписав ключ журналу {key.name}",
        f"{name}: the head is signed by the key of the log {key.name}",
    )
    return None if text is None else Head(text, key.name)


def check_receipt(said: Said, keys: Sequence[Key], path: str, show: bool) -> None:
    """Check a receipt: the promise, the body, the place in the tree, the head."""
    try:
        told = json.loads(read(path))
        body, seq = base64.b64decode(told["body"], validate=True), told["seq"]
        carried, promise, note = Key(told["vkey"]), str(told["promise"]), told["checkpoint"]
        proof = [bytes.fromhex(each) for each in told["inclusion"] or ()]
        entry: dict[str, Any] = json.loads(body)
        if (
            type(seq) is not int
            or type(entry) is not dict
            or not isinstance(note, (str, type(None)))
        ):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Unreadable(f"{path}: це не квитанція / not a receipt") from None
    if not keys:
        keys = [carried]
        finger = hashlib.sha256(carried.raw).hexdigest()
        said.note(
            f"ключ узято із самої квитанції, звірте його відбиток з опублікованим: {finger}",
            f"the key is the receipt's own, compare its fingerprint with the published: {finger}",
        )
    key, leaf = pick(keys, promise, PROMISE), leaf_hash(body)
    wanted = f"{key.name}{PROMISE}\n{seq}\n{base64.b64encode(leaf).decode()}\n"
    said.check(
        key.opens(promise) == wanted and entry.get("seq") == seq and told["leaf"] == leaf.hex(),
        f"підписом обіцяно, що саме це тіло є записом № {seq} журналу {key.name}",
        f"the signature promises that this very body is entry {seq} of the log {key.name}",
    )
    head = None if note is None else signed_head(said, keys, note, path)
    if note is None:
        said.note(
            "доказу місця в дереві ще немає: візьміть квитанцію знову за кілька секунд",
            "there is no proof of the place in the tree yet: fetch the receipt again in seconds",
        )
    elif head is not None:
        said.check(
            inclusion_root(leaf, seq, head.size, proof) == head.root,
            f"запис № {seq} лежить під головою № {head.number} ({head.size} записів, {head.at})",
            f"entry {seq} lies under head {head.number} ({head.size} entries, {head.at})",
        )
    if show:
        print(json.dumps(entry, ensure_ascii=False, indent=2, sort_keys=True) + "\n")
    said.note(
        "це доводить, що й коли подано, а не що подане правдиве; що журнал відтоді не переписано,"
        " доводить пізніша голова (heads)",
        "this proves what was stated and when, not that it was true; that the log was not"
        " rewritten since is proven by a later head (heads)",
    )


def check_heads(said: Said, keys: Sequence[Key], paths: Sequence[str], proof: str) -> None:
    """Check that a later head grew out of an earlier one."""
    old, new = (signed_head(said, keys, read(path), path) for path in paths)
    if old is None or new is None:
        return
    try:
        path = [bytes.fromhex(each) for each in json.loads(read(proof))["hashes"]]
    except (ValueError, KeyError, TypeError):
        raise Unreadable(f"{proof}: це не доказ / not a proof") from None
    said.check(
        grew(old, new, path),
        f"перші {old.size} записів ті самі під обома головами: нічого не змінено й не вилучено",
        f"the first {old.size} entries are the same under both heads: none changed, none removed",
    )


def read(path: str) -> str:
    """Return the text of a file."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise Unreadable(f"{path}: {error}") from None


def main() -> int:
    """Check what was asked; return the exit code."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("--key")
    kinds = asked.add_subparsers(dest="kind", required=True)
    for kind, names in (
        ("receipt", ["file"]),
        ("heads", ["old", "new", "proof"]),
    ):
        one = kinds.add_parser(kind)
        for name in names:
            one.add_argument(name)
        if kind == "receipt":
            one.add_argument("--body", action="store_true")
    told, said = asked.parse_args(), Said()
    try:
        text = told.key or ""
        lines = [text] if text.count("+") >= 2 else read(text).splitlines() if text else []
        keys = [Key(line) for line in lines if line.count("+") >= 2]
        if told.kind == "receipt" and (keys or not text):
            check_receipt(said, keys, told.file, told.body)
        elif not keys:
            raise Unreadable("потрібен ключ: --key KEY / a key is needed: --key KEY")
        else:
            check_heads(said, keys, (told.old, told.new), told.proof)
    except Unreadable as error:
        print(f"НЕ ПРОЧИТАНО / NOT READABLE: {error}", file=sys.stderr)
        return 2
    return 0 if said.good else 1


if __name__ == "__main__":
    sys.exit(main())
