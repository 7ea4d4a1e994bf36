"""Notes are what the C2SP describes, and a changed one is told from a true one."""

import base64
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from occupancy.audit import rules
from occupancy.audit.rules import Checkpoint, NoteNotAuthentic, NoteNotReadable, Promise

#: The example of golang.org/x/mod/sumdb/note: its key, text and signature.
GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
GO_NOTE = (
    GO_TEXT + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvq"
    "fqdngotpRZb6KE6RyyBwJnAM=\n"
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
ORIGIN = "nichlih.example/audit/1"
HEAD = Checkpoint(ORIGIN, 17, bytes(range(32)), 3, bytes(32), "2026-11-23T20:47:16.120Z")


def test_a_note_of_the_go_library_opens():
    name, _, key = GO_VKEY.split("+")
    public = base64.b64decode(key)[1:]
    assert rules.opened(GO_NOTE, name, public) == GO_TEXT
    assert rules.vkey(name, public) == GO_VKEY


def test_a_checkpoint_comes_back_as_it_was_signed():
    note = rules.signed(rules.checkpoint_text(HEAD), ORIGIN, KEY)
    assert note.startswith(f"{ORIGIN}\n17\n")
    assert rules.read_checkpoint(rules.opened(note, ORIGIN, PUBLIC)) == HEAD


def test_a_promise_is_no_checkpoint_and_the_other_way_round():
    promise = Promise(ORIGIN, 4, bytes(32))
    text = rules.promise_text(promise)
    assert rules.read_promise(text) == promise
    with pytest.raises(NoteNotReadable):
        rules.read_checkpoint(text)
    with pytest.raises(NoteNotReadable):
        rules.read_promise(rules.checkpoint_text(HEAD))


@given(st.integers(0, 10_000), st.characters(exclude_categories=["Cs"]))
def test_a_note_with_any_other_letter_is_refused(place, letter):
    note = rules.signed(rules.checkpoint_text(HEAD), ORIGIN, KEY)
    at = place % len(note)
    changed = note[:at] + letter + note[at + 1 :]
    if changed != note:
        with pytest.raises((NoteNotAuthentic, NoteNotReadable)):
            rules.opened(changed, ORIGIN, PUBLIC)


def test_another_key_or_another_name_does_not_sign():
    text = rules.checkpoint_text(HEAD)
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32))
    with pytest.raises(NoteNotAuthentic):
        rules.opened(rules.signed(text, ORIGIN, stranger), ORIGIN, PUBLIC)
    with pytest.raises(NoteNotAuthentic):
        rules.opened(rules.signed(text, "other.example", KEY), ORIGIN, PUBLIC)


def test_a_witness_may_sign_below_us():
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32))
    text = rules.checkpoint_text(HEAD)
    ours, theirs = rules.signed(text, ORIGIN, KEY), rules.signed(text, "w.example", stranger)
    assert rules.opened(ours + theirs.splitlines(keepends=True)[-1], ORIGIN, PUBLIC) == text


@pytest.mark.parametrize(
    "note", ["", "\n\n", "text\n\n", "text\n\nno dash\n", "text\n\n— name\n", "text\n\n— name ?\n"]
)
def test_what_is_no_note_is_refused(note):
    with pytest.raises((NoteNotReadable, NoteNotAuthentic)):
        rules.opened(note, ORIGIN, PUBLIC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        rules.checkpoint_text(replace(HEAD, root=b"short")),
        rules.checkpoint_text(HEAD).replace("\n17\n", "\n١٧\n"),
        rules.checkpoint_text(HEAD).replace("\n17\n", "\n017\n"),
        rules.checkpoint_text(HEAD).replace("number", "place"),
        rules.checkpoint_text(HEAD) + "more\n",
    ],
)
def test_what_is_no_checkpoint_of_ours_is_refused(text):
    with pytest.raises(NoteNotReadable):
        rules.read_checkpoint(text)


def test_a_fingerprint_can_be_read_aloud():
    assert len(rules.fingerprint(PUBLIC).split()) == 16
