"""The log for everybody: what programs fetch holds together, and a receipt can be checked."""

import io
from datetime import UTC, datetime

import pytest

from occupancy.audit import queries, receipts, rules
from occupancy.audit.log import publish
from occupancy.audit.rules import receipt_text, verify_consistency, verify_inclusion
from occupancy.audit.services import Deed, record
from occupancy.database import saving
from occupancy.web.db import db, log
from tests.support.apps import token_of

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


@pytest.fixture
def client(portal):
    return portal.test_client()


@pytest.fixture
def signed(portal):
    """Sign two heads over the world's entries; return both sizes."""
    with portal.app_context():
        first = publish(db.session, log(), now=NOW)
        with saving(db.session) as session:
            facts = {"facility": "LV-0001", "rooms_occupied": 3, "due_kopiykas": 12_300}
            record(session, Deed("filing", "night:x", facts), actor="person:1", now=NOW)
        second = publish(db.session, log(), now=NOW.replace(minute=1))
    return first.size, second.size


def public_of(portal):
    with portal.app_context():
        epoch = queries.epoch(db.session)
    return epoch.origin, epoch.public_key


def test_the_newest_head_is_a_signed_note(portal, client, signed):
    answer = client.get("/audit/checkpoint")
    assert answer.content_type == "text/plain; charset=utf-8"
    head = rules.read_checkpoint(rules.opened(answer.text, *public_of(portal)))
    assert head.size == signed[1]
    older = client.get(f"/audit/checkpoint/{signed[0]}").text
    assert rules.read_checkpoint(rules.opened(older, *public_of(portal))).size == signed[0]


def test_a_proof_leads_from_an_entry_to_the_head(client, signed):
    told = client.get("/audit/proof/inclusion?seq=3").json
    path = [bytes.fromhex(each) for each in told["hashes"]]
    leaf, root = bytes.fromhex(told["leaf"]), bytes.fromhex(told["root"])
    assert told["size"] == signed[1]
    assert verify_inclusion(leaf, 3, told["size"], path, root)


def test_a_proof_leads_from_the_old_head_to_the_new(client, signed):
    told = client.get(f"/audit/proof/consistency?from={signed[0]}").json
    path = [bytes.fromhex(each) for each in told["hashes"]]
    old, new = bytes.fromhex(told["old_root"]), bytes.fromhex(told["new_root"])
    assert verify_consistency(signed[0], signed[1], path, old, new)


def test_the_key_can_be_read_by_go_tools(portal, client, signed):
    assert client.get("/audit/key").text.startswith(rules.vkey(*public_of(portal)) + "\nSHA-256 ")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/audit/proof/inclusion", 422),
        ("/audit/proof/inclusion?seq=-1", 422),
        ("/audit/proof/inclusion?seq=x", 422),
        ("/audit/proof/inclusion?seq=99999999999", 422),
        ("/audit/proof/inclusion?seq=9999", 404),
        ("/audit/proof/inclusion?seq=0&size=9999", 404),
        ("/audit/proof/inclusion?seq=4&size=4", 404),
        ("/audit/proof/consistency?from=0", 404),
        ("/audit/proof/consistency?from=5&to=4", 404),
        ("/audit/proof/consistency?from=١", 422),
        ("/audit/checkpoint/9999", 404),
        ("/audit/checkpoint/x", 404),
    ],
)
def test_what_is_not_there_is_told_so(client, signed, address, status):
    assert client.get(address).status_code == status


def test_before_the_first_head_there_is_nothing_to_prove(client):
    for address in ("checkpoint", "key", "proof/inclusion?seq=0", "proof/consistency?from=1"):
        assert client.get(f"/audit/{address}").status_code == 404
    page = client.get("/audit/")
    assert page.status_code == 200
    assert "Ще нічого не підписано" in page.text


def test_the_page_shows_the_head_and_the_key(client, signed):
    page = client.get("/audit/").text
    assert "Остання підписана голова" in page
    assert "127.0.0.1:8000/audit/1" in page


def test_the_program_that_checks_without_us_can_be_taken_along(client):
    answer = client.get("/audit/verify_log.py")
    assert answer.headers["Content-Disposition"] == "attachment; filename=verify_log.py"
    compile(answer.text, "verify_log.py", "exec")
    assert "import occupancy" not in answer.text


def receipt_of(portal, seq) -> str:
    with portal.app_context():
        return receipt_text(receipts.receipt(db.session, log(), seq))


def send(client, **form):
    form["csrf_token"] = token_of(client, "/audit/receipt")
    return client.post("/audit/receipt", data=form, content_type="multipart/form-data")


def test_a_receipt_is_checked_from_a_file_or_a_text(portal, client, signed):
    text = receipt_of(portal, signed[1] - 1)
    for form in ({"receipt": text}, {"file": (io.BytesIO(text.encode()), "r.json")}):
        answer = send(client, **form)
        assert answer.status_code == 200
        assert "Квитанція справжня, запис на місці" in answer.text
        assert "123,00" in answer.text


def test_a_changed_receipt_is_not_ours(portal, client, signed):
    text = receipt_of(portal, 2).replace('"seq": 2', '"seq": 1')
    assert "Цю квитанцію наш журнал не підписував" in send(client, receipt=text).text


@pytest.mark.parametrize("typed", ["", "no receipt", "[" * 70_000, "<script>alert(1)</script>"])
def test_what_is_no_receipt_is_refused_beside_the_field(client, signed, typed):
    answer = send(client, receipt=typed)
    assert answer.status_code == 422
    assert 'id="receipt-e"' in answer.text
    assert "<script>alert" not in answer.text
