"""A visit on the tablet, from «Почати» to the paper."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from occupancy.citations.models import Citation
from occupancy.scans.models import NightBand, ScanRun
from tests.citations.visits import kyiv
from tests.support.apps import token_of

COUNT = {
    "rooms_seen": "5",
    "guests_seen": "11",
    "methods": ["keys", "windows"],
    "counted_from": "20:45",
    "counted_to": "2045",
}


@pytest.fixture
def opened(walk, tablet, send):
    """Give a signed-in tablet and the address of a visit that it has just opened."""
    visit = walk.planned()
    client = tablet("inspector")
    address = f"/visits/{visit.id}"
    answer = send(client, f"{address}/open", {}, page=address)
    assert (answer.status_code, answer.location.endswith(f"{address}/count")) == (303, True)
    return client, address, visit.id


@pytest.fixture
def band(kept, world):
    """Keep a band of the same weekday a week ago: 5 to 13 guests."""
    run = ScanRun(
        date_from=date(2026, 1, 1), date_to=date(2026, 11, 22),
        bands_from=date(2026, 11, 1), number=1, input_digest="a" * 64,
        params_digest="b" * 64, code_version="1", params={}, notes=[], facilities=1, nights=1,
        flags_opened=0, flags_closed=0, flags_standing=0, decides_flags=False,
        started_at=kyiv(3), seconds=1.0,
    )  # fmt: skip
    kept.add(run)
    kept.flush()
    kept.add(
        NightBand(
            run_id=run.id, facility_id=world.facilities["SL-0001"],
            night=date(2026, 11, 16), declared=2, expected=9.0, low80=5.2, high80=13.1,
            low95=3.0, high95=16.0, p_value=0.01, hidden=5.0, flagged=True,
        )
    )  # fmt: skip
    kept.commit()


def test_opening_seals_to_the_second_and_shows_it(opened, visit_now):
    client, address, visit_id = opened
    page = client.get(f"{address}/count").text
    sealed = visit_now(visit_id)
    assert sealed.state == "opened"
    assert "Запечатано 20:45:" in page
    assert "нічого не подано" in page
    assert "Граничний час 22:00 ще не минув." in page


def test_the_band_is_shown_only_after_both_counts(opened, send, band):
    client, address, _ = opened
    one = send(client, f"{address}/count", {**COUNT, "guests_seen": ""})
    assert one.status_code == 303
    for step in ("count", "statement", "signing", "outcome"):
        page = client.get(f"{address}/{step}").text
        assert "5–13" not in page
        assert "c-b80" not in page
    send(client, f"{address}/count", COUNT)
    page = client.get(f"{address}/count").text
    assert "5–13" in page
    assert "того самого дня тижня" in page


def test_every_step_keeps_what_was_written(opened, send, visit_now):
    client, address, visit_id = opened
    answer = send(client, f"{address}/count", {**COUNT, "go": "statement"})
    assert answer.location.endswith("/statement")
    said = {
        "received_by": "Особа Вигадана",
        "statement": "Рядок один.\r\nРядок два.",
        "go": "count",
    }
    answer = send(client, f"{address}/statement", said)
    assert answer.location.endswith("/count")
    send(client, f"{address}/signing", {"signing": "with_remarks", "remarks": "Швидко."})
    visit = visit_now(visit_id)
    assert (visit.rooms_seen, visit.guests_seen, visit.methods) == (5, 11, ("keys", "windows"))
    assert visit.counted_from == visit.counted_to == datetime(2026, 11, 23, 18, 45, tzinfo=UTC)
    assert visit.statement == "Рядок один.\nРядок два."
    assert (visit.signing, visit.remarks) == ("with_remarks", "Швидко.")
    page = client.get(f"{address}/count").text
    assert 'value="11"' in page
    assert "Чернетку збережено 20:45:" in page


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rooms_seen", "п’ять"),
        ("rooms_seen", "-1"),
        ("rooms_seen", "1" + "0" * 20),
        ("rooms_seen", "true"),
        ("guests_seen", "1.5"),
        ("guests_seen", "１１"),
        ("guests_seen", "5x"),
        ("counted_from", "25:00"),
        ("counted_from", "зранку"),
        ("counted_from", "18:00"),
        ("counted_to", "23:59"),
        ("methods", "guesswork"),
    ],
)
def test_a_value_that_cannot_be_is_told_and_kept_on_the_page(opened, send, visit_now, name, value):
    client, address, visit_id = opened
    answer = send(client, f"{address}/count", {**COUNT, name: value, "go": "statement"})
    assert answer.status_code == 422
    assert f'href="#{name}"' in answer.text
    if name != "methods":
        assert f'value="{value}"' in answer.text
    assert 'value="11"' in answer.text or name == "guests_seen"
    assert visit_now(visit_id).rooms_seen is None


@pytest.mark.parametrize(
    ("step", "form", "name"),
    [
        ("statement", {"received_by": "x" * 161}, "received_by"),
        ("statement", {"statement": "x" * 2001}, "statement"),
        ("statement", {"statement": "а\u202eб"}, "statement"),
        ("signing", {"signing": "perhaps"}, "signing"),
    ],
)
def test_words_that_cannot_be_kept_are_told(opened, send, step, form, name):
    client, address, _ = opened
    answer = send(client, f"{address}/{step}", form)
    assert answer.status_code == 422
    assert f'href="#{name}"' in answer.text


def test_a_script_in_a_statement_is_shown_as_text(opened, send):
    client, address, _ = opened
    send(client, f"{address}/statement", {"statement": "<script>alert(1)</script>"})
    page = client.get(f"{address}/statement").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_a_difference_ends_in_a_paper(opened, file, send, kept):
    client, address, _ = opened
    later = file(4, 9, kyiv(20, 46))
    send(client, f"{address}/count", COUNT)
    send(client, f"{address}/signing", {"signing": "refused"})
    page = client.get(f"{address}/outcome").text
    assert "Змінено пізніше, о 20:46:00: номерів 4, гостей 9." in page
    answer = send(client, f"{address}/outcome", {"outcome": "difference", "document_type": "akt"})
    assert answer.status_code == 303
    address_of_paper = answer.location.removeprefix("/inspector")
    paper = client.get(address_of_paper).text
    assert "№ СЛ-2026-000001" in paper
    assert "чинний" in paper
    pdf = client.get(f"{address_of_paper}.pdf")
    assert pdf.mimetype == "application/pdf"
    assert pdf.data.startswith(b"%PDF-")
    assert client.get(f"{address_of_paper}.pdf").data == pdf.data
    kept.rollback()
    said = kept.scalars(select(Citation)).one().snapshot.decode()
    assert later.receipt_no in said
    # Sent again (a double tap, a cut line): the same paper, no second number.
    again = client.post(
        f"{address}/outcome",
        data={
            "outcome": "difference", "document_type": "akt",
            "csrf_token": token_of(client, address_of_paper),
        },
    )  # fmt: skip
    assert again.location == answer.location


def test_no_difference_ends_in_two_taps_with_a_letter(opened, walk, tablet, send, file, visit_now):
    file(5, 11, kyiv(20, 45))
    client, address, visit_id = opened
    send(client, f"{address}/count", COUNT)
    answer = send(client, f"{address}/outcome", {"outcome": "no_difference"})
    assert answer.status_code == 303
    assert visit_now(visit_id).outcome == "no_difference"
    assert "Лист подяки" in client.get(address).text
    letter = client.get(f"{address}/thanks").text
    assert "Славська селищна рада" in letter
    assert "Дякуємо" in letter


def test_an_attempt_ends_with_its_reason(opened, send, visit_now):
    client, address, visit_id = opened
    refused = send(client, f"{address}/outcome", {"outcome": "not_examined"})
    assert refused.status_code == 422
    assert "Скажіть, чому." in refused.text
    answer = send(client, f"{address}/outcome", {"outcome": "not_examined", "reason": "shut"})
    assert answer.status_code == 303
    assert visit_now(visit_id).outcome_reason == "shut"
    assert client.get(f"{address}/thanks").status_code == 404


def test_an_unfinished_visit_says_what_is_missing_and_where(opened, send, kept, visit_now):
    client, address, visit_id = opened
    answer = send(client, f"{address}/outcome", {"outcome": "difference", "document_type": "akt"})
    assert answer.status_code == 422
    assert f"{address}/count#rooms_seen" in answer.text
    assert f"{address}/signing#signing" in answer.text
    assert visit_now(visit_id).state == "opened"
    assert kept.scalar(select(func.count()).select_from(Citation)) == 0


@pytest.mark.parametrize("kind", ["protokol", "", "leaflet"])
def test_a_paper_that_is_off_leaves_the_visit_open(opened, send, visit_now, kind):
    client, address, visit_id = opened
    send(client, f"{address}/count", COUNT)
    send(client, f"{address}/signing", {"signing": "signed"})
    answer = send(client, f"{address}/outcome", {"outcome": "difference", "document_type": kind})
    assert answer.status_code == 422
    assert visit_now(visit_id).state == "opened"


def test_a_finished_visit_has_no_steps(opened, send):
    client, address, _ = opened
    send(client, f"{address}/outcome", {"outcome": "not_examined", "reason": "danger"})
    for step in ("count", "statement", "signing", "outcome"):
        answer = client.get(f"{address}/{step}")
        assert (answer.status_code, answer.location.endswith(address)) == (303, True)


def test_before_noon_the_button_is_not_there_and_the_deed_is_refused(walk, tablet, at, send):
    visit = walk.planned()
    at(kyiv(11, 30))
    client = tablet("inspector")
    page = client.get(f"/visits/{visit.id}")
    assert "Почати обстеження" not in page.text
    assert "Ця ніч починається" in page.text
    answer = send(client, f"/visits/{visit.id}/open", {}, page=f"/visits/{visit.id}")
    assert answer.status_code == 409


@pytest.mark.parametrize("login", ["chief", "inspector2"])
def test_papers_of_others_do_not_exist(opened, send, tablet, login, kept):
    client, address, _ = opened
    send(client, f"{address}/count", COUNT)
    send(client, f"{address}/signing", {"signing": "signed"})
    paper = send(
        client, f"{address}/outcome", {"outcome": "difference", "document_type": "akt"}
    ).location.removeprefix("/inspector")
    expected = 200 if login == "inspector2" else 404
    other = tablet(login)
    assert other.get(paper).status_code == expected
    assert other.get(f"{paper}.pdf").status_code == expected


@pytest.mark.parametrize("path", ["/citations/999", "/citations/9" + "9" * 30, "/citations/0.pdf"])
def test_an_unknown_paper_is_not_found(tablet, kept, path):
    assert tablet("inspector").get(path).status_code == 404


def test_the_pages_speak_english_too(opened, send):
    client, address, _ = opened
    send(client, "/language", {"language": "en", "next": "/"}, page="/")
    page = client.get(f"{address}/count").text
    assert '<html lang="en">' in page
    assert "How many are occupied now" in page
    assert "The cut-off at 22:00 had not passed yet." in page
