"""Filing tonight: two presses when nothing changed, kind words when something is wrong."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from occupancy.filings import queries
from tests.cabinet.conftest import EVENING, NIGHT, SLAVSKE, send
from tests.support.apps import token_of

PAGE = "/cabinet/SL-0001/tonight"
HOTEL = "/cabinet/LV-0001/tonight"
FILE = f"/cabinet/SL-0001/nights/{NIGHT}"


@pytest.fixture
def standing(session, world):
    def standing(code="SL-0001", night=NIGHT):
        session.rollback()
        return queries.standing(session, world.facilities[code], night)

    return standing


def test_an_open_night_begins_empty_with_yesterday_beside_it(operator, filed):
    filed(NIGHT - timedelta(days=1), exempt={"MINOR": 2})
    page = operator.get(PAGE).text
    assert "з пн 23 на вт 24 листопада" in page
    assert "учора 6" in page
    assert "3 номери, 9 гостей" in page
    assert 'name="rooms_occupied" value=""' in page, "repeating must not become a habit"
    assert "Ще не заповнено" in page


def test_a_filed_night_leads_to_its_receipt_and_stands(operator, standing):
    answer = send(operator, PAGE, {**SLAVSKE, "exempt_MINOR": "1"})
    assert answer.status_code == 303
    receipt = operator.get(answer.location)
    assert receipt.status_code == 200
    stands = standing()
    assert (stands.rooms_occupied, stands.domestic, stands.exempt) == (3, 6, {"MINOR": 1})
    assert stands.receipt_no in receipt.text
    assert stands.audit_leaf[:4] in receipt.text
    assert "432,35" in receipt.text
    assert "20:00:" in receipt.text, "the time is proved to the second"


def test_filed_tonight_the_page_shows_what_stands(operator, standing):
    send(operator, PAGE, SLAVSKE)
    page = operator.get(PAGE).text
    assert standing().receipt_no in page
    assert "Змінити" in page
    assert 'name="rooms_occupied"' not in page
    edit = operator.get(f"{PAGE}?edit=1").text
    assert 'name="rooms_occupied" value="3"' in edit


def test_without_script_the_quick_choices_fill_the_form_and_file_nothing(operator, filed, standing):
    filed(NIGHT - timedelta(days=1))
    answer = send(operator, PAGE, {"fill": "yesterday", "guests_inbound": "9"})
    assert answer.status_code == 200
    assert 'name="rooms_occupied" value="3"' in answer.text
    assert 'name="guests_inbound" value="1"' in answer.text
    assert "7 гостей" in answer.text
    empty = send(operator, PAGE, {"fill": "empty"})
    assert 'name="rooms_occupied" value="0"' in empty.text
    assert standing() is None


def test_a_form_pressed_twice_is_filed_once(operator, session, world):
    shown = operator.get(PAGE).text
    key = shown.split('name="key" value="')[1].split('"')[0]
    form = {"csrf_token": token_of(operator, PAGE), "key": key, **SLAVSKE}
    first, second = (operator.post(FILE, data=form) for _ in range(2))
    assert first.location == second.location
    assert "подано один раз" in operator.get(second.location).text
    assert len(queries.revisions(session, world.facilities["SL-0001"], NIGHT)) == 1


def test_going_back_and_changing_a_number_asks_once_more_and_then_takes_it(operator, standing):
    shown = operator.get(PAGE).text
    key = shown.split('name="key" value="')[1].split('"')[0]
    form = {"csrf_token": token_of(operator, PAGE), "key": key, **SLAVSKE}
    operator.post(FILE, data=form)
    stale = operator.post(FILE, data={**form, "guests_domestic": "2"})
    assert stale.status_code == 409
    assert 'name="guests_domestic" value="2"' in stale.text
    fresh = stale.text.split('name="key" value="')[1].split('"')[0]
    again = operator.post(FILE, data={**form, "key": fresh, "guests_domestic": "2"})
    assert again.status_code == 303
    assert standing().domestic == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"rooms_occupied": "сім"}, "«сім» — не ціле число"),
        ({"rooms_occupied": "-3"}, "не буває менше за 0"),
        ({"rooms_occupied": "true"}, "«true» — не ціле число"),
        ({"rooms_occupied": "1.0"}, "не ціле число"),
        ({"rooms_occupied": "٣"}, "не ціле число"),
        ({"guests_inbound": "1" + "0" * 20}, "Перевірте, чи немає зайвої цифри"),
        ({"guests_inbound": ""}, "навіть якщо це 0"),
        ({"rooms_occupied": "8"}, "Номерів у закладі 7, а вписано 8"),
        ({"rooms_occupied": "0"}, "а зайнятих номерів 0"),
        ({"guests_domestic": "0", "guests_inbound": "0"}, "а гостей 0"),
        ({"exempt_DISACC": "1"}, "осіб з інвалідністю 0"),
        ({"exempt_NOBODY": "1"}, "Підстави «NOBODY» для звільнення немає"),
        ({"arrivals": "99"}, "Заїхало 99"),
        ({"guest_name": "x"}, "Поля «guest_name» тут немає"),
        ({"reason_other": "я" * 301}, "Вмістіть його у 300 знаків"),
        ({"band_b1_domestic": "6"}, "не залежить від ціни"),
    ],
)
def test_impossible_numbers_are_refused_beside_their_field_and_kept(
    operator, standing, wrong, said
):
    answer = send(operator, PAGE, {**SLAVSKE, **wrong})
    assert answer.status_code == 422
    assert said in answer.text
    (value,) = list(wrong.values())[-1:]
    assert f'value="{value}"' in answer.text or "guest_name" in wrong or "NOBODY" in said
    assert standing() is None


def test_the_refusal_is_told_in_english_too(operator):
    operator.post("/language", data={"csrf_token": token_of(operator, PAGE), "language": "en"})
    answer = send(operator, PAGE, {**SLAVSKE, "rooms_occupied": "8"})
    assert "The facility has 7 rooms, and 8 are entered." in answer.text


def test_more_guests_than_places_asks_why_and_keeps_the_answer(operator, standing):
    crowd = {**SLAVSKE, "guests_domestic": "22"}
    asked = send(operator, PAGE, crowd)
    assert asked.status_code == 422
    assert "місць 18 і додаткових 2" in asked.text
    assert "додаткові ліжка" in asked.text
    answer = send(operator, PAGE, {**crowd, "reason_choice": "додаткові ліжка"})
    assert answer.status_code == 303
    assert standing().reason == "додаткові ліжка"


def test_price_bands_are_asked_only_where_the_council_has_them(operator, standing):
    assert "band_" not in operator.get(PAGE).text
    page = operator.get(HOTEL).text
    assert 'name="band_b4_domestic"' in page
    assert 'name="guests_domestic"' not in page, "one number is not asked twice"
    assert 'name="guests_inbound"' in page, "guests from abroad pay one rate in 2026"
    form = {"rooms_occupied": "2", "band_b2_domestic": "1", "band_b4_domestic": "2"}
    answer = send(operator, HOTEL, {**form, "guests_inbound": "0"})
    assert answer.status_code == 303
    stands = standing("LV-0001")
    assert stands.domestic == 3
    assert stands.due_kopiykas == 2594 + 8647
    wrong = send(operator, f"{HOTEL}?edit=1", {**form, "band_b2_domestic": "x"})
    assert wrong.status_code == 422
    assert "«x» — не ціле число" in wrong.text


def test_the_sum_is_told_while_typing(operator):
    amount = f"{FILE}/amount"
    token = token_of(operator, PAGE)

    def told(**typed):
        return operator.post(amount, data={"csrf_token": token, **typed}).json

    assert told() == {"guests": "Ще не заповнено", "sum": "— ₴", "how": ""}
    assert told(rooms_occupied="3", guests_domestic="6")["guests"] == "6 гостей"
    full = told(**SLAVSKE, exempt_IDP="1")
    assert (full["guests"], full["sum"]) == ("8 гостей", "432,35\u00a0₴")
    assert "6 × 43,235 = 259,41" in full["how"]
    assert told(rooms_occupied="x")["guests"] == "Перевірте числа"


def test_after_the_published_hour_the_page_says_so_and_still_takes_the_figure(
    operator, at, standing
):
    at(EVENING + timedelta(hours=3))
    assert "Громада чекала число до 22:00" in operator.get(PAGE).text
    assert send(operator, PAGE, SLAVSKE).status_code == 303
    assert standing().after_cutoff


def test_past_midnight_it_is_still_the_night_of_that_evening(operator, at, standing):
    at(datetime(2026, 11, 24, 1, 30, tzinfo=UTC))
    assert "з пн 23 на вт 24 листопада" in operator.get(PAGE).text
    send(operator, PAGE, SLAVSKE)
    assert standing() is not None


def test_a_form_opened_before_noon_and_sent_after_files_the_night_it_showed(visitor, at, standing):
    at(datetime(2026, 11, 24, 9, 59, tzinfo=UTC))
    operator = visitor("operator")
    shown = operator.get(PAGE).text
    token, key = token_of(operator, PAGE), shown.split('name="key" value="')[1].split('"')[0]
    at(datetime(2026, 11, 24, 10, 1, tzinfo=UTC))
    answer = operator.post(FILE, data={"csrf_token": token, "key": key, **SLAVSKE})
    assert answer.status_code == 303
    assert standing() is not None
    assert standing(night=NIGHT + timedelta(days=1)) is None


def test_without_the_forms_token_nothing_is_filed(operator, standing):
    assert operator.post(FILE, data=SLAVSKE).status_code == 400
    assert standing() is None


NAMES = st.sampled_from([*SLAVSKE, "exempt_MINOR", "exempt_X", "band_b1_domestic", "arrivals", "x"])
VALUES = st.text(max_size=12) | st.sampled_from(["0", "1", "7", "99999999999999999999", "١", "NaN"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.dictionaries(NAMES, VALUES, max_size=6))
def test_any_form_is_filed_or_refused_in_words(operator, form):
    token = operator.get(PAGE).text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = operator.post(FILE, data={"csrf_token": token, **form})
    assert answer.status_code in (200, 303, 409, 422)
    assert answer.status_code != 422 or "Перевірте" in answer.text


def test_a_nul_is_refused_beside_its_field_with_the_rest_kept(operator, standing):
    token = operator.get(PAGE).text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = operator.post(FILE, data={"csrf_token": token, **SLAVSKE, "arrivals": "\x00"})
    assert answer.status_code == 422
    assert 'href="#arrivals"' in answer.text
    assert 'name="guests_domestic" value="6"' in answer.text
    assert standing() is None
