"""The log for everybody: the newest signed head, proofs, the key. Only hashes leave here."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from flask import Response, jsonify, render_template, send_file
from flask.typing import ResponseReturnValue

from occupancy.audit import queries, rules
from occupancy.audit.queries import CheckpointRow, EpochRow
from occupancy.errors import NotYours
from occupancy.public.blueprints import bp
from occupancy.public.log_numbers import asked_pair
from occupancy.web.db import db
from occupancy.web.guards import everyone

#: Needs nothing of ours, so that it can be trusted by who does not trust us.
VERIFIER = Path(__file__).resolve().parent / "downloads" / "verify_log.py"
#: How many heads the page for people lists.
LISTED = 10


@bp.get("/audit/")
@everyone
def log() -> str:
    """Tell people what the log is, how far it is signed, and how to check it without us."""
    newest = queries.newest_checkpoint(db.session)
    after = newest.number - LISTED if newest else 0
    return render_template(
        "public/log.html",
        newest=newest,
        heads=queries.checkpoints(db.session, after=max(0, after))[::-1],
        epochs=[(each, rules.fingerprint(each.public_key)) for each in _epochs()],
    )


@bp.get("/audit/checkpoint")
@everyone
def log_checkpoint() -> Response:
    """Return the newest head as a signed note (c2sp.org/tlog-checkpoint)."""
    return _note(queries.newest_checkpoint(db.session))


@bp.get("/audit/checkpoint/<int:size>")
@everyone
def log_checkpoint_of_size(size: int) -> Response:
    """Return the head over exactly ``size`` entries."""
    return _note(queries.checkpoint_of_size(db.session, size))


@bp.get("/audit/proof/inclusion")
@everyone
def log_inclusion() -> ResponseReturnValue:
    """Return the audit path of entry ``seq`` in the tree of ``size`` (default: the newest head's).

    Hashes are hexadecimal, the one beside the leaf first (RFC 6962 §2.1.1).
    """
    seq, size = asked_pair("seq", "size", _signed_size())
    if not seq < size <= _signed_size():
        raise NotYours()
    found = queries.leaf_and_body(db.session, seq)
    if found is None:
        raise NotYours()
    path = queries.inclusion_proof(db.session, seq, size)
    return jsonify(
        seq=seq,
        size=size,
        leaf=found[0].hex(),
        root=queries.root_at(db.session, size).hex(),
        hashes=[each.hex() for each in path],
    )


@bp.get("/audit/proof/consistency")
@everyone
def log_consistency() -> ResponseReturnValue:
    """Return the proof that the tree of ``to`` (default: the newest) grew out of that of ``from``.

    Hashes are hexadecimal, in the order of RFC 6962 §2.1.2.
    """
    old, new = asked_pair("from", "to", _signed_size())
    if not 0 < old <= new <= _signed_size():
        raise NotYours()
    path = queries.consistency_proof(db.session, old, new)
    return jsonify(
        {
            "from": old,
            "to": new,
            "old_root": queries.root_at(db.session, old).hex(),
            "new_root": queries.root_at(db.session, new).hex(),
            "hashes": [each.hex() for each in path],
        }
    )


@bp.get("/audit/verify_log.py")
@everyone
def log_verifier() -> Response:
    """Return the program that checks receipts and heads without us: one file, to be read first."""
    program = BytesIO(VERIFIER.read_bytes())
    return send_file(
        program, mimetype="text/x-python", as_attachment=True, download_name=VERIFIER.name
    )


@bp.get("/audit/key")
@everyone
def log_key() -> Response:
    """Return the verifier key of each epoch, the running one last, with its fingerprint."""
    keys = [
        (rules.vkey(each.origin, each.public_key), rules.fingerprint(each.public_key))
        for each in _epochs()
    ]
    if not keys:
        raise NotYours()
    return _plain("\n".join(f"{key}\nSHA-256 {finger}\n" for key, finger in keys))


def _epochs() -> list[EpochRow]:
    return queries.epochs(db.session)


def _signed_size() -> int:
    """Return how many entries the newest head covers: beyond it nothing is proved."""
    newest = queries.newest_checkpoint(db.session)
    return newest.size if newest else 0


def _note(head: CheckpointRow | None) -> Response:
    if head is None:
        raise NotYours()
    return _plain(head.note)


def _plain(text: str) -> Response:
    return Response(text, content_type="text/plain; charset=utf-8")
