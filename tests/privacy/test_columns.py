"""Counts, never guests' names: every column that could hold text says why it is there."""

import ast
from fnmatch import fnmatchcase

import sqlalchemy as sa

import occupancy.cli
import occupancy.worker.cli  # noqa: F401 - with both, every model is known
from occupancy.database import Base
from occupancy.inspections.rules import WORDS as VISIT_WORDS
from occupancy.privacy.queries import OF_THE_REGISTER, PLACES
from tests.support.tree import ROOT

#: Column (with * for any letters): what stands in it. The first that fits counts.
WHY = {
    # Free words of a person on duty. The form says "no guests' names"; the log has a digest only.
    "filing_revision.reason": "words: why a figure was corrected",
    "flag.closed_note": "words: why a signal was closed",
    "flag_reply.words": "words: what the facility answered to a question",
    "visit.statement": "words: what the facility's representative said",
    "visit.remarks": "words: remarks to the act",
    "visit.outcome_note": "words: why nothing could be examined",
    "visit.cancelled_reason": "words: why a visit was called off",
    "citation.void_reason": "words: why a paper is void",
    "approval.reason": "words: why something is asked of a second person",
    # People on duty: an account, or who received the inspector. No guest signs anything.
    "visit.received_by": "words: who spoke for the facility; printed on the act",
    "visit.received_post": "words: and in which post",
    "person.display_name": "people of ours: the name on pages and acts",
    "person.post_uk": "people of ours: the post on acts",
    "person.certificate_no": "people of ours: an inspector's certificate, on acts",
    "person.login": "people of ours: signs in",
    "person.password_hash": "secrets: argon2id",
    "person.totp_secret": "secrets: of the second factor",
    "sign_in_session.browser": "a code: family of a browser, of a closed list",
    "sign_in_session.device": "a code: kind of a device, of a closed list",
    "person.language": "choices",
    "person.theme": "choices",
    "sign_in_attempt.login": "throttling: a week at most",
    "sign_in_attempt.address": "throttling: a week at most",
    # The law, places and businesses: public registers.
    "audit_checkpoint.note": "the log: a signed head",
    "*.source": "where a fact is from, or which door a figure came through",
    "*.mark": "how well a fact is verified",
    "*.note": "remarks on a law's fact",
    "*_uk": "names and sentences of the law and of places",
    "*_en": "names and sentences of the law and of places",
    "community.*": "public classifier of communities",
    "rate_rule.*": "councils' decisions",
    "exemption_ground.*": "the law",
    "facility_kind.*": "the law",
    "document_type.*": "the law",
    "operator.name": "business: of the public register",
    "operator.tax_code*": "business: of the public register",
    "facility.*": "business: the house's name, address, code and kind",
    "visit.order_no": "number of an order",
    # Codes, numbers, digests: no form writes them freely.
    "*.kind": "a code",
    "*.state": "a code",
    "*.code": "a code",
    "*.role": "a code",
    "*.origin": "a code",
    "*.signing": "a code",
    "*.outcome": "a code",
    "*.outcome_reason": "a code",
    "*.decision": "a code",
    "*.closed_code": "a code",
    "*.account": "a code of the ledger",
    "*.cause": "what a ledger line rests on, by numbers",
    "*.methods": "codes",
    "*.reasons": "codes and figures",
    "closure.reason": "a code: chosen, never typed",
    "*.document_type": "a code",
    "*community*": "a code of the classifier",
    "*.id": "a number of the server's own making",
    "*_id": "a number of the server's own making",
    "*_sha256": "digest",
    "*_leaf": "digest",
    "attachment.sha256": "digest",
    "attachment.key": "random letters: a file's name on the disk",
    "attachment.purpose": "a code",
    "attachment.media_type": "a code",
    "*_hash": "digest",
    "*_digest": "digest",
    "*.salt": "salt of a digest",
    "*.subject": "what an entry is about, by numbers",
    "*.number_text": "a printed number",
    "*.receipt_no": "a printed number",
    "*.idempotency_key": "random letters of a form",
    "*.*_version": "which code or template made it",
    "*.digest": "digest",
    "scan_progress.stage": "a code",
    "evidence_check.design": "a code",
    "worker_job.name": "a code",
    "outbox_message.error": "the class of a failure, never its words",
    "outbox_message.*": "a head of the log on its way to a witness: no person in it",
    "worker_job.error": "the class of a failure, never its words",
    # Frozen documents: figures and codes; of people only those named above.
    "audit_epoch.*": "the log: its name and public key",
    "audit_node.*": "the log: digests",
    "approval.facts": "what a second person is asked for: codes and numbers",
    "audit_entry.body": "the log: figures, codes, digests",
    "visit.seal": "what was declared at the moment of opening: figures",
    "citation.snapshot": "what the act says",
    "scan_run.params": "figures",
    "scan_run.notes": "codes",
    "filing_revision.exempt": "counts by ground",
    "filing_revision.bands": "counts by price band",
}
TEXT = (sa.String, sa.JSON, sa.LargeBinary)


def columns() -> list[str]:
    return [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, TEXT)
    ]


def why(column: str) -> str | None:
    return next((text for pattern, text in WHY.items() if fnmatchcase(column, pattern)), None)


def test_every_column_that_could_hold_text_has_a_reason_to_exist():
    assert [column for column in columns() if why(column) is None] == []


def test_no_reason_is_left_over_from_a_column_that_is_gone():
    used = {pattern for column in columns() for pattern in WHY if fnmatchcase(column, pattern)}
    assert set(WHY) - used == set()


def test_all_free_words_can_be_erased():
    erasable = {
        f"{place.key.class_.__tablename__}.{name}"
        for place in PLACES.values()
        for name in place.columns
    }
    assert erasable == {column for column in columns() if (why(column) or "").startswith("words:")}
    assert {f"visit.{name}" for name in VISIT_WORDS} <= erasable


def test_whatever_words_a_deed_passes_to_the_log_can_be_erased_where_they_stand():
    """A new kind of entry with words needs its row in ``PLACES``, but for those of the register."""
    passed: set[str] = set()
    for path in (ROOT / "occupancy").glob("**/services/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "words":
                passed |= {key.value for key in ast.walk(node.value) if _is_name(key)}
    known = {name for place in PLACES.values() for name in place.columns}
    assert {"reason", "closed_note", "void_reason", "cancelled_reason"} <= passed
    assert passed - OF_THE_REGISTER <= known


def _is_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_no_column_is_named_after_a_guest_as_a_person():
    suspect = ("guest_name", "surname", "passport", "document_no", "birth", "phone", "citizenship")
    named = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(word in column.name for word in suspect)
    }
    assert named == set()
