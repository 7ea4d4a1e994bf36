"""One night later: what was said, a missed night, a correction with its reason, the receipts."""

from datetime import UTC, datetime, timedelta

import pytest

from occupancy.filings import queries
from tests.cabinet.conftest import NIGHT, SLAVSKE, send

LAST_WEEK = NIGHT - timedelta(days=6)
PAGE = f"/cabinet/SL-0001/nights/{LAST_WEEK}"


@pytest.fixture
def said(session, world):
    def said(night=LAST_WEEK):
        session.rollback()
        return queries.revisions(session, world.facilities["SL-0001"], night)

    return said


def test_a_missed_night_is_filed_without_a_reason_and_without_scolding(operator, filed, said):
    filed(LAST_WEEK - timedelta(days=1))
    page = operator.get(PAGE).text
    assert "Ніч минула, а числа за неї немає." in page
    assert "напередодні 6" in page
    assert "Чому так" not in page
    assert send(operator, PAGE, SLAVSKE).status_code == 303
    assert [each.kind for each in said()] == ["figure"]


def test_a_correction_asks_why_and_keeps_what_stood_before(operator, filed, said):
    filed(LAST_WEEK)
    form = {**SLAVSKE, "guests_domestic": "4", "editing": "1"}
    page = operator.get(f"{PAGE}?edit=1").text
    assert 'name="guests_domestic" value="6"' in page
    assert "помилка в числі" in page
    assert "Попереднє число лишиться в історії." in page
    asked = send(operator, f"{PAGE}?edit=1", form)
    assert asked.status_code == 422
    assert "Скажіть, чому число інше" in asked.text
    assert 'name="guests_domestic" value="4"' in asked.text
    answer = send(operator, f"{PAGE}?edit=1", {**form, "reason_choice": "помилка в числі"})
    assert answer.status_code == 303
    assert [(each.domestic, each.kind, each.reason) for each in said()] == [
        (6, "figure", None),
        (4, "correction", "помилка в числі"),
    ]


def test_the_history_shows_before_and_after_who_when_and_where_in_the_log(operator, filed, said):
    filed(LAST_WEEK)
    filed(
        LAST_WEEK, domestic=4, reason="100 % описка", moment=datetime(2026, 11, 20, 8, tzinfo=UTC)
    )
    page = operator.get(PAGE).text
    assert "виправлено" in page
    assert "Причина: 100 % описка" in page
    assert "20 листопада 2026, 10:00:00" in page
    assert "Особа operator" in page
    old, new = said()
    assert old.receipt_no in page
    assert new.receipt_no in page
    assert '<td class="n-num">6</td><td class="n-num n-b">4</td>' in page


def test_own_words_go_before_a_ready_reason(operator, filed, said):
    filed(LAST_WEEK)
    form = {**SLAVSKE, "guests_domestic": "4"}
    chosen = {"reason_choice": "помилка в числі", "reason_other": "група з’їхала зранку"}
    send(operator, f"{PAGE}?edit=1", {**form, **chosen})
    assert said()[-1].reason == "група з’їхала зранку"


def test_a_correction_to_the_same_numbers_changes_nothing_and_says_so(operator, filed, said):
    filed(LAST_WEEK)
    answer = send(operator, f"{PAGE}?edit=1", {**SLAVSKE, "reason_choice": "помилка в числі"})
    assert answer.status_code == 303
    assert "нічого не змінилося" in operator.get(answer.location).text
    assert len(said()) == 1


def test_an_older_receipt_stays_true_and_names_the_newer(operator, filed, said):
    filed(LAST_WEEK)
    filed(LAST_WEEK, domestic=4, reason="описка", moment=datetime(2026, 11, 20, 8, tzinfo=UTC))
    old, new = said()
    page = operator.get(f"/cabinet/SL-0001/receipts/{old.receipt_no}").text
    assert "Є новіше число за цю ніч." in page
    assert f"/cabinet/SL-0001/receipts/{new.receipt_no}" in page
    assert "<svg" in page.split('class="n-qr"')[1]
    assert "6 × 43,235" in page


def test_a_receipt_is_found_only_in_its_own_house(operator, filed, said):
    filed(LAST_WEEK)
    number = said()[0].receipt_no
    assert operator.get(f"/cabinet/LV-0001/receipts/{number}").status_code == 404
    assert operator.get("/cabinet/SL-0001/receipts/26-1117-0000-0000").status_code == 404


def test_a_night_to_come_cannot_be_filed(operator, said):
    tomorrow = NIGHT + timedelta(days=1)
    page = operator.get(f"/cabinet/SL-0001/nights/{tomorrow}")
    assert "Ця ніч ще попереду." in page.text
    answer = send(
        operator, "/cabinet/SL-0001/tonight", SLAVSKE, f"/cabinet/SL-0001/nights/{tomorrow}"
    )
    assert answer.status_code == 422
    assert "Подайте число тоді" in answer.text
    assert said(tomorrow) == []


def test_a_night_before_the_house_opened_cannot_be_filed(operator):
    answer = send(
        operator, "/cabinet/SL-0001/tonight", SLAVSKE, "/cabinet/SL-0001/nights/2024-12-31"
    )
    assert answer.status_code == 422
    assert "Заклад працює від 1 січня 2025" in answer.text


@pytest.mark.parametrize(
    "night", ["2026-W48-1", "20261123", "2026-11-31", "2026-1-1", "0000-00-00", "tonight ", "٢٠٢٦"]
)
def test_an_address_that_is_no_night_is_no_page(operator, night):
    assert operator.get(f"/cabinet/SL-0001/nights/{night}").status_code == 404
