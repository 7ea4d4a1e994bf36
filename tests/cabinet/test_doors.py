"""Who may enter: one's own houses only, a porter without money, officials not at all."""

from datetime import timedelta

import pytest

from tests.cabinet.conftest import NIGHT, SLAVSKE, send
from tests.support.apps import token_of

ONE_NIGHT = f"nights/{NIGHT - timedelta(days=1)}"
PAGES = ("tonight", ONE_NIGHT, "months", "months/2026-11", "quarter", "closures", "inbox")


@pytest.mark.parametrize("page", PAGES)
def test_a_strangers_house_is_not_there(visitor, page):
    assert visitor("operator2").get(f"/cabinet/SL-0001/{page}").status_code == 404


def test_a_strangers_house_looks_like_one_that_does_not_exist(visitor):
    stranger = visitor("operator2")
    theirs, nobodys = (stranger.get(f"/cabinet/{code}/tonight") for code in ("SL-0001", "XX-1"))
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.text.replace("SL-0001", "XX-1") == nobodys.text


def test_a_stranger_files_nothing(visitor, session, world):
    stranger = visitor("operator2")
    for path in (f"nights/{NIGHT}", f"nights/{NIGHT}/amount", "closures", "closures/1/open"):
        token = token_of(stranger, "/cabinet/LV-0002/tonight")
        form = {"csrf_token": token, **SLAVSKE, "date_from": str(NIGHT), "date_to": str(NIGHT)}
        answer = stranger.post(f"/cabinet/SL-0001/{path}", data=form)
        assert answer.status_code == 404, path


@pytest.mark.parametrize("login", ["agency", "chief", "officer", "admin"])
def test_officials_have_no_page_here(visitor, login):
    official = visitor(login)
    assert official.get("/cabinet/").status_code == 404
    assert official.get("/cabinet/SL-0001/tonight").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_nobody_enters_without_signing_in(room, page):
    answer = room.test_client().get(f"/cabinet/SL-0001/{page}")
    assert answer.status_code == 303
    assert "/sign-in" in answer.location


def test_a_porter_files_and_sees_no_money_anywhere(visitor):
    porter = visitor("porter")
    form = {"rooms_occupied": "2", "band_b3_domestic": "3", "guests_inbound": "0"}
    answer = send(porter, "/cabinet/LV-0001/tonight", form)
    assert answer.status_code == 303
    pages = ["tonight", "tonight?edit=1", ONE_NIGHT, "months/2026-11", f"nights/{NIGHT}"]
    texts = [porter.get(f"/cabinet/LV-0001/{page}").text for page in pages]
    texts.append(porter.get(answer.location).text)
    for text in texts:
        # The prices of the bands are the house's own price list, not what it owes.
        bare = text.replace("1\u00a0200 ₴", "").replace("350 ₴", "").replace("750 ₴", "")
        assert "₴" not in bare
        assert "Збір" not in text
        assert "квартал" not in text
    token = token_of(porter, "/cabinet/LV-0001/tonight?edit=1")
    live = porter.post(
        f"/cabinet/LV-0001/nights/{NIGHT}/amount", data={"csrf_token": token, **form}
    )
    assert live.json == {"guests": "3 гості"}
    for page in ("quarter", "closures", "inbox", "questions/1"):
        assert porter.get(f"/cabinet/LV-0001/{page}").status_code == 404


def test_the_way_in_leads_to_the_only_or_the_last_house(visitor):
    assert visitor("porter").get("/cabinet/").location == "/cabinet/LV-0001/tonight"
    operator = visitor("operator")
    assert operator.get("/cabinet/").location == "/cabinet/facilities"
    chooser = operator.get("/cabinet/facilities").text
    assert "/cabinet/SL-0001/tonight" in chooser
    assert "/cabinet/LV-0002/tonight" not in chooser
    operator.get("/cabinet/SL-0001/tonight")
    assert operator.get("/cabinet/").location == "/cabinet/SL-0001/tonight"


def test_an_empty_box_has_no_tab(operator):
    assert "/inbox" not in operator.get("/cabinet/SL-0001/tonight").text
    assert "Скринька порожня" in operator.get("/cabinet/SL-0001/inbox").text
    assert operator.get("/cabinet/SL-0001/questions/1").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "%00/tonight",
        "SL-0001/receipts/%00",
        "SL-0001/receipts/" + "9" * 400,
        "SL-0001/questions/" + "9" * 20,
        "SL-0001/nights/9999-12-31",
        "SL-0001/months/9999-12",
        "SL-0001/quarter?of=9999-Q4",
        "' OR 1=1 --/tonight",
    ],
)
def test_an_address_that_means_nothing_is_no_page_and_no_failure(operator, path):
    assert operator.get(f"/cabinet/{path}").status_code == 404


def test_a_closure_of_an_endless_number_is_no_page(operator):
    token = token_of(operator, "/cabinet/SL-0001/closures")
    path = f"/cabinet/SL-0001/closures/{'9' * 20}/open"
    assert operator.post(path, data={"csrf_token": token}).status_code == 404


def test_the_way_to_another_house_is_there_where_there_is_one(visitor):
    other = 'href="/cabinet/facilities"'
    assert other in visitor("operator").get("/cabinet/SL-0001/tonight").text
    assert other not in visitor("operator2").get("/cabinet/LV-0002/tonight").text
    assert other not in visitor("porter").get("/cabinet/LV-0001/tonight").text
